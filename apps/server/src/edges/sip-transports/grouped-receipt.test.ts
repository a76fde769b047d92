import { describe, expect, test } from 'vitest';
import { FakeClock } from '../../../test/support/fakes/fake-clock.ts';
import { GroupedReceipt } from './grouped-receipt.ts';

class AdjustedClock extends FakeClock {
  setBackBy = 0;

  override now(): number {
    return super.now() - this.setBackBy;
  }
}

function startReceipt() {
  const clock = new AdjustedClock();
  const taken: { datagram: number; at: number }[] = [];
  const began = clock.now();
  const receipt = new GroupedReceipt<number>(clock, (datagram) => taken.push({ datagram, at: clock.now() - began }));
  let next = 0;
  /** So many in each millisecond. */
  const receiveFor = (ms: number, perMs: number) => {
    for (let passed = 0; passed < ms; passed++) {
      for (let count = 0; count < perMs; count++) receipt.receive(next++);
      clock.advance(1);
    }
  };
  const receive = () => receipt.receive(next++);
  /** Many have come for a window; the record begins anew. */
  const haveMany = () => {
    receiveFor(100, 2);
    taken.length = 0;
    return { first: next, begins: clock.now() - began };
  };
  return { clock, taken, receipt, receive, receiveFor, haveMany };
}

describe('receiving datagrams', () => {
  test('[TP14] each is handed on at once while few come', () => {
    const { clock, taken, receiveFor } = startReceipt();
    receiveFor(500, 1);
    expect(taken).toEqual(Array.from({ length: 500 }, (_, ms) => ({ datagram: ms, at: ms })));
    expect(clock.pendingTimers).toBe(0);
  });

  test('[TP14] while many come they are handed on by 24, in their order, with one timer at most', () => {
    const { clock, taken, receiveFor, haveMany } = startReceipt();
    const { first, begins } = haveMany();
    receiveFor(6, 8);
    expect(clock.pendingTimers).toBe(0);
    expect(taken).toEqual(
      Array.from({ length: 48 }, (_, count) => ({ datagram: first + count, at: begins + (count < 24 ? 2 : 5) })),
    );
    receiveFor(1, 8);
    expect(clock.pendingTimers).toBe(1);
    expect(taken).toHaveLength(48);
  });

  test('[TP14] a group waits for 10 ms after its first', () => {
    const { clock, taken, receive, haveMany } = startReceipt();
    const { first, begins } = haveMany();
    receive();
    clock.advance(9);
    receive();
    expect(taken).toEqual([]);
    clock.advance(1);
    expect(taken).toEqual([first, first + 1].map((datagram) => ({ datagram, at: begins + 10 })));
    receive();
    clock.advance(9);
    expect(taken).toHaveLength(2);
  });

  test('[TP14] when few come again each goes at once, after those that wait', () => {
    const { clock, taken, receive, receiveFor, haveMany } = startReceipt();
    const { first } = haveMany();
    receiveFor(99, 1);
    // Groups of eleven until here; this one begins a window, and nobody waits.
    clock.advance(1);
    receive();
    expect(clock.pendingTimers).toBe(0);
    receive();
    expect(taken.map(({ datagram }) => datagram)).toEqual(Array.from({ length: 101 }, (_, count) => first + count));
  });

  test('[TP14] what comes while others still wait goes after them, also when few come', () => {
    const { clock, taken, receive, haveMany } = startReceipt();
    const { first } = haveMany();
    receive();
    clock.advance(95);
    receive();
    clock.advance(5);
    receive();
    expect(taken).toHaveLength(1);
    clock.advance(5);
    expect(taken.map(({ datagram }) => datagram)).toEqual([first, first + 1, first + 2]);
    receive();
    expect(taken).toHaveLength(4);
  });

  test('[TP14] after a pause the first goes at once, also when the clock was set back', () => {
    const { clock, taken, receive, haveMany } = startReceipt();
    haveMany();
    clock.advance(1000);
    receive();
    expect(taken).toHaveLength(1);
    haveMany();
    clock.setBackBy = 5000;
    receive();
    expect(taken).toHaveLength(1);
  });

  test('[TP14] what waits when the socket is closed is dropped', () => {
    const { clock, taken, receipt, receive, haveMany } = startReceipt();
    haveMany();
    receive();
    receipt.stop();
    clock.advance(100);
    expect(taken).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });
});
