import { beforeEach, describe, expect, it } from 'vitest';
import { MsrpClient } from '../../../test/support/customers/msrp-client.ts';
import { FakeClock } from '../../../test/support/fakes/fake-clock.ts';
import { SeededRandom } from '../../../test/support/fakes/seeded-random.ts';
import { noCounters } from '../../base/counters.ts';
import { MsrpEndpoint } from './msrp-endpoint.ts';
import type { SendOutcome } from './msrp-handler.ts';
import type { MsrpConnection } from './msrp-transport.ts';
import { StreamFramer } from './stream-framer.ts';

const SESSION = {
  sessionId: 'server1',
  localPath: 'msrp://192.0.2.1:2855/server1;tcp',
  remotePath: ['msrp://c.example:2855/client1;tcp'],
};

describe('the MSRP endpoint', () => {
  let clock: FakeClock;
  let endpoint: MsrpEndpoint;
  let told: string[];
  let respond: (status: number) => void;
  const clients = new Map<string, MsrpClient>();
  const open = new Set<string>();
  /** What is on the wire: nothing arrives while something else is being dealt with. */
  let wire: (() => void)[];
  let isDelivering: boolean;
  let numbers: number;

  function deliver(packet: () => void): void {
    wire.push(packet);
    if (isDelivering) return;
    isDelivering = true;
    for (let next = wire.shift(); next !== undefined; next = wire.shift()) next();
    isDelivering = false;
  }

  function connect(
    transport: MsrpConnection['transport'] = 'TCP',
    certificate?: readonly string[],
  ): { client: MsrpClient; connection: MsrpConnection } {
    numbers += 1;
    const connection = {
      id: `c${numbers}`,
      transport,
      remoteAddress: '198.51.100.7',
      remotePort: numbers,
      certificate,
    };
    const framer = new StreamFramer();
    const client = new MsrpClient('msrp://c.example:2855/client1;tcp', (bytes) =>
      deliver(() => {
        for (const item of framer.push(bytes)) if (item.kind === 'chunk') endpoint.receiveChunk(item.bytes, connection);
      }),
    );
    client.remotePath = SESSION.localPath;
    clients.set(connection.id, client);
    open.add(connection.id);
    return { client, connection };
  }

  beforeEach(() => {
    clock = new FakeClock();
    told = [];
    clients.clear();
    open.clear();
    numbers = 0;
    wire = [];
    isDelivering = false;
    endpoint = new MsrpEndpoint({
      clock,
      random: new SeededRandom(1),
      counters: noCounters,
      transport: {
        send: (connection, bytes) => {
          if (!open.has(connection.id)) return false;
          deliver(() => clients.get(connection.id)?.receive(bytes));
          return true;
        },
        end: (connection) => {
          open.delete(connection.id);
          told.push(`end ${connection.id}`);
          endpoint.connectionClosed(connection);
        },
        connect: (_target, opened) => opened(connect().connection),
      },
      handler: {
        receiveMessage: (received) => {
          told.push(received.body.toString());
          respond = received.respond;
        },
        sessionBound: () => told.push('bound'),
        sessionLost: () => told.push('lost'),
        connectFailed: () => told.push('connect failed'),
        reportReceived: (_sessionId, _messageId, status) => told.push(`report ${status}`),
      },
    });
    endpoint.openSession(SESSION);
  });

  function send(text: string, messageId = 'text1') {
    const outcomes: SendOutcome[] = [];
    const message = { messageId, contentType: 'text/plain', body: Buffer.from(text) };
    deliver(() => endpoint.send('server1', message, (outcome) => outcomes.push(outcome)));
    return outcomes;
  }

  it('[MS8][MS13] a long text goes in chunks, is whole at the peer, and is reported', () => {
    const { client } = connect();
    client.hello();
    const text = 'äöü '.repeat(2_000);
    expect(send(text)).toEqual([{ status: 200 }]);
    expect(client.shown).toEqual([text]);
    const sends = client.received.filter(({ method }) => method === 'SEND');
    expect(sends.map(({ flag }) => flag).join('')).toBe('++++++$');
    expect(sends.every(({ body }) => body.length <= 2_048)).toBe(true);
    expect(told).toEqual(['bound', 'report 200']);
  });

  it('[MS21] a text that is reported in parts is reported once, when all of it is', () => {
    const { client } = connect();
    client.hello();
    client.reportParts = 3;
    expect(send('äöü '.repeat(2_000))).toEqual([{ status: 200 }]);
    expect(told).toEqual(['bound', 'report 200']);
  });

  it('[MS9] after a refusal the rest stays here and the message is given up', () => {
    const { client } = connect();
    client.hello();
    client.reply = 413;
    expect(send('x'.repeat(30_000))).toEqual([{ status: 413 }]);
    expect(client.received.filter(({ method }) => method === 'SEND').at(-1)).toMatchObject({ flag: '#' });
    client.reply = 200;
    expect(send('short', 'text2')).toEqual([{ status: 200 }]);
  });

  it('[MS9] 30 seconds without an answer end the connection', () => {
    const { client } = connect();
    client.hello();
    client.reply = null;
    const outcomes = send('Anybody?');
    clock.advance(29_999);
    expect(outcomes).toEqual([]);
    clock.advance(1);
    expect(outcomes).toEqual([{ failed: 'transport' }]);
    expect(told).toEqual(['bound', 'end c1', 'lost']);
  });

  it('[MS9] what is on its way when the connection breaks has failed; a message on its way is not sent twice', () => {
    const { client, connection } = connect();
    client.hello();
    client.reply = null;
    const first = send('One');
    const again = send('One');
    endpoint.connectionClosed(connection);
    expect([first, again]).toEqual([[{ failed: 'transport' }], []]);
    expect(send('Two')).toEqual([{ failed: 'transport' }]);
  });

  it('[MS10] a session has one connection: 506 on another; none after it is lost: 481', () => {
    const { client, connection } = connect();
    client.hello();
    const other = connect();
    expect(other.client.hello().status).toBe(506);
    endpoint.connectionClosed(connection);
    expect(other.client.hello().status).toBe(481);
    expect(told).toEqual(['bound', 'lost']);
  });

  it('[MS10] what was negotiated for TCP is not taken over a WebSocket, and what is closed is unknown', () => {
    expect(connect('WS').client.hello().status).toBe(481);
    const { client } = connect();
    expect(client.hello().status).toBe(200);
    endpoint.closeSession('server1');
    expect(told).toEqual(['bound', 'end c2']);
    expect(connect().client.hello().status).toBe(481);
  });

  describe('over TLS, with the fingerprint of a peer who connects', () => {
    const certificate = ['sha-512 5A', 'sha-384 3A', 'sha-256 2A'];
    const secure = { ...SESSION, sessionId: 'server2', localPath: 'msrps://192.0.2.1:2856/server2;tcp' };

    function hello(shown?: readonly string[]) {
      const { client } = connect('TLS', shown);
      client.remotePath = secure.localPath;
      return client.hello().status;
    }

    it('[MS36] it is nobody who shows none, or another one; of several hash functions the strongest counts', () => {
      endpoint.openSession({ ...secure, fingerprints: ['sha-256 2A', 'sha-384 3A'] });
      expect(hello()).toBe(403);
      expect(hello(['sha-512 5A', 'sha-384 3B', 'sha-256 2A'])).toBe(403);
      expect(told).toEqual([]);
      expect(hello(certificate)).toBe(200);
      expect(told).toEqual(['bound']);
    });

    it('[MS36] without one anybody who knows the session will do', () => {
      endpoint.openSession(secure);
      expect(hello()).toBe(200);
    });

    it('[MS36] who named the session before the answer to our offer is nobody when that says so', () => {
      const remotePath: string[] = [];
      endpoint.openSession({ ...secure, remotePath });
      expect(hello(certificate)).toBe(200);
      endpoint.openSession({ ...secure, fingerprints: ['sha-256 2A'] });
      expect(told).toEqual(['bound']);
      const other = { ...secure, sessionId: 'server3', localPath: 'msrps://192.0.2.1:2856/server3;tcp' };
      endpoint.openSession({ ...other, remotePath });
      const { client, connection } = connect('TLS');
      client.remotePath = other.localPath;
      client.hello();
      endpoint.openSession({ ...other, fingerprints: ['sha-256 2A'] });
      expect(told.slice(1)).toEqual(['bound', 'lost', `end ${connection.id}`]);
    });
  });

  it('[MS11] a connection that names no session for 30 s is ended', () => {
    const { client } = connect();
    client.remotePath = 'msrp://192.0.2.1:2855/else;tcp';
    client.hello();
    clock.advance(29_999);
    expect(told).toEqual([]);
    clock.advance(1);
    expect(told).toEqual(['end c1']);
  });

  it('[MS12] silence of a minute is asked about with an empty SEND; no answer in 30 s ends the connection', () => {
    const { client } = connect();
    client.hello();
    clock.advance(60_000);
    expect(client.received.filter(({ method }) => method === 'SEND')).toHaveLength(1);
    clock.advance(30_000);
    client.hello();
    clock.advance(30_000);
    expect(client.received.filter(({ method }) => method === 'SEND')).toHaveLength(1);
    clock.advance(30_000);
    expect(client.received.filter(({ method }) => method === 'SEND')).toHaveLength(2);
    client.reply = null;
    clock.advance(89_999);
    expect(told).toEqual(['bound']);
    clock.advance(1);
    expect(told).toEqual(['bound', 'end c1', 'lost']);
  });

  it('[MS13] the answer to the chunk that makes a message whole waits for whoever keeps it, the others do not', () => {
    const { client } = connect();
    const chunks = client.sayInChunks('0123456789', 4, { headers: ['Success-Report: yes'] });
    expect(chunks.map(({ status }) => status)).toEqual([200, 200, undefined]);
    respond(200);
    expect(chunks.at(-1)?.status).toBe(200);
    expect(client.reportsOf(chunks[0]?.messageId ?? '')).toEqual(['000 200']);
  });

  it.each(['AUTH', 'NICKNAME', 'DELETE'])('[MS14] %s is 501', (method) => {
    const { client } = connect();
    expect(client.chunk(undefined, { method }).status).toBe(501);
  });

  it('[MS11] a connection of ours begins with an empty SEND', () => {
    endpoint.connect('server1', { isSecure: false, address: '198.51.100.7', port: 2855 });
    expect(clients.get('c1')?.received.map(({ method }) => method)).toEqual(['SEND']);
    expect(told).toEqual(['bound']);
    expect(send('Hello')).toEqual([{ status: 200 }]);
  });
});
