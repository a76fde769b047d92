import { expect, test } from 'vitest';
import { FakeClock } from '../../../../test/support/fakes/fake-clock.ts';
import { FakeDns } from '../../../../test/support/fakes/fake-dns.ts';
import { BoundedDns } from './bounded-dns.ts';

const settle = () => new Promise(setImmediate);

test('[TP65] an answer is kept a minute, nothing half a minute, a failure 5 s', async () => {
  const clock = new FakeClock();
  const dns = new FakeDns({ 'A here.example': ['192.0.2.1'], 'A broken.example': 'failure' });
  const bounded = new BoundedDns(dns, clock);
  const askAll = async () => {
    expect(await bounded.addresses('here.example', 4)).toEqual(['192.0.2.1']);
    expect(await bounded.addresses('nothing.example', 4)).toEqual([]);
    await expect(bounded.addresses('broken.example', 4)).rejects.toThrow('SERVFAIL');
    return dns.asked.length;
  };
  expect(await askAll()).toBe(3);
  expect(await askAll()).toBe(3);
  clock.advance(5_001);
  expect(await askAll()).toBe(4);
  clock.advance(25_000);
  expect(await askAll()).toBe(6);
  clock.advance(30_000);
  expect(await askAll()).toBe(9);
});

test('[TP65] equal questions are asked once; a silent name system has 4 s', async () => {
  const clock = new FakeClock();
  const dns = new FakeDns({ 'SRV silent.example': 'silent' });
  const bounded = new BoundedDns(dns, clock);
  const answers = [bounded.srv('silent.example'), bounded.srv('SILENT.example')].map((answer) =>
    answer.catch((error: Error) => error.message),
  );
  await settle();
  clock.advance(4_000);
  expect(await Promise.all(answers)).toEqual(Array(2).fill('no name server answered in time'));
  expect(dns.asked).toHaveLength(1);
});

test('[TP65] at most so many questions are open, so many wait, the rest fail at once', async () => {
  const clock = new FakeClock();
  const zones = Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`A h${index}`, 'silent']));
  const dns = new FakeDns({ ...zones, 'A last': ['192.0.2.1'] });
  const bounded = new BoundedDns(dns, clock, { openMax: 2, waitingMax: 3 });
  const outcomes: string[] = [];
  for (let index = 0; index < 6; index += 1) {
    void bounded.addresses(`h${index}`, 4).catch((error: Error) => outcomes.push(`h${index} ${error.message}`));
  }
  await settle();
  expect(dns.asked).toEqual(['A h0', 'A h1']);
  expect(outcomes).toEqual(['h5 too many names are looked up']);
  clock.advance(4_000);
  await settle();
  expect(dns.asked).toEqual(['A h0', 'A h1', 'A h2', 'A h3']);
  clock.advance(4_000);
  await settle();
  clock.advance(4_000);
  await settle();
  expect(outcomes).toHaveLength(6);
  expect(await bounded.addresses('last', 4)).toEqual(['192.0.2.1']);
});

test('[TP65] what is kept is bounded', async () => {
  const dns = new FakeDns({});
  const bounded = new BoundedDns(dns, new FakeClock(), { entriesMax: 3 });
  for (const name of ['a', 'b', 'c', 'd', 'd', 'a']) await bounded.addresses(name, 4);
  expect(dns.asked).toEqual(['A a', 'A b', 'A c', 'A d', 'A a']);
});
