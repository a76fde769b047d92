import { TLIB_NAMESPACE } from '@cordboard/shared/gateway/tlib-channel';
import type { CallEvent, TEvent } from '@cordboard/shared/tlib/events';
import { io, type Socket } from 'socket.io-client';
import { agentNumber } from '../servers/bench-configuration.ts';
import { createToken } from './agent-fleet.ts';

/** An event that an operation must bring. */
export interface ExpectedEvent {
  readonly dn: string;
  readonly name: CallEvent['name'];
  readonly privateMsgID?: number;
  readonly matches: (event: CallEvent) => boolean;
}

interface Waiter {
  readonly expected: ExpectedEvent;
  readonly arrived: (event: CallEvent) => void;
}

const ANSWER_MS_MAX = 10_000;

/** Agents with real socket.io connections; each operation is timed from its request to the last event that it brings. */
export class OperationFleet {
  readonly #sockets = new Map<string, Socket>();
  readonly #waiters = new Map<string, Set<Waiter>>();
  readonly #refusals = new Map<number, (error: Error) => void>();
  #referenceID = 0;
  /** Told of what rings because the router offered it. */
  onRouted: (dn: string, connID: string) => void = () => {};

  get dns(): readonly string[] {
    return [...this.#sockets.keys()];
  }

  async logIn(httpPort: number, agentCount: number): Promise<void> {
    for (let first = 0; first < agentCount; first += 8) {
      const numbers = Array.from({ length: Math.min(8, agentCount - first) }, (_, at) => agentNumber(first + at));
      await Promise.all(numbers.map((number) => this.#logIn(httpPort, number)));
    }
  }

  close(): void {
    for (const socket of this.#sockets.values()) socket.disconnect();
  }

  /** Milliseconds from the request to the last of the expected events, and the events. */
  async operate(
    dn: string,
    request: { readonly name: string } & Readonly<Record<string, unknown>>,
    expected: readonly ExpectedEvent[],
  ): Promise<{ readonly ms: number; readonly events: readonly CallEvent[] }> {
    this.#referenceID += 1;
    const referenceID = this.#referenceID;
    const refused = new Promise<never>((_, reject) => {
      const late = setTimeout(() => reject(new Error(`${request.name} of ${dn} was not done in time`)), ANSWER_MS_MAX);
      this.#refusals.set(referenceID, reject);
      late.unref();
    });
    const arrivals = expected.map((each) => this.#wait(each));
    const startedAt = performance.now();
    this.#sockets.get(dn)?.emit('request', { referenceID, thisDN: dn, ...request });
    try {
      const events = await Promise.race([Promise.all(arrivals.map(({ event }) => event)), refused]);
      return { ms: performance.now() - startedAt, events };
    } finally {
      this.#refusals.delete(referenceID);
      for (const arrival of arrivals) arrival.forget();
    }
  }

  #wait(expected: ExpectedEvent): { readonly event: Promise<CallEvent>; readonly forget: () => void } {
    const key = `${expected.dn} ${expected.name}`;
    const waiters = this.#waiters.get(key) ?? new Set<Waiter>();
    this.#waiters.set(key, waiters);
    let waiter: Waiter | undefined;
    const event = new Promise<CallEvent>((resolve) => {
      waiter = { expected, arrived: resolve };
      waiters.add(waiter);
    });
    return { event, forget: () => void (waiter !== undefined && waiters.delete(waiter)) };
  }

  async #logIn(httpPort: number, number: string): Promise<void> {
    const token = await createToken(httpPort, number);
    const socket = io(`http://127.0.0.1:${httpPort}${TLIB_NAMESPACE}`, {
      auth: { token },
      transports: ['websocket'],
      forceNew: true,
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', () => resolve());
      socket.once('connect_error', reject);
    });
    const answers = new Map<number, () => void>();
    socket.on('event', (event: TEvent) => {
      answers.get(event.referenceID ?? 0)?.();
      this.#receive(number, event);
    });
    this.#sockets.set(number, socket);
    for (const request of [
      { name: 'TRegisterAddress', registerMode: 0 },
      { name: 'TAgentLogin', agentID: number, thisQueue: '1101' },
      { name: 'TAgentSetReady' },
    ]) {
      this.#referenceID += 1;
      const referenceID = this.#referenceID;
      const answered = new Promise<void>((resolve) => answers.set(referenceID, resolve));
      socket.emit('request', { ...request, referenceID, thisDN: number });
      await answered;
      answers.delete(referenceID);
    }
  }

  #receive(dn: string, event: TEvent): void {
    if (event.name === 'EventError') {
      const refuse = this.#refusals.get(event.referenceID ?? 0);
      refuse?.(new Error(`${event.errorCode}: ${event.errorMessage}`));
      return;
    }
    if (!('connID' in event)) return;
    if (event.name === 'EventRinging' && event.thirdPartyDN === undefined && event.thisQueue !== undefined) {
      this.onRouted(dn, event.connID);
    }
    for (const waiter of this.#waiters.get(`${dn} ${event.name}`) ?? []) {
      const { privateMsgID, matches } = waiter.expected;
      const isOfKind = event.name !== 'EventPrivateInfo' || event.privateMsgID === privateMsgID;
      if (isOfKind && matches(event)) waiter.arrived(event);
    }
  }
}
