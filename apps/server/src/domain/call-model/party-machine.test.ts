import { describe, expect, it } from 'vitest';
import { advance, type Effect, type Input, type State } from './party-machine.ts';

const ringing: State = { name: 'ringing' };
const established: State = { name: 'established' };
const gone: State = { name: 'gone' };

const answered: Input = { name: 'answered' };
const released: Input = { name: 'released' };
const noAnswer: Input = { name: 'noAnswer' };
const redirected: Input = { name: 'redirected' };
const customerLeft: Input = { name: 'customerLeft' };

const back = (why: 'declined' | 'noAnswer' | 'redirected'): Effect => ({ name: 'returnToRouting', why });

const rows: readonly (readonly [rule: string, State, Input, State, readonly Effect[]])[] = [
  ['CM4', ringing, answered, established, [{ name: 'establish' }]],
  ['CM9', ringing, released, gone, [back('declined')]],
  ['CM10', ringing, noAnswer, gone, [back('noAnswer')]],
  ['CM16', ringing, redirected, gone, [back('redirected')]],
  ['CM12', ringing, customerLeft, gone, [{ name: 'reportAbandoned' }]],
  ['CM14', established, released, gone, [{ name: 'endCall' }]],
  ['CM15', established, redirected, gone, [back('redirected')]],
  ['CM13', established, customerLeft, gone, [{ name: 'reportReleased' }]],
];

const forbidden: readonly (readonly [State, Input])[] = [
  [established, answered],
  [established, noAnswer],
  [gone, answered],
  [gone, released],
  [gone, noAnswer],
  [gone, redirected],
  [gone, customerLeft],
];

describe('a party of a routed call', () => {
  it.each(rows)('[%s] %o on %o', (_rule, from, input, to, effects) => {
    expect(advance(from, input)).toEqual({ state: to, effects });
  });

  it.each(forbidden)('%o stays as it is on %o', (from, input) => {
    expect(advance(from, input)).toEqual({ state: from, effects: [] });
  });
});
