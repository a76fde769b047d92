import { expect, test } from 'vitest';
import { advance, begin, type Effect, type Input, type State } from './session-machine.ts';

const close: Effect = { name: 'close' };
const open: Effect = { name: 'open' };
const present: Effect = { name: 'markPresent' };
const absent: Effect = { name: 'markAbsent' };
type Name = State['name'];

const rows: readonly (readonly [Name, Input['name'], Name, readonly Effect[]])[] = [
  ['waiting', 'bound', 'connected', [present]],
  ['waiting', 'connectFailed', 'lost', [close, absent]],
  ['waiting', 'connectionLost', 'waiting', []],
  ['connected', 'connectionLost', 'lost', [close, absent]],
  ['connected', 'bound', 'connected', []],
  ['connected', 'connectFailed', 'connected', []],
  ['lost', 'bound', 'lost', []],
  ['lost', 'connectionLost', 'lost', []],
  ['lost', 'connectFailed', 'lost', []],
];

test.each(rows)('[MS11] %s, %s: %s', (from, input, to, effects) => {
  expect(advance({ name: from }, { name: input })).toEqual({ state: { name: to }, effects });
});

test('[MS11] a session begins by waiting for its connection', () => {
  expect(begin()).toEqual({ state: { name: 'waiting' }, effects: [open, absent] });
});
