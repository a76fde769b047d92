import { type Refusal, refuse } from '@cordboard/shared/errors';
import type { DefaultEventsMap, Namespace } from 'socket.io';
import type { Clock } from '../../../base/clock.ts';
import type { Counters } from '../../../base/counters.ts';
import type { Logger } from '../../../base/logger.ts';
import type {
  BoundedSocket,
  BoundedSocketOptions,
  EndCause,
  GatewaySocket,
  SocketData,
} from '../sockets/bounded-socket.ts';
import type { ConnectionBuffers } from '../sockets/connection-buffers.ts';
import type { GatewayLimits } from '../sockets/gateway-limits.ts';
import { type Admission, checkHandshake, type TokenCheck } from '../sockets/handshake.ts';

export type GatewayNamespace = Namespace<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, SocketData>;

/** What all namespaces of the gateway share. */
export interface NamespaceSurroundings {
  readonly tokens: TokenCheck & {
    /** Keeps the session of a socket alive while it is used; false when it has ended. */
    touch(sessionId: string): boolean;
  };
  readonly clock: Clock;
  readonly logger: Logger;
  readonly counters: Counters;
  readonly limits: GatewayLimits;
  readonly buffers: ConnectionBuffers;
}

/** The clients of one namespace: admits them by token, keeps their mistakes and ours from the others. */
export abstract class ClientNamespace<Client extends BoundedSocket> {
  protected readonly surroundings: NamespaceSurroundings;
  readonly #clients = new Map<string, Client>();

  constructor(namespace: GatewayNamespace, surroundings: NamespaceSurroundings) {
    this.surroundings = surroundings;
    namespace.use((socket, next) => next(this.#admit(socket)));
    namespace.on('connection', (socket) => this.#connected(socket));
  }

  get socketCount(): number {
    return this.#clients.size;
  }

  /** Ends the sockets of a session that is no more. */
  endSession(sessionId: string, reason: string): void {
    for (const client of [...this.#clients.values()]) if (client.sessionId === sessionId) client.end(reason);
  }

  protected abstract createClient(options: BoundedSocketOptions): Client;
  /** Why this person may not connect; undefined when nothing is against it. */
  protected abstract findRefusal(admission: Admission): Refusal | undefined;
  protected abstract clientConnected(client: Client, admission: Admission, socket: GatewaySocket): void;
  protected abstract clientDisconnected(client: Client): void;
  /** A packet within the client's rate and an open session. */
  protected abstract received(client: Client, packetName: unknown, payload: unknown): void;
  /** A packet that is not looked at, or of which the handling failed. */
  protected abstract refusePacket(client: Client, payload: unknown, refusal: Refusal): void;

  /** Undefined when the client may connect. */
  #admit(socket: GatewaySocket): Error | undefined {
    const { tokens, limits, logger } = this.surroundings;
    try {
      const checked = checkHandshake(socket.handshake.auth, tokens);
      if (!checked.ok) return asConnectError(checked.failure);
      const refusal = this.findRefusal(checked.value);
      if (refusal !== undefined) return asConnectError(refusal);
      if (this.#socketsOfPerson(checked.value.session.userName) >= limits.socketsPerPersonMax) {
        return asConnectError(refuse('TooManyRequests', 'There are too many connections of this person.'));
      }
      socket.data.admission = checked.value;
      return undefined;
    } catch (error) {
      logger.error({ error }, 'handshake failed');
      return asConnectError(refuse('InternalError'));
    }
  }

  #socketsOfPerson(userName: string): number {
    let count = 0;
    for (const client of this.#clients.values()) if (client.userName === userName) count += 1;
    return count;
  }

  #connected(socket: GatewaySocket): void {
    const { admission } = socket.data;
    const { clock, limits, buffers } = this.surroundings;
    const client = this.createClient({
      socket,
      admission,
      limits,
      sendBuffer: buffers.of(socket.conn),
      now: () => clock.now(),
      ended: (ended, cause, reason) => this.#ended(ended, cause, reason),
    });
    this.#clients.set(client.id, client);
    socket.onAny((name: unknown, payload: unknown) => {
      const isDone = this.#guarded(client, () => this.#receivedAny(client, name, payload));
      if (!isDone) this.refusePacket(client, payload, refuse('InternalError'));
    });
    socket.on('disconnect', (reason) => this.#disconnected(client, reason));
    const isDone = this.#guarded(client, () => this.clientConnected(client, admission, socket));
    if (!isDone) client.fail('the state for this client could not be sent');
  }

  #receivedAny(client: Client, packetName: unknown, payload: unknown): void {
    if (!client.admitRequest()) this.refusePacket(client, payload, refuse('TooManyRequests'));
    else if (!this.surroundings.tokens.touch(client.sessionId)) client.end('The session has ended.');
    else this.received(client, packetName, payload);
  }

  #ended(client: BoundedSocket, cause: EndCause, reason: string): void {
    const { counters, logger } = this.surroundings;
    counters.count('sockets_ended', { cause });
    const fields = { client: client.id, userName: client.userName, cause, waitingBytes: client.waitingBytes };
    if (cause === 'ended') logger.info(fields, reason);
    else logger.warn(fields, reason);
  }

  #disconnected(client: Client, reason: string): void {
    this.#clients.delete(client.id);
    this.surroundings.logger.info({ client: client.id, userName: client.userName, reason }, 'client disconnected');
    this.#guarded(client, () => this.clientDisconnected(client));
  }

  /** Our own mistake in one client's handling must not reach the others. False when there was one. */
  #guarded(client: Client, handle: () => void): boolean {
    try {
      handle();
      return true;
    } catch (error) {
      const { id, userName } = client;
      this.surroundings.logger.error({ error, client: id, userName }, 'handling a client failed');
      return false;
    }
  }
}

/** A refused connection: the client's connect_error has the refusal as `data`. */
export function asConnectError({ code, message }: Refusal): Error {
  return Object.assign(new Error(message), { data: { code, message } });
}
