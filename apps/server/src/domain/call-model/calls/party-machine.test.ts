import { describe, expect, it } from 'vitest';
import { advance, type Effect, type GivenBack, type Input, type State } from './party-machine.ts';

const dialing: State = { name: 'dialing' };
const ringing: State = { name: 'ringing' };
const established: State = { name: 'established' };
const held: State = { name: 'held' };
const gone: State = { name: 'gone' };

const answered: Input = { name: 'answered' };
const otherAnswered: Input = { name: 'otherAnswered' };
const released: Input = { name: 'released' };
const noAnswer: Input = { name: 'noAnswer' };
const redirected: Input = { name: 'redirected' };
const hold: Input = { name: 'held' };
const retrieve: Input = { name: 'retrieved' };

const back = (why: GivenBack): Effect => ({ name: 'giveBack', why });

const rows: readonly (readonly [rule: string, State, Input, State, readonly Effect[]])[] = [
  ['CM4', ringing, answered, established, [{ name: 'establish' }]],
  ['CM9', ringing, released, gone, [back('declined')]],
  ['CM10', ringing, noAnswer, gone, [back('noAnswer')]],
  ['CM16', ringing, redirected, gone, [back('redirected')]],
  ['CM14', established, released, gone, [{ name: 'leave' }]],
  ['CM15', established, redirected, gone, [back('redirected')]],
  ['CO1', established, hold, held, [{ name: 'hold' }]],
  ['CO2', held, retrieve, established, [{ name: 'retrieve' }]],
  ['CO1', held, released, gone, [{ name: 'leave' }]],
  ['CO1', held, redirected, gone, [back('redirected')]],
  ['CO5', dialing, otherAnswered, established, []],
  ['CO8', dialing, released, gone, [{ name: 'leave' }]],
];

const forbidden: readonly (readonly [State, Input])[] = [
  [dialing, answered],
  [dialing, hold],
  [dialing, retrieve],
  [ringing, hold],
  [ringing, retrieve],
  [established, answered],
  [established, noAnswer],
  [established, retrieve],
  [held, hold],
  [held, answered],
  [held, noAnswer],
  [gone, answered],
  [gone, released],
  [gone, noAnswer],
  [gone, redirected],
  [gone, hold],
  [gone, retrieve],
];

describe('a party of a call', () => {
  it.each(rows)('[%s] %o on %o', (_rule, from, input, to, effects) => {
    expect(advance(from, input)).toEqual({ state: to, effects });
  });

  it.each(forbidden)('%o stays as it is on %o', (from, input) => {
    expect(advance(from, input)).toEqual({ state: from, effects: [] });
  });
});
