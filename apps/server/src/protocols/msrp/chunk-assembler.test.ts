import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Assembly, ChunkAssembler } from './chunk-assembler.ts';
import { type ByteRange, type Continuation, createRequest } from './message.ts';
import { defaultMsrpLimits } from './parse-limits.ts';

function chunk(
  body: Buffer | string,
  byteRange: ByteRange | undefined,
  continuation: Continuation = '+',
  messageId = 'mess1',
) {
  return {
    ...createRequest({ transactionId: 'tid1', method: 'SEND', toPath: [], fromPath: [], messageId: undefined }),
    messageId,
    contentType: 'text/plain',
    byteRange,
    body: Buffer.from(body),
    continuation,
  };
}

function range(start: number, end: number | null, total: number | null): ByteRange {
  return { start, end, total };
}

function wholeOf(assemblies: readonly Assembly[]): readonly string[] {
  return assemblies.flatMap((assembly) =>
    assembly.name === 'complete' ? [assembly.message.body.toString('latin1')] : [],
  );
}

describe('the chunk assembler', () => {
  it('[MS4] puts chunks together byte by byte: in any order, overlapping, repeated, of several messages', () => {
    const message = fc.uint8Array({ minLength: 1, maxLength: 400 });
    const piece = fc.tuple(fc.nat(400), fc.integer({ min: 1, max: 400 }));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(message, fc.array(piece, { maxLength: 8 }), fc.boolean()), { minLength: 1, maxLength: 3 }),
        fc.infiniteStream(fc.nat()),
        (messages, dice) => {
          const chunks = messages.flatMap(([bytes, pieces, knowsTotal], number) => {
            const body = Buffer.from(bytes);
            const total = knowsTotal ? body.length : null;
            const cuts = [
              ...pieces.map(([from, length]) => [from % body.length, length] as const),
              [0, body.length] as const,
            ];
            // Whatever came before, one piece of each third makes sure that all is there in the end.
            return cuts.flatMap(([from, length]) => {
              const to = Math.min(from + length, body.length);
              const parts = [from, Math.floor((from + to) / 2), to];
              return [0, 1].map((half) => {
                const start = parts[half] ?? 0;
                const end = parts[half + 1] ?? 0;
                return { number, from: start, to: end, total, body };
              });
            });
          });
          const shuffled = chunks
            .filter(({ from, to }) => to > from)
            .map((one) => ({ one, at: dice.next().value ?? 0 }))
            .toSorted((left, right) => left.at - right.at)
            .map(({ one }) => one);
          const assembler = new ChunkAssembler();
          const done = new Map<number, Buffer>();
          for (const { number, from, to, total, body } of shuffled) {
            if (done.has(number)) continue;
            const flag = to === body.length ? '$' : '+';
            const took = assembler.take(
              chunk(body.subarray(from, to), range(from + 1, to, total), flag, `mess${number}`),
              0,
            );
            expect(took.name).not.toBe('refused');
            if (took.name === 'complete') done.set(number, took.message.body);
          }
          for (const [number, [bytes]] of messages.entries()) expect(done.get(number)).toEqual(Buffer.from(bytes));
          expect(assembler.incompleteCount).toBe(0);
        },
      ),
      { numRuns: 300, seed: 4975 },
    );
  });

  it('[MS4] where chunks overlap the last one counts', () => {
    const assembler = new ChunkAssembler();
    const took = [
      assembler.take(chunk('abcd', range(1, 4, 6)), 0),
      assembler.take(chunk('XY', range(3, 4, 6)), 0),
      assembler.take(chunk('ef', range(5, 6, 6), '$'), 0),
    ];
    expect(wholeOf(took)).toEqual(['abXYef']);
  });

  it('[MS4] an interrupted chunk may be shorter than its range said, and no Byte-Range is the whole', () => {
    const assembler = new ChunkAssembler();
    expect(assembler.take(chunk('abc', range(1, null, 6)), 0).name).toBe('incomplete');
    expect(wholeOf([assembler.take(chunk('def', range(4, 6, 6), '$'), 0)])).toEqual(['abcdef']);
    expect(wholeOf([assembler.take(chunk('hello', undefined, '$'), 0)])).toEqual(['hello']);
  });

  it.each([
    ['a body beyond its range', [chunk('abcdef', range(1, 3, 9))]],
    ['a chunk beyond the total', [chunk('abc', range(1, 3, 9)), chunk('xyz', range(8, null, 9))]],
    ['two totals', [chunk('abc', range(1, 3, 9)), chunk('def', range(4, 6, 8))]],
    ['an end before what has come', [chunk('def', range(4, 6, null)), chunk('ab', range(1, 2, null), '$')]],
  ])('[MS4] refuses %s', (_what, chunks) => {
    const assembler = new ChunkAssembler();
    expect(chunks.map((one) => assembler.take(one, 0)).at(-1)).toEqual({ name: 'refused', status: 400 });
    expect(assembler.incompleteCount).toBe(0);
  });

  it('[MS5] refuses a message above its bound, and what still comes of it', () => {
    const { messageBytesMax } = defaultMsrpLimits;
    const assembler = new ChunkAssembler();
    const refused = { name: 'refused', status: 413 };
    expect(assembler.take(chunk('x', range(1, 1, messageBytesMax + 1)), 0)).toEqual(refused);
    expect(assembler.take(chunk('x', range(2, 2, null)), 0)).toEqual(refused);
    expect(assembler.take(chunk('x', range(3, 3, null), '$'), 0)).toEqual(refused);
    // Over: its id can be used anew.
    expect(assembler.take(chunk('x', range(1, 1, 1), '$'), 0).name).toBe('complete');
    expect(assembler.take(chunk('x', range(messageBytesMax + 1, null, null)), 0)).toEqual(refused);
  });

  it('[MS5] bounds how many messages, bytes and gaps wait', () => {
    const { incompleteMax, incompleteBytesMax, gapsMax } = defaultMsrpLimits;
    const many = new ChunkAssembler();
    for (let at = 0; at < incompleteMax; at++) many.take(chunk('x', range(1, 1, 9), '+', `mess${at}`), 0);
    expect(many.take(chunk('x', range(1, 1, 9), '+', 'more'), 0)).toEqual({ name: 'refused', status: 413 });
    const big = new ChunkAssembler();
    for (let at = 0; at < incompleteMax; at++) big.take(chunk('x', range(1, 1, 32_768), '+', `mess${at}`), 0);
    expect(big.incompleteBytes).toBeLessThanOrEqual(incompleteBytesMax);
    const holes = new ChunkAssembler();
    const last = Array.from({ length: gapsMax + 1 }, (_, at) =>
      holes.take(chunk('x', range(2 * at + 1, 2 * at + 1, 999)), 0),
    );
    expect(last.at(-2)?.name).toBe('incomplete');
    expect(last.at(-1)).toEqual({ name: 'refused', status: 413 });
  });

  it('[MS5] forgets a message of which nothing came for a minute', () => {
    const assembler = new ChunkAssembler();
    assembler.take(chunk('abc', range(1, 3, 6)), 0);
    assembler.take(chunk('x', range(1, 1, 2), '+', 'other'), 59_999);
    expect(assembler.incompleteCount).toBe(2);
    assembler.take(chunk('y', range(1, 1, 2), '+', 'third'), 60_000);
    expect(assembler.incompleteCount).toBe(2);
  });

  it('[MS6] forgets what its sender gives up', () => {
    const assembler = new ChunkAssembler();
    assembler.take(chunk('abc', range(1, 3, 6)), 0);
    expect(assembler.take(chunk('d', range(4, null, 6), '#'), 0)).toEqual({ name: 'abandoned' });
    expect(assembler.incompleteCount).toBe(0);
  });
});
