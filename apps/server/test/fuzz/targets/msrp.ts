import assert from 'node:assert/strict';
import { noCounters } from '../../../src/base/counters.ts';
import { SeededRandom } from '../../../src/base/seeded-random.ts';
import { createResponse, type MsrpRequest } from '../../../src/protocols/msrp/message.ts';
import { MsrpEndpoint } from '../../../src/protocols/msrp/msrp-endpoint.ts';
import type { MsrpConnection } from '../../../src/protocols/msrp/msrp-transport.ts';
import { defaultMsrpLimits } from '../../../src/protocols/msrp/parse-limits.ts';
import { parseMessage } from '../../../src/protocols/msrp/parse-message.ts';
import { serializeMessage } from '../../../src/protocols/msrp/serialize-message.ts';
import { StreamFramer } from '../../../src/protocols/msrp/stream-framer.ts';
import { FakeClock } from '../../support/fakes/fake-clock.ts';
import { type FuzzTarget, joinSegments, splitSegments, wire } from '../fuzz-target.ts';

const LOCAL = 'msrp://192.0.2.1:2855/server1;tcp';
const REMOTE = 'msrp://c.example:2855/client1;tcp';

function chunk(method: string, headers: readonly string[], body: string | undefined, flag = '$', id = 'txn1'): Buffer {
  return wire(
    `MSRP ${id} ${method}`,
    `To-Path: ${LOCAL}`,
    `From-Path: ${REMOTE}`,
    ...headers,
    ...(body === undefined ? [] : ['Content-Type: text/plain', '', body]),
    `-------${id}${flag}`,
    '',
  );
}

const seeds: readonly Buffer[] = [
  chunk('SEND', ['Message-ID: message1', 'Byte-Range: 1-5/5', 'Success-Report: yes'], 'hello'),
  joinSegments([
    chunk('SEND', ['Message-ID: message2', 'Byte-Range: 1-*/10'], 'hello', '+', 'txn2'),
    chunk('SEND', ['Message-ID: message2', 'Byte-Range: 6-10/10'], 'world', '$', 'txn3'),
  ]),
  joinSegments([
    chunk('SEND', ['Message-ID: message3', 'Byte-Range: 6-10/10'], 'world', '$', 'txn4'),
    chunk('SEND', ['Message-ID: message3', 'Byte-Range: 1-7/*'], 'hellowo', '+', 'txn5'),
    chunk('SEND', ['Message-ID: message3', 'Byte-Range: 1-3/10'], 'hel', '#', 'txn6'),
  ]),
  chunk('REPORT', ['Message-ID: sent1', 'Byte-Range: 1-5/5', 'Status: 000 200 OK'], undefined),
  chunk('AUTH', [], undefined),
  chunk('NICKNAME', ['Use-Nickname: "x"'], undefined),
  wire('MSRP txn1 200 OK', `To-Path: ${LOCAL}`, `From-Path: ${REMOTE}`, '-------txn1$', ''),
  chunk('SEND', ['Message-ID: message4', 'Failure-Report: partial'], undefined),
];

/** An endpoint with one session that also sends; after its longest times nothing of any input is left. */
function openEndpoint() {
  const clock = new FakeClock();
  const limits = { ...defaultMsrpLimits };
  let numbers = 0;
  let problem: string | undefined;
  const open = new Set<string>();
  const asked: MsrpRequest[] = [];
  const endpoint: MsrpEndpoint = new MsrpEndpoint({
    clock,
    random: new SeededRandom(1),
    counters: noCounters,
    transport: {
      send: (connection, bytes) => {
        const parsed = parseMessage(bytes, limits);
        if (!parsed.ok) problem ??= `sent what cannot be read: ${bytes.toString('latin1').slice(0, 300)}`;
        else if (parsed.value.kind === 'request') asked.push(parsed.value);
        return open.has(connection.id);
      },
      end: (connection) => {
        if (open.delete(connection.id)) endpoint.connectionClosed(connection);
      },
      connect: (_target, opened) => opened(undefined),
    },
    handler: {
      receiveMessage: ({ body, respond }) => {
        assert.ok(body.length <= 32_768, 'a message became too long');
        respond(200);
      },
      sessionBound: () => {},
      sessionLost: () => {},
      connectFailed: () => {},
      reportReceived: () => {},
    },
  });
  const answerAll = (connection: MsrpConnection, status: number) => {
    for (let request = asked.shift(); request !== undefined; request = asked.shift()) {
      endpoint.receiveChunk(serializeMessage(createResponse(request, status)), connection);
    }
  };
  return {
    feed: (input: Buffer) => {
      asked.length = 0;
      numbers += 1;
      endpoint.openSession({ sessionId: 'server1', localPath: LOCAL, remotePath: [REMOTE] });
      const connection: MsrpConnection = {
        id: `c${numbers}`,
        transport: 'TCP',
        remoteAddress: '198.51.100.7',
        remotePort: numbers,
      };
      open.add(connection.id);
      const framer = new StreamFramer();
      for (const [at, segment] of splitSegments(input).entries()) {
        const step = 1 + ((input.length + at) % 61);
        for (let from = 0; from < segment.length; from += step) {
          for (const item of framer.push(Buffer.from(segment.subarray(from, from + step)))) {
            if (item.kind === 'chunk') {
              const parsed = parseMessage(item.bytes, limits);
              if (parsed.ok)
                assert.ok(parseMessage(serializeMessage(parsed.value), limits).ok, 'what was written cannot be read');
              endpoint.receiveChunk(item.bytes, connection);
            } else if (item.kind === 'oversized') endpoint.receiveOversized(item.bytes, connection);
          }
        }
        if (at === 0)
          endpoint.send(
            'server1',
            {
              messageId: `sent${numbers}`,
              contentType: 'text/plain',
              body: Buffer.from('x'.repeat(input.length % 5_000)),
            },
            () => {},
          );
      }
      // The peer answers, now and then with a failure, now and then too late.
      if (input.length % 5 !== 0) answerAll(connection, input.length % 7 === 0 ? 413 : 200);
      if (input.length % 3 === 0) clock.advance(31_000);
      if (open.delete(connection.id)) endpoint.connectionClosed(connection);
      endpoint.closeSession('server1');
      if (problem !== undefined) throw new Error(problem);
    },
    close: () => {
      clock.advance(200_000);
      assert.equal(endpoint.sessionCount, 0);
    },
  };
}

export const msrp: FuzzTarget = {
  name: 'msrp',
  seeds,
  isTaken: (seed) => splitSegments(seed).every((segment) => parseMessage(segment).ok),
  dictionary: [
    'MSRP ',
    '-------txn1$',
    '-------',
    'SEND',
    'REPORT',
    'To-Path: ',
    'From-Path: ',
    'Message-ID: ',
    'Byte-Range: 1-*/*',
    'Byte-Range: 0-0/0',
    'Failure-Report: no',
    'Success-Report: yes',
    'Status: 000 ',
    LOCAL,
    REMOTE,
    'msrps://',
    ';ws',
    'Content-Type: message/cpim',
    '+',
    '#',
  ],
  inputsPerSubject: 2_000,
  inputsInTest: 600,
  open: openEndpoint,
};
