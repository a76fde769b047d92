import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { endpoints } from '@cordboard/shared/rest/endpoints';
import { type FuzzSubject, type FuzzTarget, wire } from '../fuzz-target.ts';
import { openWholeServer, withTokens } from './whole-server.ts';

const ANSWER_MS_MAX = 1_000;

const BODIES: readonly object[] = [
  { userName: '1001', password: 'demo', place: '1001' },
  { note: 'A note.' },
  { routingPoint: '1111', seed: 1, message: { text: 'x' } },
  { options: { 'prestige-level': 1, no_answer_timeout: 10 } },
  { strategy: { name: 'x', blocks: [] } },
];

/** Each endpoint, as each role, with some body. */
const seeds: readonly Buffer[] = Object.values(endpoints).flatMap(({ method, path }, at) =>
  ['agent', 'supervisor', 'admin'].map((who) => {
    const body = method === 'GET' || method === 'DELETE' ? '' : JSON.stringify(BODIES[at % BODIES.length]);
    const target = path.replaceAll(/\{\w+\}/g, '1001');
    return wire(
      `${method} ${target}?from=0&limit=10 HTTP/1.1`,
      'Host: 127.0.0.1',
      `Authorization: Bearer {${who}}`,
      ...(body === '' ? [] : ['Content-Type: application/json']),
      `Content-Length: ${body.length}`,
      'Connection: close',
      '',
      body,
    );
  }),
);

const pages: readonly Buffer[] = [
  wire('GET /customer HTTP/1.1', 'Host: x', 'Connection: close', '', ''),
  wire('GET /socket.io/?EIO=4&transport=polling HTTP/1.1', 'Host: x', 'Origin: http://x', 'Connection: close', '', ''),
  wire(
    'GET /sip HTTP/1.1',
    'Host: x',
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Protocol: sip',
    '',
    '',
  ),
  wire('GET /assets/..%2f..%2fetc/passwd HTTP/1.1', 'Host: x', 'Connection: close', '', ''),
];

/** Whatever bytes come to the HTTP port, the answer is never 500 and the server lives. */
async function openHttp(): Promise<FuzzSubject> {
  const server = await openWholeServer();
  return {
    feed: async (input) => {
      const answer = await ask(server.httpPort, withTokens(input, server.tokens));
      assert.ok(!/^HTTP\/1\.1 500/.test(answer), answer.slice(0, 400));
      server.check();
    },
    close: async () => {
      const health = await fetch(`http://127.0.0.1:${server.httpPort}/healthz`);
      assert.equal(health.status, 200);
      await server.close();
    },
  };
}

function ask(port: number, bytes: Buffer): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: false });
    const patience = setTimeout(() => socket.destroy(), ANSWER_MS_MAX);
    socket.on('data', (chunk) => {
      if (answer.length < 2_000) answer += chunk.toString('latin1');
    });
    // A connection that is broken off is an answer too.
    socket.on('error', () => {});
    socket.on('close', () => {
      clearTimeout(patience);
      resolve(answer);
    });
    socket.end(bytes);
  });
}

export const restRequests: FuzzTarget = {
  name: 'rest',
  seeds: [...seeds, ...pages],
  dictionary: [
    'GET',
    'PUT',
    'HTTP/1.1',
    '/api/',
    '?',
    '&',
    '=',
    '%2e%2e/',
    'Transfer-Encoding: chunked',
    'Expect: 100-continue',
    'Bearer ',
    'application/json',
    '{"',
    '"}',
    '{"__proto__":{"x":1}}',
    'gzip',
    'Content-Length: 5',
    '{admin}',
    '1111',
    'Range: bytes=0-',
  ],
  inputsPerSubject: 5_000,
  inputsInTest: 0,
  open: openHttp,
};
