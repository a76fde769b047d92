import { describe, expect, it } from 'vitest';
import type { SipResponse } from '../../message/message.ts';
import * as invite from './invite-client-machine.ts';
import * as nonInvite from './non-invite-client-machine.ts';

function response(status: number): SipResponse {
  return { kind: 'response', status, reason: '', headers: [], body: Buffer.alloc(0) };
}
const r100 = response(100);
const r200 = response(200);
const r486 = response(486);

const received = (of: SipResponse) => ({ name: 'responseReceived', response: of }) as const;
const pass = (of: SipResponse) => ({ name: 'passResponse', response: of }) as const;
const fired = <Timer extends string>(timer: Timer) => ({ name: 'timerFired', timer }) as const;
const start = <Timer extends string>(timer: Timer, durationMs: number) =>
  ({ name: 'startTimer', timer, durationMs }) as const;
const failed = { name: 'transportFailed' } as const;
const send = { name: 'sendRequest' } as const;
const end = { name: 'terminate' } as const;
const report = (why: 'timeout' | 'transport') => ({ name: 'reportFailure', why }) as const;
const ack = (of: SipResponse) => ({ name: 'sendAck', response: of }) as const;

describe('non-INVITE client transaction', () => {
  const trying: nonInvite.State = { name: 'trying', intervalMs: 500 };
  const proceeding: nonInvite.State = { name: 'proceeding' };
  const completed: nonInvite.State = { name: 'completed' };
  const terminated: nonInvite.State = { name: 'terminated' };

  it('[TX6] begins with the request, F and over UDP E', () => {
    expect(nonInvite.begin({ isReliable: false })).toEqual({
      state: trying,
      effects: [start('F', 32_000), start('E', 500), send],
    });
    expect(nonInvite.begin({ isReliable: true })).toEqual({ state: trying, effects: [start('F', 32_000), send] });
  });

  const rows: readonly (readonly [
    nonInvite.State,
    nonInvite.Input,
    nonInvite.State,
    readonly nonInvite.Effect[],
    boolean?,
  ])[] = [
    [trying, fired('E'), { name: 'trying', intervalMs: 1_000 }, [send, start('E', 1_000)]],
    [
      { name: 'trying', intervalMs: 4_000 },
      fired('E'),
      { name: 'trying', intervalMs: 4_000 },
      [send, start('E', 4_000)],
    ],
    [trying, received(r100), proceeding, [pass(r100)]],
    [trying, received(r200), completed, [start('K', 5_000), pass(r200)]],
    [trying, received(r200), terminated, [pass(r200), end], true],
    [trying, fired('F'), terminated, [report('timeout'), end]],
    [trying, failed, terminated, [report('transport'), end]],
    [proceeding, received(r100), proceeding, [pass(r100)]],
    [proceeding, fired('E'), proceeding, [send, start('E', 4_000)]],
    [proceeding, fired('F'), terminated, [report('timeout'), end]],
    [proceeding, received(r486), completed, [start('K', 5_000), pass(r486)]],
    [completed, fired('K'), terminated, [end]],
  ];
  for (const [from, input, to, effects, isReliable = false] of rows) {
    it(`[TX6] ${from.name} + ${input.name} → ${to.name}${isReliable ? ' (reliable)' : ''}`, () => {
      expect(nonInvite.advance(from, input, { isReliable })).toEqual({ state: to, effects });
    });
  }

  const forbidden: readonly (readonly [nonInvite.State, nonInvite.Input])[] = [
    [trying, fired('K')],
    [completed, received(r200)],
    [completed, received(r486)],
    [completed, fired('E')],
    [completed, fired('F')],
    [completed, failed],
    [terminated, received(r200)],
    [terminated, fired('F')],
    [terminated, failed],
  ];
  for (const [from, input] of forbidden) {
    it(`[TX6] ${from.name} ignores ${input.name}`, () => {
      const step = nonInvite.advance(from, input, { isReliable: false });
      expect(step.state).toBe(from);
      expect(step.effects).toEqual([]);
    });
  }
});

describe('INVITE client transaction', () => {
  const calling: invite.State = { name: 'calling', intervalMs: 500 };
  const proceeding: invite.State = { name: 'proceeding' };
  const accepted: invite.State = { name: 'accepted' };
  const completed: invite.State = { name: 'completed' };
  const terminated: invite.State = { name: 'terminated' };

  it('[TX7] begins with the request, B and over UDP A', () => {
    expect(invite.begin({ isReliable: false })).toEqual({
      state: calling,
      effects: [start('B', 32_000), start('A', 500), send],
    });
    expect(invite.begin({ isReliable: true })).toEqual({ state: calling, effects: [start('B', 32_000), send] });
  });

  const rows: readonly (readonly [invite.State, invite.Input, invite.State, readonly invite.Effect[], boolean?])[] = [
    [calling, fired('A'), { name: 'calling', intervalMs: 1_000 }, [send, start('A', 1_000)]],
    [
      { name: 'calling', intervalMs: 8_000 },
      fired('A'),
      { name: 'calling', intervalMs: 16_000 },
      [send, start('A', 16_000)],
    ],
    [calling, fired('B'), terminated, [report('timeout'), end]],
    [calling, failed, terminated, [report('transport'), end]],
    [calling, received(r100), proceeding, [pass(r100)]],
    [calling, received(r200), accepted, [start('M', 32_000), pass(r200)]],
    [calling, received(r486), completed, [start('D', 32_000), ack(r486), pass(r486)]],
    [proceeding, received(r486), terminated, [ack(r486), pass(r486), end], true],
    [proceeding, received(r200), accepted, [start('M', 32_000), pass(r200)]],
    [accepted, received(r200), accepted, [pass(r200)]],
    [accepted, fired('M'), terminated, [end]],
    [completed, received(r486), completed, [ack(r486)]],
    [completed, fired('D'), terminated, [end]],
    [completed, failed, terminated, [end]],
  ];
  for (const [from, input, to, effects, isReliable = false] of rows) {
    it(`[TX7] ${from.name} + ${input.name} → ${to.name}${isReliable ? ' (reliable)' : ''}`, () => {
      expect(invite.advance(from, input, { isReliable })).toEqual({ state: to, effects });
    });
  }

  const forbidden: readonly (readonly [invite.State, invite.Input])[] = [
    [calling, fired('D')],
    [proceeding, fired('A')],
    [proceeding, fired('B')],
    [accepted, received(r486)],
    [accepted, received(r100)],
    [accepted, failed],
    [completed, received(r200)],
    [completed, received(r100)],
    [completed, fired('B')],
    [terminated, received(r200)],
    [terminated, fired('B')],
    [terminated, failed],
  ];
  for (const [from, input] of forbidden) {
    it(`[TX7] ${from.name} ignores ${input.name}`, () => {
      const step = invite.advance(from, input, { isReliable: false });
      expect(step.state).toBe(from);
      expect(step.effects).toEqual([]);
    });
  }
});
