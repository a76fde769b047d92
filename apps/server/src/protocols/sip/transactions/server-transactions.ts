import type { StopTimer } from '../../../base/clock.ts';
import type { Fingerprint } from '../../../base/fingerprint.ts';
import { MachineRunner, RunningMachine, type TransitionObserver } from '../../../base/machine.ts';
import { answerFlow } from '../transport/answer-flow.ts';
import type { Reachability } from '../transport/reachability.ts';
import { type Flow, isReliable, type SipTransport } from '../transport/sip-transport.ts';
import type { SipCounters } from './counters.ts';
import type { IncomingRequest } from './incoming-request.ts';
import type { Answer } from './machines/answer.ts';
import * as inviteServer from './machines/invite-server-machine.ts';
import * as nonInviteServer from './machines/non-invite-server-machine.ts';
import type { TimerWheel, WheelTimer } from './timer-wheel.ts';

/** What a server transaction needs from its layer. */
export interface ServerTransactionHost {
  readonly wheel: TimerWheel;
  readonly transport: SipTransport;
  readonly counters: SipCounters;
  readonly reach: Reachability;
  readonly observe: TransitionObserver | undefined;
  buildTrying(incoming: IncomingRequest): Answer;
  /** An ACK for a 2xx. */
  passAck(ack: IncomingRequest): void;
  ended(key: Fingerprint, mergeKey: Fingerprint | undefined): void;
  /** A non-INVITE transaction has nothing left to do but to give its answer again, until timer J. */
  answered(
    key: Fingerprint,
    mergeKey: Fingerprint | undefined,
    requestSize: number,
    flow: Flow,
    answer: Answer,
    timerMs: number,
  ): void;
}

export interface ServerTransaction {
  /** True once a final response was given. */
  readonly hasFinalResponse: boolean;
  /** Of the request that began it, in bytes. */
  readonly requestSize: number;
  /** The way its answers go. */
  readonly flow: Flow;
  receiveRepeat(): void;
  receiveAck(ack: IncomingRequest): void;
  respond(answer: Answer): void;
}

/** False when the answer could not leave; that is counted. */
export function sendAnswer(
  host: Pick<ServerTransactionHost, 'transport' | 'counters'>,
  flow: Flow,
  answer: Answer,
): boolean {
  if (host.transport.send(flow, answer.bytes)) return true;
  host.counters.increment('transportFailure');
  return false;
}

const first = nonInviteServer.begin();
const repeated: nonInviteServer.Input = { name: 'requestRepeated' };
const overStream: nonInviteServer.Context = { isReliable: true };
const overUdp: nonInviteServer.Context = { isReliable: false };

/**
 * Runs the machine of RFC 3261 17.2.2 up to its final answer, which over UDP `AnsweredRequests` keeps then. There are many of these, so
 * each is its own place on the wheel.
 */
