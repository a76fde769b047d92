import { type Refusal, refuse } from '@cordboard/shared/errors';
import { may } from '../../../services/auth/permissions.ts';
import type { DeskService } from '../../../services/desktop/desk-channel/desk-service.ts';
import type { DeskShow, DeskWatcher } from '../../../services/switch/effects/desk-watcher.ts';
import { BoundedSocket, type BoundedSocketOptions } from '../sockets/bounded-socket.ts';
import type { Admission } from '../sockets/handshake.ts';
import { ClientNamespace, type GatewayNamespace, type NamespaceSurroundings } from './client-namespace.ts';

/** Sends what many watchers are shown: encoded once for all of them, in the order in which it was shown. */
class DeskBroadcast {
  readonly #namespace: GatewayNamespace;
  #show: DeskShow | undefined;
  #clients: DeskSocketClient[] = [];

  constructor(namespace: GatewayNamespace) {
    this.#namespace = namespace;
  }

  /** It leaves in this turn of the event loop, before anything else can be shown or a client can come or go. */
  add(client: DeskSocketClient, show: DeskShow): void {
    if (this.#show !== show) {
      this.#send();
      this.#show = show;
      queueMicrotask(() => this.#send());
    }
    this.#clients.push(client);
  }

  #send(): void {
    const [show, clients] = [this.#show, this.#clients];
    this.#show = undefined;
    this.#clients = [];
    if (show === undefined) return;
    const ids = clients.map((client) => client.id);
    this.#namespace.to(ids).emit(show.name, show.name === 'view' ? show.view : show.changes);
    for (const client of clients) client.sent();
  }
}

/** One client of the desk channel. */
class DeskSocketClient extends BoundedSocket implements DeskWatcher {
  readonly #broadcast: DeskBroadcast;

  constructor(options: BoundedSocketOptions, broadcast: DeskBroadcast) {
    super(options, options.limits.watchRate);
    this.#broadcast = broadcast;
  }

  show(show: DeskShow): void {
    this.#broadcast.add(this, show);
  }

  sent(): void {
    this.endIfSlow();
  }

  /** The channel has no word for it: the T-Library channel tells why. */
  protected override sayFarewell(): void {}
}

/** What goes on around the own desk, for everybody who may use a desktop. */
export class DeskNamespace extends ClientNamespace<DeskSocketClient> {
  readonly #service: DeskService;
  readonly #broadcast: DeskBroadcast;

  constructor(namespace: GatewayNamespace, surroundings: NamespaceSurroundings, service: DeskService) {
    super(namespace, surroundings);
    this.#service = service;
    this.#broadcast = new DeskBroadcast(namespace);
  }

  protected override createClient(options: BoundedSocketOptions): DeskSocketClient {
    return new DeskSocketClient(options, this.#broadcast);
  }

  protected override findRefusal({ role }: Admission): Refusal | undefined {
    return may(role, 'readDesktop') ? undefined : refuse('PermissionDenied');
  }

  protected override clientConnected(): void {}

  protected override clientDisconnected(client: DeskSocketClient): void {
    this.#service.leave(client);
  }

  protected override received(client: DeskSocketClient, packetName: unknown): void {
    if (packetName === 'watch') this.#service.watch(client);
  }

  /** Nothing is answered: what the client asked for is on its way, or it asks too often. */
  protected override refusePacket(): void {}
}
