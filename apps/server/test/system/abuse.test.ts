import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { SeededRandom } from '../../src/base/seeded-random.ts';
import { readArguments } from '../../src/edges/sip-client/read-arguments.ts';
import { runClient } from '../../src/edges/sip-client/run-client.ts';
import { connectAgent } from '../support/agents/agent-client.ts';
import { readWire, UdpCustomer } from '../support/customers/udp-customer.ts';
import { Flooder } from '../support/sockets/flood.ts';
import { startTestServer, type TestServer } from '../support/sockets/test-server.ts';

const RATE = 20;
const FLOOD = 1_000;

const LOCK = new URL('../../../../package-lock.json', import.meta.url);

/** Asks with the SIP client over a stream; its exit code. */
function askOver(transport: string, port: number): Promise<number> {
  const read = readArguments(['options', '--transport', transport, '--insecure', '--server', `127.0.0.1:${port}`]);
  if (!read.ok || read.value.kind !== 'run') throw new Error('bad arguments');
  return runClient(read.value.run, { input: new PassThrough(), write: () => {} });
}

/** A connection from a loopback address of its own, with these bytes sent. */
function openFrom(localAddress: string, port: number, bytes: Buffer | string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, localAddress }, () => {
      socket.write(bytes);
      resolve(socket);
    });
    socket.on('error', reject);
  });
}

/** As clients do over UDP, where a flood may fill the kernel's buffer: the same bytes again until there is an answer. */
async function sayWithRepeats(customer: UdpCustomer, text: string): Promise<number> {
  const bytes = customer.buildMessage(text);
  const callId = readWire(bytes).headers.get('call-id');
  customer.send(bytes);
  const repeats = setInterval(() => customer.send(bytes), 500);
  const answer = await customer.find(
    ({ startLine, headers }) => startLine.startsWith('SIP/2.0') && headers.get('call-id') === callId,
  );
  clearInterval(repeats);
  return Number(answer.startLine.split(' ')[1]);
}

/** Whether a WebSocket opens, and the status if it does not. */
function openWebSocket(url: string, origin: string | undefined, protocol?: string): Promise<'open' | number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, protocol === undefined ? [] : [protocol], origin === undefined ? {} : { origin });
    socket.on('open', () => {
      socket.terminate();
      resolve('open');
    });
    socket.on('unexpected-response', (request, response) => {
      request.destroy();
      resolve(response.statusCode ?? 0);
    });
    socket.on('error', () => {});
  });
}

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ env: { CORDBOARD_SIP_RATE_PER_SOURCE: String(RATE) } });
}, 30_000);
afterAll(() => server.stop());

