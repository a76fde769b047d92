import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { noCounters } from '../../../src/base/counters.ts';
import { MsrpEndpoint } from '../../../src/protocols/msrp/msrp-endpoint.ts';
import type { MsrpConnection } from '../../../src/protocols/msrp/msrp-transport.ts';
import { StreamFramer } from '../../../src/protocols/msrp/stream-framer.ts';
import { cutFrames } from '../../support/customers/msrp-client.ts';
import { FakeClock } from '../../support/fakes/fake-clock.ts';
import { SeededRandom } from '../../support/fakes/seeded-random.ts';
import { frameAnswers } from './frame-answers.ts';

const folder = new URL('frames/', import.meta.url);
const connection: MsrpConnection = { id: 'tcp:1', transport: 'TCP', remoteAddress: '198.51.100.7', remotePort: 40_001 };
const session = {
  sessionId: 'server-session-1',
  localPath: 'msrp://192.0.2.1:2855/server-session-1;tcp',
  remotePath: ['msrp://client.example:2855/client-session-1;tcp'],
};

/** What comes of a stream: answers by status, reports, texts that are handed up, the end of the connection. */
function receive(bytes: Buffer, pieceBytes: number): readonly string[] {
  const outcomes: string[] = [];
  let isClosed = false;
  const endpoint = new MsrpEndpoint({
    clock: new FakeClock(),
    random: new SeededRandom(1),
    counters: noCounters,
    transport: {
      send: (_connection, sent) => {
        for (const { status, method, headers } of cutFrames(sent).frames)
          outcomes.push(method === undefined ? `${status}` : `${method} ${headers.get('status') ?? ''}`);
        return true;
      },
      end: () => {
        isClosed = true;
        outcomes.push('closed');
      },
      connect: (_target, opened) => opened(undefined),
    },
    handler: {
      receiveMessage: ({ body, contentType, respond }) => {
        outcomes.push(`${contentType}: ${body.toString()}`);
        respond(200);
      },
      sessionBound: () => outcomes.push('bound'),
      sessionLost: () => {},
      connectFailed: () => {},
      reportReceived: (_session, messageId, status) => outcomes.push(`report ${messageId} ${status}`),
    },
  });
  endpoint.openSession(session);
  const framer = new StreamFramer();
  for (let at = 0; at < bytes.length && !isClosed; at += pieceBytes) {
    for (const item of framer.push(bytes.subarray(at, at + pieceBytes))) {
      if (isClosed) break;
      if (item.kind === 'chunk') endpoint.receiveChunk(item.bytes, connection);
      else if (item.kind === 'oversized') endpoint.receiveOversized(item.bytes, connection);
      else {
        isClosed = true;
        outcomes.push('closed');
      }
    }
  }
  return outcomes;
}

describe('MSRP frames', () => {
  it('[MS3] there is an answer for each file, and a file for each answer', () => {
    expect(readdirSync(folder).toSorted()).toEqual(Object.keys(frameAnswers).toSorted());
  });

  for (const [name, { rules, outcomes }] of Object.entries(frameAnswers)) {
    it(`${rules} ${name}: ${outcomes.join(', ')}`, () => {
      const bytes = readFileSync(new URL(name, folder));
      expect(receive(bytes, bytes.length)).toEqual(outcomes);
      expect(receive(bytes, 1)).toEqual(outcomes);
    });
  }
});
