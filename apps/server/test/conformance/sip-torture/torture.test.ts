import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMessage } from '../../../src/protocols/sip/grammar/parse-message.ts';
import { serializeMessage } from '../../../src/protocols/sip/grammar/serialize-message.ts';
import { StreamFramer, type StreamItem } from '../../../src/protocols/sip/grammar/stream-framer.ts';
import type { SipMessage } from '../../../src/protocols/sip/message/message.ts';
import { sipService } from '../../../src/wiring/sip-service.ts';
import { createSipStack, streamFlow, udpFlow } from '../../support/fakes/sip-stack.ts';
import { invalidAnswers, validAnswers } from './own-answers.ts';
import { type Expectation, type Outcome, rfc4475Answers } from './rfc4475-answers.ts';

const rfcFolder = new URL('../../../../../node_modules/sip/test/messages/', import.meta.url);
/** In the package, but not in the RFC. */
const notInRfc = new Set(['badcseq.dat', 'test.dat', 'baddn_sep.dat']);

function namesIn(folder: URL): readonly string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.dat') && !notInRfc.has(name));
}

function receive(bytes: Buffer, isStream: boolean, chunkBytes: number): readonly Outcome[] {
  const outcomes: Outcome[] = [];
  const stack = createSipStack({
    ...sipService,
    onRequest: ({ request }) => outcomes.push(`up ${request.method}`),
    onSend: (_flow, sent) => {
      const parsed = parseMessage(sent, { isStream: true });
      if (parsed.ok && parsed.value.kind === 'response') outcomes.push(`${parsed.value.status}`);
    },
    onCount: (counter) => {
      if (['messageDropped', 'responseMalformed', 'responseUnmatched'].includes(counter)) outcomes.push('dropped');
    },
  });
  if (!isStream) {
    stack.userAgent.receiveMessage(bytes, udpFlow);
    return outcomes;
  }
  const framer = new StreamFramer();
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    for (const item of framer.push(bytes.subarray(at, at + chunkBytes))) {
      if (item.kind === 'ping') continue;
      stack.userAgent.receiveMessage(item.bytes, streamFlow);
      if (item.kind === 'failure') outcomes.push('closed');
    }
  }
  return outcomes;
}

function describeCorpus(title: string, folder: URL, answers: Readonly<Record<string, Expectation>>): void {
  describe(title, () => {
    it('[SM20] has an answer for each file, and a file for each answer', () => {
      expect(namesIn(folder).toSorted()).toEqual(Object.keys(answers).toSorted());
    });
    for (const [name, { datagram, stream }] of Object.entries(answers)) {
      const bytes = readFileSync(new URL(name, folder));
      it(`[SM20] ${name} as one datagram: ${datagram.join(', ')}`, () => {
        expect(receive(bytes, false, bytes.length)).toEqual(datagram);
      });
      it(`[SM21] ${name} over a stream in single bytes and in one piece: ${(stream ?? datagram).join(', ')}`, () => {
        const expected = stream ?? datagram;
        expect(receive(bytes, true, 1)).toEqual(expected);
        expect(receive(bytes, true, bytes.length)).toEqual(expected);
      });
    }
  });
}

describeCorpus('RFC 4475', rfcFolder, rfc4475Answers);
describeCorpus('own valid messages', new URL('./valid/', import.meta.url), validAnswers);
describeCorpus('own invalid messages', new URL('./invalid/', import.meta.url), invalidAnswers);

const corpus: readonly Buffer[] = [
  rfcFolder,
  new URL('./valid/', import.meta.url),
  new URL('./invalid/', import.meta.url),
].flatMap((folder) => namesIn(folder).map((name) => readFileSync(new URL(name, folder))));
/** Small ones, so that many mutations fit into the time. */
const smallCorpus = corpus.filter((bytes) => bytes.length < 4_000);

interface Mutation {
  readonly at: number;
  readonly remove: number;
  readonly insert: Uint8Array;
}

function mutate(bytes: Buffer, mutations: readonly Mutation[]): Buffer {
  let result = bytes;
  for (const { at, remove, insert } of mutations) {
    const start = at % (result.length + 1);
    result = Buffer.concat([result.subarray(0, start), insert, result.subarray(start + remove)]);
  }
  return result;
}

const spice = ['\r\n', '\r\n\r\n', '\0', '"', '<', '>', ',', ';', '%', '\u00e9', ' ', '\t', ':', '@', '4294967296'];
const mutation = fc.record({
  at: fc.nat(4_000),
  remove: fc.nat(6),
  insert: fc.oneof(
    fc.uint8Array({ maxLength: 4 }),
    fc.constantFrom(...spice).map((text) => new Uint8Array(Buffer.from(text))),
  ),
});
const mutated = fc
  .tuple(fc.constantFrom(...smallCorpus), fc.array(mutation, { maxLength: 4 }))
  .map(([bytes, mutations]) => mutate(bytes, mutations));

function withoutLength(message: SipMessage): SipMessage {
  return { ...message, headers: message.headers.filter(({ name }) => name !== 'Content-Length') };
}

function collect(bytes: Buffer, cuts: readonly number[]): readonly StreamItem[] {
  const framer = new StreamFramer();
  const items: StreamItem[] = [];
  let at = 0;
  for (const cut of [
    ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((left, right) => left - right),
    bytes.length,
  ]) {
    // A copy, as the socket would reuse its memory.
    const chunk = Buffer.from(bytes.subarray(at, cut));
    items.push(...framer.push(chunk));
    chunk.fill(0x2a);
    at = cut;
  }
  return items;
}

describe('properties', () => {
  it('[SM1] whatever comes, nothing throws and nothing but a served method goes up', () => {
    fc.assert(
      fc.property(mutated, fc.boolean(), (bytes, isStream) => {
        for (const outcome of receive(bytes, isStream, bytes.length + 1)) {
          expect(outcome).toMatch(/^(up (INVITE|ACK|BYE|CANCEL|MESSAGE|REGISTER)|[2-5]\d\d|dropped|closed)$/);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('[SM1] random bytes never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (bytes, isStream) => {
        parseMessage(Buffer.from(bytes), { isStream });
      }),
      { numRuns: 2_000 },
    );
  });

  it('[SM22] what was parsed is the same after it was serialised and parsed again', () => {
    fc.assert(
      fc.property(mutated, (bytes) => {
        const first = parseMessage(bytes, { isStream: false });
        if (!first.ok) return;
        const second = parseMessage(serializeMessage(first.value), { isStream: true });
        expect(second.ok).toBe(true);
        if (second.ok) expect(withoutLength(second.value)).toEqual(withoutLength(first.value));
      }),
      { numRuns: 2_000 },
    );
  });

  it('[SM21] a stream gives the same items however it is cut', () => {
    const streams = fc.array(mutated, { minLength: 1, maxLength: 3 }).map((parts) => Buffer.concat(parts));
    fc.assert(
      fc.property(streams, fc.array(fc.nat(12_000), { maxLength: 12 }), (bytes, cuts) => {
        expect(collect(bytes, cuts)).toEqual(collect(bytes, []));
      }),
      { numRuns: 1_000 },
    );
  });

  it('[SM18] what is kept of a stream without end is bounded', () => {
    const framer = new StreamFramer();
    const junk = Buffer.alloc(16_384, 'x');
    for (let count = 0; count < 100; count++) framer.push(junk);
    expect(framer.pendingBytes).toBeLessThanOrEqual(70_000);
  });
});
