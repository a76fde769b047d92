import type { PersonRole } from '@cordboard/shared/configuration/configuration-file';
import { refuse } from '@cordboard/shared/errors';
import type { TlibClientToServer, TlibServerToClient } from '@cordboard/shared/gateway/tlib-channel';
import type { PlaceName, UserName } from '@cordboard/shared/ids';
import type { TEvent } from '@cordboard/shared/tlib/events';
import type { Socket } from 'socket.io';
import type { TlibClient } from '../../services/switch/tlib-client.ts';
import type { GatewayLimits } from './gateway-limits.ts';
import type { Admission } from './handshake.ts';
import { SendBuffer, type WaitingOfAll } from './send-buffer.ts';
import { TokenBucket } from './token-bucket.ts';

/** What a socket keeps from its handshake. */
export interface SocketData {
  admission: Admission;
}
export type TlibSocket = Socket<TlibClientToServer, TlibServerToClient, Record<string, never>, SocketData>;

/** Why the gateway itself ended a socket; also the label under which it is counted. */
export type EndCause = 'slow' | 'flooding' | 'ended' | 'failed';

export interface SocketClientOptions {
  readonly socket: TlibSocket;
  readonly admission: Admission;
  readonly limits: GatewayLimits;
  readonly waitingOfAll: WaitingOfAll;
  readonly now: () => number;
  readonly ended: (client: SocketClient, cause: EndCause, reason: string) => void;
}

/** One T-Library client: its socket, with bounds on what it sends and on what waits for it. */
export class SocketClient implements TlibClient {
  readonly id: string;
  readonly userName: UserName;
  readonly role: PersonRole;
  readonly place: PlaceName | null;
  readonly sessionId: string;
  readonly #options: SocketClientOptions;
  readonly #sendBuffer: SendBuffer;
  readonly #requests: TokenBucket;
  #refusals = 0;
  #isEnded = false;

  constructor(options: SocketClientOptions) {
    const { socket, admission, limits, waitingOfAll, now } = options;
    this.id = socket.id;
    this.userName = admission.session.userName;
    this.role = admission.role;
    this.place = admission.session.place;
    this.sessionId = admission.session.id;
    this.#options = options;
    this.#sendBuffer = new SendBuffer(socket.conn, limits, waitingOfAll);
    this.#requests = new TokenBucket(limits.requestRate[admission.role], now());
  }

  get waitingBytes(): number {
    return this.#sendBuffer.bytes;
  }

  send(event: TEvent): void {
    if (this.#isEnded) return;
    this.#options.socket.emit('event', event);
    if (this.#sendBuffer.isOverfull) this.#discard('slow', 'the client does not read what it is sent');
  }

  /** Says why, then ends; what was sent before still arrives. */
  end(reason: string): void {
    if (this.#isEnded) return;
    const { code, message } = refuse('ConnectionEnded', reason);
    this.send({ name: 'EventError', time: this.#options.now(), errorCode: code, errorMessage: message });
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#options.ended(this, 'ended', reason);
    this.#options.socket.disconnect(true);
  }

  /** Ends without waiting: for a client that cannot be told anything, or of which the server knows no state any more. */
  fail(reason: string): void {
    this.#discard('failed', reason);
  }

  /** Whether one more request may be looked at; a client that goes on far beyond its rate is ended. */
  admitRequest(): boolean {
    if (this.#requests.take(this.#options.now())) {
      this.#refusals = 0;
      return true;
    }
    this.#refusals += 1;
    if (this.#refusals > this.#options.limits.refusalsMax) this.#discard('flooding', 'far too many requests');
    return false;
  }

  /** Drops the connection with what waits. The client reconnects and resumes from its last sequence number. */
  #discard(cause: EndCause, reason: string): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    const { socket } = this.#options;
    this.#options.ended(this, cause, reason);
    socket.conn.close(true);
    socket.request.socket.destroy();
  }
}
