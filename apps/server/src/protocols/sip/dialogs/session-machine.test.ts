import { describe, expect, it } from 'vitest';
import { advance, begin, type Effect, type Input, type State } from './session-machine.ts';

const answered: State = { name: 'answered', inviteCseq: 5, intervalMs: 500, awaitsAnswer: false };
const offered: State = { ...answered, awaitsAnswer: true };
const confirmed: State = { name: 'confirmed' };
const renewing: State = { name: 'renewing', inviteCseq: 6 };
const ended: State = { name: 'ended' };

const stops: readonly Effect[] = [
  { name: 'stopTimer', timer: 'retransmit' },
  { name: 'stopTimer', timer: 'acknowledge' },
];
const ok: Effect = { name: 'answerBye', status: 200 };
const bye: Effect = { name: 'sendBye' };
const end = (why: 'peer' | 'us' | 'noAck'): Effect => ({ name: 'end', why });
const invite: Input = { name: 'inviteReceived', cseq: 6 };
const byeReceived: Input = { name: 'byeReceived' };
const byeAsked: Input = { name: 'byeAsked' };

const rows: readonly (readonly [rule: string, State, Input, State, readonly Effect[]])[] = [
  ['SD8', answered, { name: 'ackReceived', cseq: 5 }, confirmed, stops],
  [
    'SD8',
    answered,
    { name: 'timerFired', timer: 'retransmit' },
    { ...answered, intervalMs: 1_000 },
    [{ name: 'repeatAnswer' }, { name: 'startTimer', timer: 'retransmit', durationMs: 1_000 }],
  ],
  [
    'SD8',
    { ...answered, intervalMs: 4_000 },
    { name: 'timerFired', timer: 'retransmit' },
    { ...answered, intervalMs: 4_000 },
    [{ name: 'repeatAnswer' }, { name: 'startTimer', timer: 'retransmit', durationMs: 4_000 }],
  ],
  ['SD9', answered, { name: 'timerFired', timer: 'acknowledge' }, ended, [...stops, bye, end('noAck')]],
  ['SD10', answered, byeReceived, ended, [...stops, ok, end('peer')]],
  ['SD10', answered, byeAsked, ended, [...stops, bye, end('us')]],
  ['SD11', answered, invite, renewing, [...stops, { name: 'acceptInvite' }]],
  ['SD11', offered, invite, offered, [{ name: 'refuseInvite', status: 491 }]],
  ['SD11', confirmed, invite, renewing, [{ name: 'acceptInvite' }]],
  ['SD11', renewing, { name: 'inviteReceived', cseq: 7 }, renewing, [{ name: 'refuseInvite', status: 500 }]],
  ['SD11', renewing, { name: 'inviteRefused' }, confirmed, []],
  ['SD10', confirmed, byeReceived, ended, [ok, end('peer')]],
  ['SD10', confirmed, byeAsked, ended, [bye, end('us')]],
  ['SD10', renewing, byeReceived, ended, [ok, end('peer')]],
  ['SD10', ended, byeReceived, ended, [ok]],
];

const forbidden: readonly (readonly [State, Input])[] = [
  [answered, { name: 'ackReceived', cseq: 4 }],
  [answered, { name: 'inviteRefused' }],
  [confirmed, { name: 'ackReceived', cseq: 5 }],
  [confirmed, { name: 'timerFired', timer: 'acknowledge' }],
  [confirmed, { name: 'inviteRefused' }],
  [renewing, { name: 'timerFired', timer: 'retransmit' }],
  [ended, byeAsked],
  [ended, invite],
  [ended, { name: 'timerFired', timer: 'acknowledge' }],
];

describe('INVITE session of a UAS', () => {
  for (const [rule, from, input, to, effects] of rows) {
    it(`[${rule}] ${from.name} + ${input.name} → ${to.name}: ${effects.map(({ name }) => name)}`, () => {
      expect(advance(from, input)).toEqual({ state: to, effects });
    });
  }

  for (const [from, input] of forbidden) {
    it(`[SD10] ${from.name} ignores ${input.name}`, () => {
      const step = advance(from, input);
      expect(step.state).toBe(from);
      expect(step.effects).toEqual([]);
    });
  }

  it('[SD8] an answered re-INVITE waits for its own ACK', () => {
    const step = advance(renewing, { name: 'inviteAnswered', awaitsAnswer: false });
    expect(step).toEqual(begin(6, false));
  });
});