describe('connections that mean no good', () => {
  async function expectService() {
    expect(await askOver('udp', server.sipPort)).toBe(0);
  }

  test('[AV9] hundreds of silent and half-open connections from several addresses stop no transport', async () => {
    const kinds = [
      [server.sipPort, ''],
      [server.sipPort, 'OPTIONS sip:localhost SIP/2.0\r\nVia: SIP/2.0/TCP x'],
      [server.httpPort, 'GET /sip HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n'],
      [server.httpPort, 'POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{'],
      [server.sipsPort, ''],
      [server.sipsPort, Buffer.from('160301', 'hex')],
    ] as const;
    const sockets = [];
    for (let index = 0; index < 600; index += 1) {
      const [port, bytes] = kinds[index % kinds.length] ?? kinds[0];
      sockets.push(openFrom(`127.0.0.${2 + (index % 4)}`, port, bytes));
    }
    const opened = await Promise.all(sockets);
    expect(await askOver('tcp', server.sipPort)).toBe(0);
    expect(await askOver('ws', server.httpPort)).toBe(0);
    expect(await askOver('tls', server.sipsPort)).toBe(0);
    expect((await fetch(`http://127.0.0.1:${server.httpPort}/healthz`)).status).toBe(200);
    await expectService();
    for (const socket of opened) socket.destroy();
  });

  test('[AV11] TLS handshakes that break off at random bytes harm nobody', async () => {
    const random = new SeededRandom(11);
    // A ClientHello as far as it goes, then noise.
    const hello = Buffer.from(`16030100c8010000c40303${random.hex(32)}20${random.hex(32)}0004130113020100`, 'hex');
    for (let round = 0; round < 10; round += 1) {
      const aborted = Array.from({ length: 20 }, async () => {
        const bytes = Buffer.concat([
          hello.subarray(0, random.below(hello.length)),
          Buffer.from(random.hex(random.below(40)), 'hex'),
        ]);
        const socket = await openFrom('127.0.0.7', round % 2 === 0 ? server.sipsPort : server.httpsPort, bytes);
        socket.on('error', () => {});
        if (random.below(2) === 0) socket.resetAndDestroy();
        else socket.destroy();
      });
      await Promise.all(aborted);
    }
    expect(await askOver('tls', server.sipsPort)).toBe(0);
    expect(await askOver('wss', server.httpsPort)).toBe(0);
    await expectService();
  });

  test('[AV13] crafted Engine.IO and socket.io packets end their own socket at most', async () => {
    const maya = await connectAgent(server, '1001');
    const { token } = (await (
      await fetch(`http://127.0.0.1:${server.httpPort}/api/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ userName: '1002', password: 'demo' }),
      })
    ).json()) as { readonly token: string };
    const packets = [
      '451-/tlib,["request",{"_placeholder":true,"num":"splice"}]',
      '459999999999-/tlib,["x"]',
      '451-/tlib,["request",{"_placeholder":true,"num":-1}]',
      '42/tlib,["__proto__"]',
      '42/tlib,["request",null]',
      '42/tlib,{"toString":"x"}',
      '42/tlib,[["request"]]',
      '43/tlib,99999999999[null]',
      `42/tlib,${'['.repeat(30_000)}`,
      '4',
      '9',
      '',
      '40/tlib,"x"',
    ];
    for (const packet of packets) {
      const socket = new WebSocket(`ws://127.0.0.1:${server.httpPort}/socket.io/?EIO=4&transport=websocket`);
      socket.on('error', () => {});
      await new Promise((resolve) => socket.once('message', resolve));
      socket.send(`40/tlib,${JSON.stringify({ token })}`);
      await new Promise((resolve) => socket.once('message', resolve));
      socket.send(packet);
      socket.send(Buffer.from('0102', 'hex'));
      socket.terminate();
    }
    expect(await maya.request('TQueryServer')).toMatchObject({ name: 'EventServerInfo' });
    maya.close();
    await expectService();
  });

  test('[AV13] what reads these packets is not of the versions that fell over them', () => {
    const { packages } = JSON.parse(readFileSync(LOCK, 'utf8')) as { packages: Record<string, { version: string }> };
    // The server's own ones first: a peer of the tests brings an old one along.
    const versionOf = (name: string) =>
      (packages[`apps/server/node_modules/${name}`] ?? packages[`node_modules/${name}`])?.version ?? '0';
    const isAtLeast = (name: string, least: string) =>
      versionOf(name).localeCompare(least, undefined, { numeric: true }) >= 0;
    const least = { 'socket.io-parser': '4.2.3', 'socket.io': '4.6.2', 'engine.io': '6.4.2', ws: '8.17.1' };
    expect(Object.entries(least).filter(([name, version]) => !isAtLeast(name, version))).toEqual([]);
  });

  test('[AV14] a page of another origin gets no socket, on no path, and there is no cookie that could help it', async () => {
    const at = (path: string) => `ws://127.0.0.1:${server.httpPort}${path}`;
    const paths = [
      [at('/socket.io/?EIO=4&transport=websocket'), undefined],
      [at('/sip'), 'sip'],
    ] as const;
    for (const [url, protocol] of paths) {
      for (const origin of [
        'http://evil.example',
        'null',
        `http://127.0.0.1.evil.example:${server.httpPort}`,
        'http://127.0.0.1:1',
      ]) {
        expect(await openWebSocket(url, origin, protocol)).toBeGreaterThanOrEqual(400);
      }
      expect(await openWebSocket(url, `http://127.0.0.1:${server.httpPort}`, protocol)).toBe('open');
    }
    const login = await fetch(`http://127.0.0.1:${server.httpPort}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ userName: '1002', password: 'demo' }),
    });
    expect([login.status, login.headers.getSetCookie()]).toEqual([200, []]);
  });
});

describe('a flood from one address', () => {
  test('[OV8] [AD2] [AD3] gets its share, then 503, then silence; a customer and an agent notice nothing', async () => {
    const maya = await connectAgent(server, '1001');
    await maya.becomeReady('1001');
    const customer = await UdpCustomer.open(server.sipPort);
    const flooder = await Flooder.open(server.sipPort, '127.0.0.2');
    expect(await customer.say('Before.')).toBe(200);
    const { connID } = await maya.next('EventRinging');
    await maya.request('TAnswerCall', { thisDN: '1001', connID });
    for (let index = 0; index < FLOOD; index += 1) flooder.send('OPTIONS', `flood${index}`);
    for (let index = 0; index < 5; index += 1) expect(await sayWithRepeats(customer, `Text ${index}`)).toBe(200);
    await maya.request('TPrivateService', { thisDN: '1001', connID, serviceID: 3001, extensions: { im: 'Answer.' } });
    expect(await customer.hear(1)).toEqual(['[Maya/1001] Answer.']);
    // What comes back with time may have added a few.
    const { '200': served = 0, '503': refused = 0 } = flooder.statuses;
    expect(served).toBeGreaterThanOrEqual(2 * RATE);
    expect(served).toBeLessThan(FLOOD / 2);
    expect(refused).toBeGreaterThan(0);
    expect(served + refused).toBeLessThan(FLOOD);
    expect(flooder.answers.find((answer) => answer.startsWith('SIP/2.0 503'))).toContain('Retry-After: 1');
    maya.close();
    customer.close();
    flooder.close();
  });
});

test('[TP74] a source that connects too fast, to whatever port, is turned away and counted; others are served', async () => {
  const slow = await startTestServer({ env: { CORDBOARD_CONNECTION_RATE_PER_SOURCE: '2' } });
  try {
    const ports = [slow.sipsPort, slow.sipPort, slow.httpsPort, slow.httpPort];
    for (let index = 0; index < 80; index += 1) {
      const socket = connect({ host: '127.0.0.1', port: ports[index % 4] ?? 0, localAddress: '127.0.0.8' });
      socket.on('error', () => {});
    }
    // Twenty at once, and two more each second that this takes.
    await expect
      .poll(async () => (await fetch(`http://127.0.0.1:${slow.httpPort}/metrics`)).text(), {
        timeout: 10_000,
        interval: 1_500,
      })
      .toMatch(/connections_rate_limited_total\{limit="source"\} [1-9]/);
    expect(await askOver('tls', slow.sipsPort)).toBe(0);
    expect(await askOver('tcp', slow.sipPort)).toBe(0);
  } finally {
    await slow.stop();
  }
}, 30_000);
