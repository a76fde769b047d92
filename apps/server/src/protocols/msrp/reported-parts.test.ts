import { describe, expect, it } from 'vitest';
import { ReportedParts } from './reported-parts.ts';

describe('reports of the peer', () => {
  const range = (start: number, end: number | null, total: number | null = 300) => ({ start, end, total });

  it('[MS21] one about the whole is enough, with a range or without', () => {
    const reported = new ReportedParts();
    expect(reported.isWholeWith('a', undefined)).toBe(true);
    expect(reported.isWholeWith('a', range(1, 300))).toBe(true);
  });

  it('[MS21] those about parts are the whole together, in any order, overlapping, of several messages', () => {
    const reported = new ReportedParts();
    expect(reported.isWholeWith('a', range(101, 200))).toBe(false);
    expect(reported.isWholeWith('b', range(1, 299))).toBe(false);
    expect(reported.isWholeWith('a', range(1, 120))).toBe(false);
    expect(reported.isWholeWith('a', range(201, 300))).toBe(true);
    expect(reported.isWholeWith('b', range(300, 300))).toBe(true);
  });

  it('[MS21] what has no end or total says nothing, and the memory is bounded', () => {
    const reported = new ReportedParts();
    expect(reported.isWholeWith('a', range(1, null))).toBe(false);
    expect(reported.isWholeWith('a', range(1, 300, null))).toBe(false);
    expect(reported.isWholeWith('first', range(1, 10))).toBe(false);
    for (let number = 0; number < 64; number += 1) reported.isWholeWith(`m${number}`, range(1, 10));
    expect(reported.isWholeWith('first', range(11, 300))).toBe(false);
  });
});
