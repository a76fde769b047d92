import type { ErrorCode } from '@cordboard/shared/errors';
import type { TEvent } from '@cordboard/shared/tlib/events';
import type { TRequest } from '@cordboard/shared/tlib/requests';
import { randomId } from '../lib/random-id.ts';
import type { Gateway } from './gateway.ts';

type Omitted<Request> = Request extends unknown ? Omit<Request, 'referenceID'> : never;
/** A request before the desk has given it its reference number. */
export type Asked = Omitted<TRequest>;

/** The server refused a request by EventError. */
export class RequestRefused extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string) {
    super(message);
    this.name = 'RequestRefused';
    this.code = code;
  }
}

interface Open {
  readonly request: TRequest;
  readonly resolve: (answer: TEvent) => void;
  readonly reject: (refusal: RequestRefused) => void;
}

/**
 * Requests that wait for their answer. Each carries a requestID; what is open when the connection breaks is sent again,
 * in order and with the same requestID, when it is back, so it happens once.
 */
export class RequestDesk {
  readonly #gateway: Gateway;
  readonly #open = new Map<number, Open>();
  #nextReference = 1;
  #isLive = false;

  constructor(gateway: Gateway) {
    this.#gateway = gateway;
  }

  send(asked: Asked): Promise<TEvent> {
    const referenceID = this.#nextReference++;
    const request = { requestID: randomId(), ...asked, referenceID } as TRequest;
    return new Promise((resolve, reject) => {
      this.#open.set(referenceID, { request, resolve, reject });
      if (this.#isLive) this.#gateway.send(request);
    });
  }

  /** Settles the request that the event answers, if any. */
  receiveEvent(event: TEvent): void {
    if (event.referenceID === undefined) return;
    const open = this.#open.get(event.referenceID);
    if (open === undefined) return;
    this.#open.delete(event.referenceID);
    if (event.name === 'EventError') open.reject(new RequestRefused(event.errorCode, event.errorMessage));
    else open.resolve(event);
  }

  channelLive(): void {
    this.#isLive = true;
    for (const { request } of this.#open.values()) this.#gateway.send(request);
  }

  channelLost(): void {
    this.#isLive = false;
  }

  /** Forgets everything: the session is over. */
  clear(): void {
    this.#isLive = false;
    this.#open.clear();
  }
}
