import { AgedTexts } from '../../../base/aged-texts.ts';
import type { Fingerprint } from '../../../base/fingerprint.ts';
import type { Flow } from '../transport/sip-transport.ts';
import type { Answer } from './machines/answer.ts';
import { advance } from './machines/non-invite-server-machine.ts';
import type { TimerWheel, WheelTimer } from './timer-wheel.ts';

const overUdp = { isReliable: false } as const;
/** Size of the request, status, flow: one over UDP is told by its id. */
const keptPattern = /^(\d+) (\d+) (udp:(.+):(\d+))$/;

/**
 * Non-INVITE requests over UDP that have had their final answer: transactions in state `completed` (RFC 3261 17.2.2), which do nothing
 * any more but give it again until timer J. A busy server has six figures of them, so each is kept as its bytes and not as an object.
 */
export class AnsweredRequests implements WheelTimer {
  dueTick = 0;
  previous: WheelTimer = this;
  next: WheelTimer = this;
  readonly #wheel: TimerWheel;
  /** By transaction key; the time is the tick of timer J. */
  readonly #answers = new AgedTexts();
  /** The same time, and nothing else. */
  readonly #mergeKeys = new AgedTexts();

  constructor(wheel: TimerWheel) {
    this.#wheel = wheel;
  }

  get size(): number {
    return this.#answers.size;
  }

  /** Keeps an answer that went over this flow for timer J. */
  add(
    key: Fingerprint,
    mergeKey: Fingerprint | undefined,
    requestSize: number,
    flow: Flow,
    answer: Answer,
    timerMs: number,
  ): void {
    const tick = this.#wheel.dueTick(timerMs);
    if (this.next === this) this.#wheel.setAtTick(this, tick);
    this.#answers.set(key, tick, `${requestSize} ${answer.status} ${flow.id}`, answer.bytes);
    if (mergeKey !== undefined) this.#mergeKeys.set(mergeKey, tick, '');
  }

  /** Gives the answer to this request again where it may; false when it has had none. `send` is false when that failed. */
  repeat(
    key: Fingerprint,
    mayAnswer: (requestSize: number, flow: Flow) => boolean,
    send: (flow: Flow, answer: Answer) => boolean,
  ): boolean {
    const kept = this.#answers.get(key);
    if (kept === undefined) return false;
    const [, requestSize, status, id = '', remoteAddress = '', port] = keptPattern.exec(kept.text) ?? [];
    const finalAnswer = { status: Number(status), bytes: kept.bytes };
    const { effects } = advance({ name: 'completed', finalAnswer }, { name: 'requestRepeated' }, overUdp);
    const flow: Flow = { id, transport: 'UDP', remoteAddress, remotePort: Number(port) };
    if (!mayAnswer(Number(requestSize), flow)) return true;
    const isSent = effects.every((effect) => effect.name !== 'sendAnswer' || send(flow, effect.answer));
    if (!isSent) this.#answers.delete(key);
    return true;
  }

  has(key: Fingerprint): boolean {
    return this.#answers.has(key);
  }

  /** Whether a request with this merge key was answered (RFC 3261 8.2.2.2). */
  isMerged(mergeKey: Fingerprint): boolean {
    return this.#mergeKeys.has(mergeKey);
  }

  /** Timer J of the oldest ones. */
  fire(): void {
    for (const kept of [this.#answers, this.#mergeKeys]) {
      let due = kept.oldestTime();
      for (; due !== undefined && due <= this.#wheel.tick; due = kept.oldestTime()) kept.deleteOldest();
      if (due !== undefined && (this.next === this || due < this.dueTick)) this.#wheel.setAtTick(this, due);
    }
  }
}
