import type { ConnId, MessageId } from '@cordboard/shared/ids';
import { describe, expect, it } from 'vitest';
import type { Text } from './text.ts';
import { TEXTS_KEPT_MAX, Transcripts } from './transcripts.ts';

const CALL = '0123456789abcdef' as ConnId;

function text(number: number, connId = CALL): Text {
  const id = `${connId}-${number}` as MessageId;
  return { id, connId, number, time: number, from: 'alice@example.net', fromRole: 'customer', im: `text ${number}` };
}

const numbersOf = (transcripts: Transcripts, connId = CALL) => transcripts.of(connId).map(({ number }) => number);

describe('the texts of calls that are going on', () => {
  it('[CM21] texts are numbered from 0 in each call', () => {
    const transcripts = new Transcripts();
    expect(transcripts.nextNumber(CALL)).toBe(0);
    transcripts.add(text(0));
    expect(transcripts.nextNumber(CALL)).toBe(1);
    expect(transcripts.nextNumber('fedcba9876543210' as ConnId)).toBe(0);
  });

  it('[CM21] the latest texts are kept, and numbers go on', () => {
    const transcripts = new Transcripts();
    for (let number = 0; number < 3 * TEXTS_KEPT_MAX; number += 1) transcripts.add(text(number));
    const kept = numbersOf(transcripts);
    expect(kept.length).toBeGreaterThanOrEqual(TEXTS_KEPT_MAX);
    expect(kept.length).toBeLessThanOrEqual(TEXTS_KEPT_MAX * 1.1);
    expect(kept.at(-1)).toBe(3 * TEXTS_KEPT_MAX - 1);
    expect(transcripts.nextNumber(CALL)).toBe(3 * TEXTS_KEPT_MAX);
  });

  it('what a failed decision added or replaced is undone, in any call', () => {
    const transcripts = new Transcripts();
    transcripts.add(text(0));
    const undoAdd = transcripts.add(text(1));
    const undoReplace = transcripts.replace({ ...text(0), delivery: { state: 'sent' } });
    expect(transcripts.of(CALL)[0]?.delivery).toEqual({ state: 'sent' });
    undoReplace();
    undoAdd();
    expect(transcripts.of(CALL)).toEqual([text(0)]);
    transcripts.replace(text(7))();
    expect(transcripts.of(CALL)).toEqual([text(0)]);
  });

  it('a call that ended is forgotten, a load replaces everything', () => {
    const transcripts = new Transcripts();
    transcripts.add(text(0));
    transcripts.forget(CALL);
    expect(numbersOf(transcripts)).toEqual([]);
    const other = 'fedcba9876543210' as ConnId;
    transcripts.add(text(0));
    transcripts.load([text(0, other), text(1, other)]);
    expect([numbersOf(transcripts), numbersOf(transcripts, other)]).toEqual([[], [0, 1]]);
  });
});
