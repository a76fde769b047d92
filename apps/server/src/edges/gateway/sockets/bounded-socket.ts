import type { PersonRole } from '@cordboard/shared/configuration/configuration-file';
import type { PlaceName, UserName } from '@cordboard/shared/ids';
import type { DefaultEventsMap, Socket } from 'socket.io';
import type { GatewayLimits } from './gateway-limits.ts';
import type { Admission } from './handshake.ts';
import type { SendBuffer } from './send-buffer.ts';
import { buildTextFrame } from './text-frame.ts';
import { type Rate, TokenBucket } from './token-bucket.ts';

/** Packet types of the two protocols (engine.io 4, socket.io 5). */
const ENGINE_IO_MESSAGE = '4';
const SOCKET_IO_EVENT = '2';

/** engine.io writes a frame that was built before as it is, as for a broadcast of socket.io. */
interface SendOptions {
  readonly compress: false;
  readonly wsPreEncodedFrame: readonly Buffer[];
}

/** What a socket keeps from its handshake. */
export interface SocketData {
  admission: Admission;
}
export type GatewaySocket = Socket<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, SocketData>;

/** Why the gateway itself ended a socket; also the label under which it is counted. */
export type EndCause = 'slow' | 'flooding' | 'ended' | 'failed';

export interface BoundedSocketOptions {
  readonly socket: GatewaySocket;
  readonly admission: Admission;
  readonly limits: GatewayLimits;
  readonly sendBuffer: SendBuffer;
  readonly now: () => number;
  readonly ended: (socket: BoundedSocket, cause: EndCause, reason: string) => void;
}

/** One socket of a person, with bounds on what it sends and on what waits for it. */
export abstract class BoundedSocket {
  readonly id: string;
  readonly userName: UserName;
  readonly role: PersonRole;
  readonly place: PlaceName | null;
  readonly sessionId: string;
  readonly #options: BoundedSocketOptions;
  readonly #requests: TokenBucket;
  #refusals = 0;
  #isEnded = false;

  constructor(options: BoundedSocketOptions, requestRate: Rate) {
    const { socket, admission, now } = options;
    this.id = socket.id;
    this.userName = admission.session.userName;
    this.role = admission.role;
    this.place = admission.session.place;
    this.sessionId = admission.session.id;
    this.#options = options;
    this.#requests = new TokenBucket(requestRate, now());
  }

  get waitingBytes(): number {
    return this.#options.sendBuffer.bytes;
  }

  /** Says why, then ends; what was sent before still arrives. */
  end(reason: string): void {
    if (this.#isEnded) return;
    this.sayFarewell(reason, this.#options.now());
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

  /** What a client is told before the server ends it on purpose. */
  protected abstract sayFarewell(reason: string, now: number): void;

  protected emit(name: string, payload: object): void {
    if (this.#isEnded) return;
    this.#options.socket.emit(name, payload);
    this.endIfSlow();
  }

  /** The same for a payload whose JSON is known: what socket.io and engine.io would make of it, made once and in one piece. */
  protected emitJson(name: string, json: string): void {
    if (this.#isEnded) return;
    const { conn, nsp } = this.#options.socket;
    const packet = `${SOCKET_IO_EVENT}${nsp.name},["${name}",${json}]`;
    const options: SendOptions = { compress: false, wsPreEncodedFrame: [buildTextFrame(ENGINE_IO_MESSAGE + packet)] };
    conn.write(packet, options);
    this.endIfSlow();
  }

  /** To be called after something was sent: what waits for the client is bounded. */
  protected endIfSlow(): void {
    if (this.#options.sendBuffer.isOverfull) this.#discard('slow', 'the client does not read what it is sent');
  }

  /** Drops the connection with what waits. The client reconnects and resumes. */
  #discard(cause: EndCause, reason: string): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    const { socket } = this.#options;
    this.#options.ended(this, cause, reason);
    socket.conn.close(true);
    socket.request.socket.destroy();
  }
}
