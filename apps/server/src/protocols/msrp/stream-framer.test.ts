import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultMsrpLimits } from './parse-limits.ts';
import { parseMessage } from './parse-message.ts';
import { type MsrpStreamItem, StreamFramer } from './stream-framer.ts';

const HEAD =
  'To-Path: msrp://a.example:2855/one;tcp\r\nFrom-Path: msrp://b.example:2855/two;tcp\r\nMessage-ID: mess1\r\n';

function chunk(id: string, body: Buffer | string, flag = '$'): Buffer {
  return Buffer.concat([
    Buffer.from(`MSRP ${id} SEND\r\n${HEAD}Content-Type: text/plain\r\n\r\n`),
    Buffer.from(body),
    Buffer.from(`\r\n-------${id}${flag}\r\n`),
  ]);
}

function pushAll(framer: StreamFramer, stream: Buffer, cuts: readonly number[]): readonly MsrpStreamItem[] {
  const items: MsrpStreamItem[] = [];
  let from = 0;
  for (const to of [...cuts.toSorted((left, right) => left - right), stream.length]) {
    items.push(...framer.push(stream.subarray(from, to)));
    from = to;
  }
  return items;
}

describe('the MSRP stream framer', () => {
  it('[MS1] finds the same chunks however the stream is cut', () => {
    const bodies = fc.array(
      fc.oneof(fc.string({ maxLength: 60 }), fc.constant('-------abcd0$\r\n'), fc.constant('\r\n')),
      {
        maxLength: 6,
      },
    );
    fc.assert(
      fc.property(bodies, fc.array(fc.nat(2_000), { maxLength: 30 }), fc.boolean(), (texts, cuts, hasGaps) => {
        const chunks = texts.map((text, at) => chunk(`id${at}xyz`, text, '$+#'.charAt(at % 3)));
        const stream = Buffer.concat(chunks.flatMap((one) => (hasGaps ? [one, Buffer.from('\r\n')] : [one])));
        const framer = new StreamFramer();
        const items = pushAll(
          framer,
          stream,
          cuts.map((cut) => Math.min(cut, stream.length)),
        );
        expect(items).toEqual(chunks.map((bytes) => ({ kind: 'chunk', bytes })));
        expect(framer.pendingBytes).toBe(0);
      }),
      { numRuns: 300, seed: 4975 },
    );
  });

  it('[MS1] an end-line counts only with the chunk’s own id, at the start of a line, with a flag behind it', () => {
    const body = '-------one11$\r\n-------two22x\r\nx-------two22$\r\n-------two22$x';
    const bytes = chunk('two22', body);
    expect(new StreamFramer().push(bytes)).toEqual([{ kind: 'chunk', bytes }]);
  });

  it('[MS1] what is no MSRP fails at once, and nothing is read after that', () => {
    const framer = new StreamFramer();
    expect(framer.push(Buffer.from('GET'))).toEqual([{ kind: 'failure', what: 'no start line' }]);
    expect(framer.push(chunk('id123', 'x'))).toEqual([]);
    expect(new StreamFramer().push(Buffer.from('MSRP x SEND\r\n'))).toMatchObject([{ kind: 'failure' }]);
    expect(new StreamFramer().push(Buffer.from(`MSRP ${'a'.repeat(600)}`))).toMatchObject([{ kind: 'failure' }]);
  });

  it('[MS2] a chunk above the bounds shows its head once, is forgotten, and the next one is read', () => {
    const limits = { ...defaultMsrpLimits, headBytesMax: 400, messageBytesMax: 1_000 };
    const big = chunk('big12', 'x'.repeat(300_000));
    const next = chunk('next1', 'hello');
    for (const step of [1, 7, 4_096, 400_000]) {
      const framer = new StreamFramer(limits);
      const items: MsrpStreamItem[] = [];
      const stream = Buffer.concat([big, next]);
      let pendingMax = 0;
      for (let at = 0; at < stream.length; at += step) {
        items.push(...framer.push(stream.subarray(at, at + step)));
        pendingMax = Math.max(pendingMax, framer.pendingBytes);
      }
      expect(items.map(({ kind }) => kind)).toEqual(['oversized', 'chunk']);
      expect(items[1]).toEqual({ kind: 'chunk', bytes: next });
      expect(pendingMax).toBeLessThan(20_000);
      const head = items[0]?.kind === 'oversized' ? parseMessage(items[0].bytes) : undefined;
      expect(head).toMatchObject({ ok: true, value: { messageId: 'mess1', continuation: '+' } });
    }
  });

  it('[MS2] a head that never ends is a failure', () => {
    const framer = new StreamFramer();
    framer.push(Buffer.from('MSRP abcd SEND\r\n'));
    const items = [];
    for (let at = 0; at < 50; at++) items.push(...framer.push(Buffer.from(`X-Y: ${'z'.repeat(1_000)}\r\n`)));
    expect(items).toEqual([{ kind: 'failure', what: 'the head is too long' }]);
  });
});
