// @vitest-environment node
import type { TEvent } from '@cordboard/shared/tlib/events';
import { describe, expect, it } from 'vitest';
import { SequenceFilter } from './sequence-filter.ts';

const stored = (eventSequenceNumber: number): TEvent =>
  ({ name: 'EventAgentReady', time: 1, thisDN: '1001', eventSequenceNumber }) as TEvent;
const linked = (lastSequence: number): TEvent => ({
  name: 'EventLinkConnected',
  time: 1,
  extensions: { lastSequence },
});

describe('sequence filter', () => {
  it('[DT4] drops what it has seen and passes what has no number', () => {
    const filter = new SequenceFilter();
    expect([stored(4), stored(7), stored(7), stored(5), stored(8)].map((event) => filter.accept(event))).toEqual([
      true,
      true,
      false,
      false,
      true,
    ]);
    expect(filter.accept({ name: 'EventServerInfo', time: 1 })).toBe(true);
    expect(filter.lastSequence).toBe(8);
  });

  it('[DT4] a fresh start resumes from where the server says', () => {
    const filter = new SequenceFilter();
    expect(filter.lastSequence).toBeUndefined();
    filter.accept(linked(120));
    expect(filter.lastSequence).toBe(120);
  });

  it('[DT4] on resume the server’s point does not hide what was missed', () => {
    const filter = new SequenceFilter();
    filter.accept(stored(100));
    filter.accept(linked(120));
    expect(filter.accept(stored(101))).toBe(true);
  });

  it('[DT4] a new log with lower numbers is followed', () => {
    const filter = new SequenceFilter();
    filter.accept(stored(100));
    filter.accept(linked(3));
    expect(filter.accept(stored(4))).toBe(true);
  });
});
