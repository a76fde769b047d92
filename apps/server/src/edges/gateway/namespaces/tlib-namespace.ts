import { type Refusal, refuse } from '@cordboard/shared/errors';
import type { TlibServerToClient } from '@cordboard/shared/gateway/tlib-channel';
import type { TEvent } from '@cordboard/shared/tlib/events';
import type { TlibService } from '../../../services/call-control/clients/tlib-service.ts';
import type { TlibClient } from '../../../services/switch/effects/tlib-client.ts';
import { BoundedSocket, type BoundedSocketOptions, type GatewaySocket } from '../sockets/bounded-socket.ts';
import type { Admission } from '../sockets/handshake.ts';
import { buildEventError, checkRequest } from './check-request.ts';
import { ClientNamespace, type GatewayNamespace, type NamespaceSurroundings } from './client-namespace.ts';

/** Told who is connected, for the message log. */
export interface ClientNames {
  clientConnected(id: string, name: string, address: string): void;
  clientDisconnected(id: string): void;
}

/** One T-Library client. */
class TlibSocketClient extends BoundedSocket implements TlibClient {
  constructor(options: BoundedSocketOptions) {
    super(options, options.limits.requestRate[options.admission.role]);
  }

  send(event: TEvent, body?: string): void {
    const name = 'event' satisfies keyof TlibServerToClient;
    if (body === undefined) this.emit(name, event);
    else this.emitJson(name, body);
  }

  protected override sayFarewell(reason: string, now: number): void {
    const { code, message } = refuse('ConnectionEnded', reason);
    this.send({ name: 'EventError', time: now, errorCode: code, errorMessage: message });
  }
}

/** T-Library: checks requests and hands them to call control. */
export class TlibNamespace extends ClientNamespace<TlibSocketClient> {
  readonly #service: TlibService;
  readonly #clientNames: ClientNames | undefined;

  constructor(
    namespace: GatewayNamespace,
    surroundings: NamespaceSurroundings,
    parts: { readonly service: TlibService; readonly clientNames: ClientNames | undefined },
  ) {
    super(namespace, surroundings);
    this.#service = parts.service;
    this.#clientNames = parts.clientNames;
  }

  protected override createClient(options: BoundedSocketOptions): TlibSocketClient {
    return new TlibSocketClient(options);
  }

  protected override findRefusal(): undefined {
    return undefined;
  }

  protected override clientConnected(client: TlibSocketClient, admission: Admission, socket: GatewaySocket): void {
    this.#clientNames?.clientConnected(client.id, client.userName, addressOf(socket));
    const { id, userName, place } = client;
    this.surroundings.logger.info({ client: id, userName, place }, 'client connected');
    this.#service.clientConnected(client, admission.lastSequence);
  }

  protected override clientDisconnected(client: TlibSocketClient): void {
    try {
      this.#service.clientDisconnected(client);
    } finally {
      this.#clientNames?.clientDisconnected(client.id);
    }
  }

  protected override received(client: TlibSocketClient, packetName: unknown, payload: unknown): void {
    if (packetName !== 'request') {
      this.refusePacket(client, undefined, refuse('InvalidRequest', 'Requests are emitted as "request".'));
      return;
    }
    const checked = checkRequest(payload, this.surroundings.clock.now());
    if (!checked.ok) {
      this.surroundings.counters.count('tlib_requests_refused', { code: checked.failure.errorCode });
      client.send(checked.failure);
      return;
    }
    this.#service.receiveRequest(client, checked.value);
  }

  protected override refusePacket(client: TlibSocketClient, payload: unknown, refusal: Refusal): void {
    const { counters, clock } = this.surroundings;
    counters.count('tlib_requests_refused', { code: refusal.code });
    client.send(buildEventError(payload, refusal, clock.now()));
  }
}

function addressOf(socket: GatewaySocket): string {
  return `${socket.handshake.address}:${socket.request.socket.remotePort ?? 0}`;
}
