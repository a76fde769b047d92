import type { Clock, StopTimer } from '../../../base/clock.ts';
import type { Flow } from '../../../protocols/sip/transport/sip-transport.ts';

export interface FlowKeeperOptions {
  readonly clock: Clock;
  /** Ways to registered clients and to customers with open chats. */
  readonly flows: () => Iterable<Flow>;
  readonly send: (flow: Flow, bytes: Buffer) => void;
}

/** NATs forget a UDP mapping after 30 s or more (RFC 5626 4.4.2 asks clients for one sign of life in 24 to 29 s). */
const ROUND_MS = 25_000;
const AT_ONCE = 100;
const PAUSE_MS = 100;
/** What every SIP implementation passes over (RFC 3261 7.5). */
const SIGN_OF_LIFE = Buffer.from('\r\n\r\n');

/** Keeps the way open to clients behind NATs that send no keep-alives themselves: a few bytes to each UDP flow, again and again. */
export class FlowKeeper {
  readonly #options: FlowKeeperOptions;
  #stop: StopTimer = () => {};

  constructor(options: FlowKeeperOptions) {
    this.#options = options;
  }

  start(): void {
    this.#stop = this.#options.clock.startTimer(ROUND_MS, () => this.#beginRound());
  }

  stop(): void {
    this.#stop();
  }

  #beginRound(): void {
    const flows = new Map<string, Flow>();
    for (const flow of this.#options.flows()) if (canBeForgotten(flow)) flows.set(flow.id, flow);
    this.#sendTo([...flows.values()]);
  }

  /** Some at a time, so that thousands do not hold up what is going on. */
  #sendTo(flows: readonly Flow[]): void {
    for (const flow of flows.slice(0, AT_ONCE)) this.#options.send(flow, SIGN_OF_LIFE);
    const left = flows.slice(AT_ONCE);
    if (left.length === 0) this.start();
    else this.#stop = this.#options.clock.startTimer(PAUSE_MS, () => this.#sendTo(left));
  }
}

/** There is no NAT within one machine. */
function canBeForgotten({ transport, remoteAddress }: Flow): boolean {
  return transport === 'UDP' && !remoteAddress.startsWith('127.') && remoteAddress !== '::1';
}
