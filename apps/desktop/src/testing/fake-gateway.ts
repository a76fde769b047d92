import type { TEvent } from '@cordboard/shared/tlib/events';
import type { TRequest } from '@cordboard/shared/tlib/requests';
import type { ChannelStatus, Gateway, GatewayListener } from '../gateway/gateway.ts';

type Answer = (request: TRequest) => TEvent | readonly TEvent[] | undefined;
type Without<Event> = Event extends unknown ? Omit<Event, 'time' | 'eventSequenceNumber'> : never;
/** An event of a test: time and number are given by the fake when they are not named. */
export type FakeEvent = Without<TEvent> & { readonly time?: number; readonly eventSequenceNumber?: number };

/** A server that says what the test tells it to, and keeps what it was asked. */
export class FakeGateway implements Gateway {
  readonly requests: TRequest[] = [];
  #listener: GatewayListener | undefined;
  #answer: Answer = () => undefined;
  #isOnline = true;
  #sequence = 0;

  connect(_token: string, listener: GatewayListener): void {
    this.#listener = listener;
    listener.status('connecting');
    if (this.#isOnline) this.goOnline();
  }

  send(request: TRequest): void {
    this.requests.push(request);
    const answers = this.#answer(request);
    if (answers === undefined) return;
    // A server answers later, never within the call.
    queueMicrotask(() => {
      for (const event of Array.isArray(answers) ? answers : [answers]) this.#listener?.event(event);
    });
  }

  close(): void {
    this.#listener = undefined;
  }

  /** What the server answers to each request from now on. */
  answerWith(answer: Answer): void {
    this.#answer = answer;
  }

  emit(event: FakeEvent): void {
    this.#sequence += 1;
    this.#listener?.event({ time: Date.now(), eventSequenceNumber: this.#sequence, ...event } as TEvent);
  }

  /** Connected, and told so by EventServerConnected and EventLinkConnected. */
  goOnline(): void {
    this.#isOnline = true;
    const time = Date.now();
    this.#listener?.event({ name: 'EventServerConnected', time });
    this.#listener?.status('live');
    this.#listener?.event({ name: 'EventLinkConnected', time, extensions: { lastSequence: this.#sequence } });
  }

  goOffline(): void {
    this.#isOnline = false;
    this.tell('lost');
  }

  /** Before the page connects: nobody answers. */
  beUnreachable(): void {
    this.#isOnline = false;
  }

  tell(status: ChannelStatus): void {
    this.#listener?.status(status);
  }

  requestsOf<Name extends TRequest['name']>(name: Name): Extract<TRequest, { name: Name }>[] {
    return this.requests.filter((request) => request.name === name) as Extract<TRequest, { name: Name }>[];
  }
}