export class NonInviteServerTransaction
  extends RunningMachine<nonInviteServer.State, nonInviteServer.Input, nonInviteServer.Effect>
  implements ServerTransaction, WheelTimer
{
  dueTick = 0;
  previous: WheelTimer = this;
  next: WheelTimer = this;
  readonly requestSize: number;
  readonly flow: Flow;
  readonly #host: ServerTransactionHost;
  readonly #key: Fingerprint;
  readonly #mergeKey: Fingerprint | undefined;
  readonly #context: nonInviteServer.Context;

  constructor(host: ServerTransactionHost, incoming: IncomingRequest) {
    super('non-invite-server', first.state, host.observe);
    this.#host = host;
    this.#key = incoming.key;
    this.#mergeKey = incoming.mergeKey;
    this.requestSize = incoming.size;
    this.flow = answerFlow(incoming.via, incoming.flow);
    this.#context = isReliable(incoming.flow) ? overStream : overUdp;
    for (const effect of first.effects) this.perform(effect);
  }

  get hasFinalResponse(): boolean {
    const { name } = this.state;
    return name === 'completed' || name === 'terminated';
  }

  receiveRepeat(): void {
    this.give(repeated);
  }

  receiveAck(): void {}

  respond(answer: Answer): void {
    this.give({ name: 'responseGiven', answer });
  }

  /** Its one timer: of J another takes care. */
  fire(): void {
    this.give({ name: 'timerFired', timer: 'noAnswer' });
  }

  protected advance(state: nonInviteServer.State, input: nonInviteServer.Input) {
    return nonInviteServer.advance(state, input, this.#context);
  }

  protected perform(effect: nonInviteServer.Effect): void {
    switch (effect.name) {
      case 'sendAnswer':
        if (!sendAnswer(this.#host, this.flow, effect.answer)) this.give({ name: 'transportFailed' });
        return;
      case 'startTimer':
        // The answer before it may have failed.
        if (this.state.name === 'terminated') return;
        if (this.state.name === 'completed') this.#complete(this.state.finalAnswer, effect.durationMs);
        else this.#host.wheel.set(this, effect.durationMs);
        return;
      case 'reportFailure':
        this.#host.counters.increment('transactionTimeout');
        return;
      case 'terminate':
        this.#host.wheel.clear(this);
        this.#host.ended(this.#key, this.#mergeKey);
        return;
    }
  }

  #complete(answer: Answer, timerMs: number): void {
    this.#host.wheel.clear(this);
    this.#host.answered(this.#key, this.#mergeKey, this.requestSize, this.flow, answer, timerMs);
  }
}

/** Runs the machine of RFC 3261 17.2.1. */
export class InviteServerTransaction implements ServerTransaction {
  readonly #runner: MachineRunner<inviteServer.State, inviteServer.Input, inviteServer.Effect>;
  readonly requestSize: number;
  readonly flow: Flow;
  readonly #host: ServerTransactionHost;
  readonly #key: Fingerprint;
  readonly #mergeKey: Fingerprint | undefined;
  readonly #timers = new Map<inviteServer.Timer, StopTimer>();
  /** Kept for the 100, until there is an answer. */
  #incoming: IncomingRequest | undefined;
  #ack: IncomingRequest | undefined;

  constructor(host: ServerTransactionHost, incoming: IncomingRequest) {
    this.#host = host;
    this.#key = incoming.key;
    this.#mergeKey = incoming.mergeKey;
    this.requestSize = incoming.size;
    this.flow = answerFlow(incoming.via, incoming.flow);
    this.#incoming = incoming;
    const context = { isReliable: isReliable(incoming.flow) };
    const first = inviteServer.begin();
    this.#runner = new MachineRunner({
      machine: 'invite-server',
      initial: first.state,
      advance: (state, input) => inviteServer.advance(state, input, context),
      perform: (effect) => this.#perform(effect),
      observe: host.observe,
    });
    for (const effect of first.effects) this.#perform(effect);
  }

  get hasFinalResponse(): boolean {
    return this.#runner.state.name !== 'proceeding';
  }

  receiveRepeat(): void {
    this.#runner.give({ name: 'requestRepeated' });
  }

  receiveAck(ack: IncomingRequest): void {
    this.#ack = ack;
    this.#runner.give({ name: 'ackReceived' });
    this.#ack = undefined;
  }

  respond(answer: Answer): void {
    this.#stop('trying');
    this.#incoming = undefined;
    this.#runner.give({ name: 'responseGiven', answer });
  }

  #perform(effect: inviteServer.Effect): void {
    switch (effect.name) {
      case 'sendAnswer':
        if (!sendAnswer(this.#host, this.flow, effect.answer)) this.#runner.give({ name: 'transportFailed' });
        return;
      case 'repeatAnswer':
        if (!this.#host.reach.mayRepeat(this.flow)) this.#host.counters.increment('repeatWithheld');
        else if (!sendAnswer(this.#host, this.flow, effect.answer)) this.#runner.give({ name: 'transportFailed' });
        return;
      case 'sendTrying':
        if (this.#incoming !== undefined) this.respond(this.#host.buildTrying(this.#incoming));
        return;
      case 'startTimer': {
        const { timer, durationMs } = effect;
        // The answer before it may have failed.
        if (this.#runner.state.name === 'terminated') return;
        this.#stop(timer);
        this.#timers.set(
          timer,
          this.#host.wheel.start(durationMs, () => this.#runner.give({ name: 'timerFired', timer })),
        );
        return;
      }
      case 'passAck':
        if (this.#ack !== undefined) this.#host.passAck(this.#ack);
        return;
      case 'reportFailure':
        if (effect.why === 'timeout') this.#host.counters.increment('transactionTimeout');
        return;
      case 'terminate':
        for (const stop of this.#timers.values()) stop();
        this.#timers.clear();
        this.#host.ended(this.#key, this.#mergeKey);
        return;
    }
  }

  #stop(timer: inviteServer.Timer): void {
    this.#timers.get(timer)?.();
    this.#timers.delete(timer);
  }
}
