import { unreachable } from '../../../base/assert.ts';
import { go, type Step, stay } from '../../../base/machine.ts';
import { timerT1, timerT2, transactionTimeoutMs } from '../transactions/machines/timers.ts';

//  answered ──ACK──► confirmed ──BYE of either side──► ended
//     │ ▲               │  ▲
//     │ └──re-INVITE────┘  └── re-INVITE refused by us
//     └──no ACK in 64*T1: BYE──► ended
/** The INVITE session of a UAS from its first 2xx on (RFC 3261 13.3.1.4, 14.2, 15). */
export type State =
  | {
      readonly name: 'answered';
      /** CSeq of the INVITE whose 2xx waits for its ACK. */
      readonly inviteCseq: number;
      readonly intervalMs: number;
      /** The 2xx held our offer: its answer comes with the ACK (RFC 3261 13.2.1). */
      readonly awaitsAnswer: boolean;
    }
  | { readonly name: 'confirmed' }
  /** A re-INVITE of the peer has no final response yet. */
  | { readonly name: 'renewing'; readonly inviteCseq: number }
  | { readonly name: 'ended' };

export type Timer = 'retransmit' | 'acknowledge';

export type Input =
  /** `cseq` is the number of the INVITE that the ACK acknowledges. */
  | { readonly name: 'ackReceived'; readonly cseq: number }
  | { readonly name: 'inviteReceived'; readonly cseq: number }
  /** Our final response to the re-INVITE. */
  | { readonly name: 'inviteAnswered'; readonly awaitsAnswer: boolean }
  | { readonly name: 'inviteRefused' }
  | { readonly name: 'byeReceived' }
  /** We hang up. */
  | { readonly name: 'byeAsked' }
  | { readonly name: 'timerFired'; readonly timer: Timer };

export type Effect =
  /** The stored 2xx once more, as it was. */
  | { readonly name: 'repeatAnswer' }
  | { readonly name: 'startTimer'; readonly timer: Timer; readonly durationMs: number }
  | { readonly name: 'stopTimer'; readonly timer: Timer }
  | { readonly name: 'acceptInvite' }
  /** 491: ours is pending; 500 with Retry-After 0-10 s: theirs is (RFC 3261 14.2). */
  | { readonly name: 'refuseInvite'; readonly status: 491 | 500 }
  | { readonly name: 'answerBye'; readonly status: 200 | 481 }
  | { readonly name: 'sendBye' }
  | { readonly name: 'end'; readonly why: 'peer' | 'us' | 'noAck' };

const confirmed: State = { name: 'confirmed' };
const ended: State = { name: 'ended' };

const stopTimers: readonly Effect[] = [
  { name: 'stopTimer', timer: 'retransmit' },
  { name: 'stopTimer', timer: 'acknowledge' },
];

/** The first step, with the 2xx that was just sent. It is repeated over every transport: a hop beyond ours may be UDP. */
export function begin(inviteCseq: number, awaitsAnswer: boolean): Step<State, Effect> {
  return go<State, Effect>(
    { name: 'answered', inviteCseq, intervalMs: timerT1, awaitsAnswer },
    { name: 'startTimer', timer: 'retransmit', durationMs: timerT1 },
    { name: 'startTimer', timer: 'acknowledge', durationMs: transactionTimeoutMs },
  );
}

function end(why: 'peer' | 'us' | 'noAck', ...before: readonly Effect[]): Step<State, Effect> {
  return go<State, Effect>(ended, ...before, { name: 'end', why });
}

function receiveInvite(cseq: number, ...before: readonly Effect[]): Step<State, Effect> {
  return go<State, Effect>({ name: 'renewing', inviteCseq: cseq }, ...before, { name: 'acceptInvite' });
}

/** RFC 3261 13.3.1.4, 14.2, 15.1. */
export function advance(state: State, input: Input): Step<State, Effect> {
  switch (state.name) {
    case 'answered':
      switch (input.name) {
        case 'ackReceived':
          return input.cseq === state.inviteCseq ? go(confirmed, ...stopTimers) : stay(state);
        case 'inviteReceived':
          // Its ACK may be lost for ever, with the connection it went on: a new offer then stands for it (RFC 5407 3.1.4).
          if (state.awaitsAnswer) return go(state, { name: 'refuseInvite', status: 491 });
          return receiveInvite(input.cseq, ...stopTimers);
        case 'byeReceived':
          return end('peer', ...stopTimers, { name: 'answerBye', status: 200 });
        case 'byeAsked':
          // RFC 3261 15 bars a BYE before the ACK; one that waited would outlive the chat, and peers take it.
          return end('us', ...stopTimers, { name: 'sendBye' });
        case 'timerFired':
          if (input.timer === 'acknowledge') return end('noAck', ...stopTimers, { name: 'sendBye' });
          return repeat(state);
        case 'inviteAnswered':
        case 'inviteRefused':
          return stay(state);
        default:
          return unreachable(input);
      }
    case 'confirmed':
      if (input.name === 'inviteReceived') return receiveInvite(input.cseq);
      if (input.name === 'byeReceived') return end('peer', { name: 'answerBye', status: 200 });
      if (input.name === 'byeAsked') return end('us', { name: 'sendBye' });
      return stay(state);
    case 'renewing':
      if (input.name === 'inviteReceived') return go(state, { name: 'refuseInvite', status: 500 });
      if (input.name === 'inviteAnswered') return begin(state.inviteCseq, input.awaitsAnswer);
      if (input.name === 'inviteRefused') return go<State, Effect>(confirmed);
      if (input.name === 'byeReceived') return end('peer', { name: 'answerBye', status: 200 });
      if (input.name === 'byeAsked') return end('us', { name: 'sendBye' });
      return stay(state);
    case 'ended':
      // A BYE that crossed ours, or is late, is answered; nothing ends twice.
      if (input.name === 'byeReceived') return go(state, { name: 'answerBye', status: 200 });
      return stay(state);
    default:
      return unreachable(state);
  }
}

/** RFC 3261 13.3.1.4: T1 doubling to T2. */
function repeat(state: State & { readonly name: 'answered' }): Step<State, Effect> {
  const intervalMs = Math.min(2 * state.intervalMs, timerT2);
  return go<State, Effect>(
    { ...state, intervalMs },
    { name: 'repeatAnswer' },
    { name: 'startTimer', timer: 'retransmit', durationMs: intervalMs },
  );
}
