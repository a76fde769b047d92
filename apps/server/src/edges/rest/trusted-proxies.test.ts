import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { isNetwork } from '../../base/is-network.ts';
import { TrustedProxies } from './trusted-proxies.ts';

function request(remoteAddress: string, headers: Readonly<Record<string, string>> = {}): IncomingMessage {
  return { socket: { remoteAddress }, headers: { host: 'inside:8080', ...headers } } as unknown as IncomingMessage;
}

const proxies = new TrustedProxies(['10.0.0.1', '172.16.0.0/12', '2001:db8::/32']);

describe('the client behind proxies', () => {
  test.each([
    ['nobody in between', '198.51.100.7', undefined, '198.51.100.7'],
    ['a stranger who says he is a proxy', '198.51.100.7', '192.0.2.1', '198.51.100.7'],
    ['one trusted proxy', '10.0.0.1', '192.0.2.1', '192.0.2.1'],
    ['two of them', '10.0.0.1', '192.0.2.1, 172.20.0.9', '192.0.2.1'],
    ['a client that puts others before itself', '10.0.0.1', '127.0.0.1, 10.0.0.1, 192.0.2.1', '192.0.2.1'],
    ['a proxy that writes ports', '10.0.0.1', '192.0.2.1:4711', '192.0.2.1'],
    ['IPv6 with brackets and port', '2001:db8::5', '[2001:470::1]:4711', '2001:470::1'],
    ['an IPv4-mapped proxy', '::ffff:10.0.0.1', '192.0.2.1', '192.0.2.1'],
    ['nonsense', '10.0.0.1', 'unknown', '10.0.0.1'],
    ['trusted ones alone', '10.0.0.1', '172.16.0.1', '172.16.0.1'],
    ['no header', '10.0.0.1', undefined, '10.0.0.1'],
  ])('[TP70] %s', (_what, remoteAddress, forwarded, address) => {
    const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
    expect(proxies.clientOf(request(remoteAddress, headers)).address).toBe(address);
  });

  test('[TP70] protocol and host are taken from a trusted proxy alone', () => {
    const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'chat.example' };
    expect(proxies.clientOf(request('10.0.0.1', headers)).isEncrypted).toBe(true);
    expect(proxies.hostOf(request('10.0.0.1', headers))).toBe('chat.example');
    expect(proxies.clientOf(request('198.51.100.7', headers)).isEncrypted).toBe(false);
    expect(proxies.hostOf(request('198.51.100.7', headers))).toBe('inside:8080');
    expect(proxies.hostOf(request('10.0.0.1'))).toBe('inside:8080');
  });

  test('[TP70] addresses and networks are told from anything else', () => {
    expect(['10.0.0.1', '10.0.0.0/8', '::1', '2001:db8::/32', '0.0.0.0/0'].every(isNetwork)).toBe(true);
    expect(['', 'proxy', '10.0.0.1/33', '::1/129', '10.0.0.1/8/8', '10.0.0.1/x', '10.0.0'].some(isNetwork)).toBe(false);
  });
});
