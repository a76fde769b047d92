import { describe, expect, test } from 'vitest';
import { AgedTexts } from './aged-texts.ts';
import { Fingerprinter } from './fingerprint.ts';
import { SeededRandom } from './seeded-random.ts';

const fingerprinter = new Fingerprinter(new SeededRandom(3));
const keyOf = (text: string) => fingerprinter.of(text);

interface Kept {
  readonly time: number;
  readonly text: string;
  readonly bytes: Buffer;
}

/** What the same calls do to a Map. */
class Model {
  readonly entries = new Map<string, Kept>();

  set(key: string, kept: Kept): void {
    this.entries.delete(key);
    this.entries.set(key, kept);
  }

  get oldest(): readonly [string, Kept] | undefined {
    return this.entries.entries().next().value;
  }
}

describe('texts that are kept for a time', () => {
  test('does what a Map in order of setting does, whatever comes', () => {
    const random = new SeededRandom(7);
    const texts = new AgedTexts({ slabBytes: 1 << 12, slabsMax: 256 });
    const model = new Model();
    const keys = Array.from({ length: 600 }, (_, index) => `${'k'.repeat(random.below(30))}${index}ä€😀`.slice(0, -2));
    for (let round = 0; round < 30_000; round += 1) {
      const key = random.pick(keys) ?? '';
      const what = random.below(100);
      if (what < 55) {
        const size = random.below(100) === 0 ? 9_000 : random.below(80);
        const kept = { time: round / 3, text: 'tü'.repeat(random.below(9)), bytes: Buffer.alloc(size, round) };
        texts.set(keyOf(key), kept.time, kept.text, kept.bytes);
        model.set(key, kept);
      } else if (what < 70) {
        texts.delete(keyOf(key));
        model.entries.delete(key);
      } else if (what < 95) {
        texts.deleteOldest();
        model.entries.delete(model.oldest?.[0] ?? '');
      }
      expect(texts.get(keyOf(key))).toEqual(model.entries.get(key));
      expect(texts.has(keyOf(key))).toBe(model.entries.has(key));
      expect(texts.size).toBe(model.entries.size);
      expect(texts.oldestTime()).toBe(model.oldest?.[1].time);
    }
    expect(model.entries.size).toBeGreaterThan(10);
    texts.clear();
    expect([texts.size, texts.oldestTime(), texts.get(keyOf(keys[0] ?? ''))]).toEqual([0, undefined, undefined]);
  });

  test('with all slabs in use the oldest are forgotten', () => {
    const texts = new AgedTexts({ slabBytes: 1 << 12, slabsMax: 4 });
    for (let number = 0; number < 10_000; number += 1) texts.set(keyOf(`key ${number}`), number, 'x'.repeat(100));
    expect(texts.get(keyOf('key 9999'))).toMatchObject({ time: 9_999, text: 'x'.repeat(100) });
    expect(texts.has(keyOf('key 0'))).toBe(false);
    const oldest = texts.oldestTime() ?? 0;
    expect(texts.has(keyOf(`key ${oldest}`))).toBe(true);
    expect(texts.size).toBe(10_000 - oldest);
    expect(texts.size).toBeGreaterThan(20);
    expect(texts.size).toBeLessThan(200);
  });

  test('bytes that were read stay when their entry goes', () => {
    const texts = new AgedTexts({ slabBytes: 1 << 12, slabsMax: 2 });
    texts.set(keyOf('a'), 1, '', Buffer.from('answer'));
    const read = texts.get(keyOf('a'))?.bytes;
    for (let number = 0; number < 1_000; number += 1) texts.set(keyOf(`key ${number}`), 2, 'y'.repeat(50));
    expect(texts.has(keyOf('a'))).toBe(false);
    expect(read?.toString()).toBe('answer');
  });
});
