import { unreachable } from '../../base/assert.ts';
import { go, type Step, stay } from '../../base/machine.ts';

/** RFC 4975 7.1: a chunk above 2048 bytes would have to be interruptible. */
export const chunkBytesMax = 2_048;
/** Chunks that may be without an answer at once. */
const windowMax = 4;
/** RFC 4975 7.2.1: for how long an answer is waited for. */
export const responseTimeoutMs = 30_000;

//  sending ──all chunks answered 200──► sent
//     └──refused, no answer, connection gone──► failed
/** One message of ours on its way to the peer (RFC 4975 7.1, 7.2). */
export type State =
  | {
      readonly name: 'sending';
      readonly size: number;
      /** Bytes that have left. */
      readonly sent: number;
      /** Chunks without an answer. */
      readonly unanswered: number;
    }
  | { readonly name: 'sent' }
  | { readonly name: 'failed' };

export type Input =
  | { readonly name: 'responseReceived'; readonly status: number }
  | { readonly name: 'timerFired' }
  | { readonly name: 'connectionLost' };

export type Effect =
  /** Bytes `from` up to, but not, `to`, from 0. */
  | { readonly name: 'sendChunk'; readonly from: number; readonly to: number; readonly continuation: '$' | '+' | '#' }
  | { readonly name: 'startTimer'; readonly durationMs: number }
  | { readonly name: 'stopTimer' }
  /** The peer took it all, or refused it. */
  | { readonly name: 'settle'; readonly status: number }
  /** Nobody knows whether the peer has it. */
  | { readonly name: 'lose'; readonly why: 'timeout' | 'transport' };

const timer: Effect = { name: 'startTimer', durationMs: responseTimeoutMs };
const stop: Effect = { name: 'stopTimer' };

/** The first step of a message of so many bytes. */
export function begin(size: number): Step<State, Effect> {
  return sendMore(size, 0, 0);
}

function sendMore(size: number, sentBefore: number, unansweredBefore: number): Step<State, Effect> {
  const chunks: Effect[] = [];
  let sent = sentBefore;
  let unanswered = unansweredBefore;
  while (unanswered < windowMax && sent < size) {
    const to = Math.min(sent + chunkBytesMax, size);
    chunks.push({ name: 'sendChunk', from: sent, to, continuation: to === size ? '$' : '+' });
    sent = to;
    unanswered += 1;
  }
  return go<State, Effect>({ name: 'sending', size, sent, unanswered }, ...chunks, timer);
}

/** RFC 4975 7.2. */
export function advance(state: State, input: Input): Step<State, Effect> {
  switch (state.name) {
    case 'sending':
      switch (input.name) {
        case 'responseReceived':
          return receiveResponse(state, input.status);
        case 'timerFired':
          return go<State, Effect>({ name: 'failed' }, { name: 'lose', why: 'timeout' });
        case 'connectionLost':
          return go<State, Effect>({ name: 'failed' }, stop, { name: 'lose', why: 'transport' });
        default:
          return unreachable(input);
      }
    case 'sent':
    case 'failed':
      return stay(state);
    default:
      return unreachable(state);
  }
}

function receiveResponse(state: State & { readonly name: 'sending' }, status: number): Step<State, Effect> {
  const { size, sent, unanswered } = state;
  if (status < 200 || status > 299) {
    const settle: Effect = { name: 'settle', status };
    // What has left is no whole message: the peer must not wait for the rest (RFC 4975 7.1.1, 10.5).
    const abort: Effect = { name: 'sendChunk', from: sent, to: sent, continuation: '#' };
    return go<State, Effect>({ name: 'failed' }, ...(sent < size ? [abort] : []), stop, settle);
  }
  if (sent === size && unanswered === 1) {
    return go<State, Effect>({ name: 'sent' }, stop, { name: 'settle', status });
  }
  return sendMore(size, sent, unanswered - 1);
}
