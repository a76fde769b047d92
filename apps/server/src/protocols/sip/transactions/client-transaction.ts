import type { Clock, StopTimer } from '../../../base/clock.ts';
import { MachineRunner, type Step, type TransitionObserver } from '../../../base/machine.ts';
import { serializeMessage } from '../grammar/serialize-message.ts';
import type { SipRequest, SipResponse } from '../message/message.ts';
import type { Reachability } from '../transport/reachability.ts';
import { type Flow, isReliable, type SipTransport } from '../transport/sip-transport.ts';
import { buildAckForFailure } from './build-ack.ts';
import type { SipCounters } from './counters.ts';
import * as inviteClient from './machines/invite-client-machine.ts';
import * as nonInviteClient from './machines/non-invite-client-machine.ts';
import type { TimerWheel } from './timer-wheel.ts';

/** Who waits for the response; the same as `ResponseHandler` of the user agent. */
export interface ResponseReceiver {
  provisionalResponse?(response: SipResponse): void;
  finalResponse(response: SipResponse): void;
  repeatedSuccess?(response: SipResponse): void;
  failed(why: 'timeout' | 'transport'): void;
}

export interface ClientTransactionHost {
  readonly clock: Clock;
  readonly wheel: TimerWheel;
  readonly transport: SipTransport;
  readonly counters: SipCounters;
  readonly reach: Reachability;
  readonly observe: TransitionObserver | undefined;
  ended(key: string, flow: Flow): void;
}

type State = inviteClient.State | nonInviteClient.State;
type Timer = inviteClient.Timer | nonInviteClient.Timer;
type Effect = inviteClient.Effect | nonInviteClient.Effect;
type Input =
  | { readonly name: 'responseReceived'; readonly response: SipResponse }
  | { readonly name: 'timerFired'; readonly timer: Timer }
  | { readonly name: 'transportFailed' };

function advanceInvite(state: State, input: Input, context: inviteClient.Context): Step<State, Effect> {
  return inviteClient.advance(state as inviteClient.State, input as inviteClient.Input, context);
}

function advanceNonInvite(state: State, input: Input, context: nonInviteClient.Context): Step<State, Effect> {
  return nonInviteClient.advance(state as nonInviteClient.State, input as nonInviteClient.Input, context);
}

/** Runs the machine of RFC 3261 17.1.1 or 17.1.2 for one request of ours. */
export class ClientTransaction {
  readonly #host: ClientTransactionHost;
  readonly #key: string;
  readonly #flow: Flow;
  readonly #receiver: ResponseReceiver;
  readonly #runner: MachineRunner<State, Input, Effect>;
  readonly #timers = new Map<Timer, StopTimer>();
  /** Kept only for the ACK. */
  readonly #invite: SipRequest | undefined;
  #bytes: Buffer;
  #sends = 0;
  #isSettled = false;
  #ackBytes: Buffer | undefined;

  constructor(host: ClientTransactionHost, key: string, request: SipRequest, flow: Flow, receiver: ResponseReceiver) {
    this.#host = host;
    this.#key = key;
    this.#flow = flow;
    this.#receiver = receiver;
    this.#bytes = serializeMessage(request);
    const isInvite = request.method === 'INVITE';
    this.#invite = isInvite ? request : undefined;
    const context = { isReliable: isReliable(flow) };
    const first: Step<State, Effect> = isInvite ? inviteClient.begin(context) : nonInviteClient.begin(context);
    const advance = isInvite ? advanceInvite : advanceNonInvite;
    this.#runner = new MachineRunner<State, Input, Effect>({
      machine: isInvite ? 'invite-client' : 'non-invite-client',
      initial: first.state,
      advance: (state, input) => advance(state, input, context),
      perform: (effect) => this.#perform(effect),
      observe: host.observe,
    });
    for (const effect of first.effects) this.#perform(effect);
  }

  receiveResponse(response: SipResponse): void {
    // Nobody else knows the branch.
    this.#host.reach.proved(this.#flow);
    this.#runner.give({ name: 'responseReceived', response });
  }

  flowClosed(): void {
    this.#runner.give({ name: 'transportFailed' });
  }

  #perform(effect: Effect): void {
    switch (effect.name) {
      case 'sendRequest':
        this.#sendRequest();
        return;
      case 'sendAck':
        if (this.#invite === undefined) return;
        this.#ackBytes ??= serializeMessage(buildAckForFailure(this.#invite, effect.response));
        this.#send(this.#ackBytes);
        return;
      case 'startTimer': {
        const { timer, durationMs } = effect;
        this.#timers.get(timer)?.();
        this.#timers.set(
          timer,
          this.#host.wheel.start(durationMs, () => this.#runner.give({ name: 'timerFired', timer })),
        );
        return;
      }
      case 'passResponse':
        this.#pass(effect.response);
        return;
      case 'reportFailure':
        this.#host.counters.increment(effect.why === 'timeout' ? 'transactionTimeout' : 'transportFailure');
        this.#settle(() => this.#receiver.failed(effect.why));
        return;
      case 'terminate':
        this.#stopTimers();
        this.#host.ended(this.#key, this.#flow);
        return;
    }
  }

  #sendRequest(): void {
    const { counters, reach } = this.#host;
    if (this.#sends++ === 0) {
      reach.renewed(this.#flow);
      counters.increment('requestSent');
    } else if (reach.mayRepeat(this.#flow)) {
      counters.increment('requestResent');
    } else {
      counters.increment('repeatWithheld');
      return;
    }
    this.#send(this.#bytes);
  }

  #send(bytes: Buffer): void {
    if (this.#host.transport.send(this.#flow, bytes)) return;
    // Told later, so that nobody is called back while still calling.
    this.#host.clock.startTimer(0, () => this.#runner.give({ name: 'transportFailed' }));
  }

  #pass(response: SipResponse): void {
    if (response.status < 200) {
      this.#receiver.provisionalResponse?.(response);
    } else if (this.#isSettled) {
      this.#receiver.repeatedSuccess?.(response);
    } else {
      // What repeats the request has nothing to do any more, and its bytes need not be kept.
      for (const timer of ['A', 'B', 'E', 'F'] as const) {
        this.#timers.get(timer)?.();
        this.#timers.delete(timer);
      }
      this.#bytes = Buffer.alloc(0);
      this.#settle(() => this.#receiver.finalResponse(response));
    }
  }

  #settle(tell: () => void): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    tell();
  }

  #stopTimers(): void {
    for (const stop of this.#timers.values()) stop();
    this.#timers.clear();
  }
}
