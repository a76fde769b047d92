import { describe, expect, it } from 'vitest';
import { readEnvironment, refuseUnsafeHost } from './read-environment.ts';
import { StartFailure } from './start-failure.ts';

const defaults = {
  host: '127.0.0.1',
  publicAddress: '127.0.0.1',
  httpPort: 8080,
  httpsPort: 8443,
  sipPort: 5060,
  sipsPort: 5061,
  msrpPort: 2855,
  msrpsPort: 2856,
  tlsCertificates: [],
  tlsTrusted: [],
  trustedProxies: [],
  sipDomain: 'localhost',
  sipRatePerSource: 100,
  sipRatePerTenant: 2_000,
  chatsMax: 20_000,
  connectionRatePerSource: 100,
  connectionRate: 1_000,
  sipTrustedAddresses: [],
  dataDir: './data',
  config: 'demo',
  logLevel: 'info',
};

describe('the environment', () => {
  it.each([
    [{}, {}],
    [{ PATH: '/bin', CORDBOARD_HTTP_PORT: '' }, {}],
    [{ CORDBOARD_HOST: '10.0.0.5' }, { host: '10.0.0.5', publicAddress: '10.0.0.5' }],
    [{ CORDBOARD_PUBLIC_ADDRESS: 'cordboard.example' }, { publicAddress: 'cordboard.example' }],
    [{ CORDBOARD_HOST: '::1' }, { host: '::1', publicAddress: '::1' }],
    [
      { CORDBOARD_HTTP_PORT: '0', CORDBOARD_SIP_PORT: '65535' },
      { httpPort: 0, sipPort: 65_535 },
    ],
    [{ CORDBOARD_SIP_RATE_PER_SOURCE: '0' }, { sipRatePerSource: 0, sipRatePerTenant: 0 }],
    [{ CORDBOARD_SIP_RATE_PER_TENANT: '0' }, { sipRatePerTenant: 0 }],
    [{ CORDBOARD_CONNECTION_RATE_PER_SOURCE: '7' }, { connectionRatePerSource: 7, connectionRate: 70 }],
    [{ CORDBOARD_CHATS_MAX: '50' }, { chatsMax: 50 }],
    [{ CORDBOARD_CONNECTION_RATE: '0' }, { connectionRate: 0 }],
    [{ CORDBOARD_SIP_TRUSTED_ADDRESSES: '10.0.0.1, ::1' }, { sipTrustedAddresses: ['10.0.0.1', '::1'] }],
    [{ CORDBOARD_SIP_DOMAIN: 'example.com' }, { sipDomain: 'example.com' }],
    [
      { CORDBOARD_LOG_LEVEL: 'trace', CORDBOARD_DATA_DIR: '/srv' },
      { logLevel: 'trace', dataDir: '/srv' },
    ],
    [{ CORDBOARD_CONFIG: '/etc/cordboard.json' }, { config: '/etc/cordboard.json' }],
    [{ CORDBOARD_DATABASE_URL: 'embedded' }, {}],
    [{ CORDBOARD_TRUSTED_PROXIES: '::1, 10.0.0.0/8' }, { trustedProxies: ['::1', '10.0.0.0/8'] }],
    [
      { CORDBOARD_HTTPS_PORT: '0', CORDBOARD_SIPS_PORT: '5062' },
      { httpsPort: 0, sipsPort: 5062 },
    ],
    [
      { CORDBOARD_TLS_CERTIFICATE: 'a.pem, b.pem', CORDBOARD_TLS_KEY: 'a.key,b.key' },
      {
        tlsCertificates: [
          { certificate: 'a.pem', key: 'a.key' },
          { certificate: 'b.pem', key: 'b.key' },
        ],
      },
    ],
  ])('[RE21] %j', (variables, expected) => {
    expect(readEnvironment(variables)).toEqual({ ...defaults, ...expected });
  });

  it.each([
    ['CORDBOARD_HOST', 'no host'],
    ['CORDBOARD_HOST', '127.0.0.1:80'],
    ['CORDBOARD_PUBLIC_ADDRESS', 'http://x'],
    ['CORDBOARD_HTTP_PORT', '65536'],
    ['CORDBOARD_HTTP_PORT', '-1'],
    ['CORDBOARD_HTTP_PORT', '80.5'],
    ['CORDBOARD_SIP_PORT', '0x50'],
    ['CORDBOARD_SIP_PORT', 'sip'],
    ['CORDBOARD_HTTPS_PORT', '443s'],
    ['CORDBOARD_SIPS_PORT', '-'],
    ['CORDBOARD_TLS_KEY', 'a.key'],
    ['CORDBOARD_TRUSTED_PROXIES', '10.0.0.1, proxy.example'],
    ['CORDBOARD_SIP_DOMAIN', 'a b'],
    ['CORDBOARD_SIP_RATE_PER_SOURCE', '-5'],
    ['CORDBOARD_SIP_RATE_PER_SOURCE', 'many'],
    ['CORDBOARD_SIP_RATE_PER_TENANT', '1e3'],
    ['CORDBOARD_CHATS_MAX', '-1'],
    ['CORDBOARD_CONNECTION_RATE', 'fast'],
    ['CORDBOARD_SIP_TRUSTED_ADDRESSES', '10.0.0.1,peer.example'],
    ['CORDBOARD_LOG_LEVEL', 'loud'],
    ['CORDBOARD_DATABASE_URL', 'postgres://admin:s3cret@db/cordboard'],
    ['CORDBOARD_DATABASE_URL', 'postgresql://db'],
    ['CORDBOARD_DATABASE_URL', 'mysql://db'],
  ])('[RE21] %s=%s ends the start with one sentence that names it', (variable, value) => {
    const read = () => readEnvironment({ [variable]: value });
    expect(read).toThrow(StartFailure);
    expect(read).toThrow(new RegExp(`^${variable}\\b[^\\n]*\\.$`));
    expect(read).not.toThrow(/s3cret/);
  });
});

describe('the host of a demonstration', () => {
  it.each(['127.0.0.1', '127.1.2.3', '::1', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1', 'localhost'])(
    '[RE22] %s is allowed',
    (host) => {
      expect(() => refuseUnsafeHost(host, true)).not.toThrow();
    },
  );

  it.each([
    '0.0.0.0',
    '::',
    '10.0.0.5',
    '192.168.1.1',
    'fe80::1',
    '::ffff:10.0.0.5',
    'example.com',
    'localhost.evil.example',
  ])('[RE22] %s is refused', (host) => {
    expect(() => refuseUnsafeHost(host, true)).toThrow(/^CORDBOARD_HOST is /);
    expect(() => refuseUnsafeHost(host, false)).not.toThrow();
  });
});
