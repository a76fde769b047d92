import { describe, expect, test } from 'vitest';
import { FakeClock } from '../../../../test/support/fakes/fake-clock.ts';
import { ConnectionRate, type ConnectionRateOptions } from './connection-rate.ts';

function createRate(options: Partial<ConnectionRateOptions> = {}) {
  const clock = new FakeClock();
  const refused: (string | undefined)[] = [];
  const counters = {
    count: (_name: string, labels?: Readonly<Record<string, string>>) => refused.push(labels?.['limit']),
    observe: () => {},
  };
  const rate = new ConnectionRate({ clock, perSource: 2, inAll: 10, isTrusted: () => false, counters, ...options });
  const admitted = (address: string, count: number) =>
    Array.from({ length: count }, () => rate.admits(address)).filter((isAdmitted) => isAdmitted).length;
  return { clock, rate, refused, admitted };
}

describe('new connections', () => {
  test('[TP74] a source has ten seconds of its rate at once, then its rate; a network of IPv6 is one source', () => {
    const { clock, admitted, refused } = createRate();
    expect(admitted('127.0.0.2', 25)).toBe(20);
    expect(refused).toEqual(Array(5).fill('source'));
    clock.advance(3_000);
    expect(admitted('127.0.0.2', 25)).toBe(6);
    expect(admitted('2001:db8::1', 15) + admitted('2001:db8::2', 15)).toBe(20);
  });

  test('[TP74] all sources together have five seconds of their rate at once; what one has too much takes nothing from it', () => {
    const { clock, admitted, refused } = createRate();
    expect(admitted('127.0.0.2', 1_000)).toBe(20);
    expect([3, 4, 5].map((host) => admitted(`127.0.0.${host}`, 20))).toEqual([20, 10, 0]);
    expect(refused.filter((limit) => limit === 'all')).toHaveLength(30);
    clock.advance(1_000);
    expect(admitted('127.0.0.6', 20)).toBe(10);
  });

  test('[TP74] trusted peers are not counted, and 0 is no limit', () => {
    const { admitted } = createRate({ isTrusted: (address) => address === '127.0.0.9' });
    expect(admitted('127.0.0.9', 100)).toBe(100);
    expect(createRate({ perSource: 0, inAll: 0 }).admitted('127.0.0.2', 100)).toBe(100);
    expect(createRate({ perSource: 0 }).admitted('127.0.0.2', 100)).toBe(50);
  });
});
