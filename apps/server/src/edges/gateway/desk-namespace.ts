import { type Refusal, refuse } from '@cordboard/shared/errors';
import { may } from '../../services/auth/permissions.ts';
import type { DeskService } from '../../services/desktop/desk-service.ts';
import type { DeskShow, DeskWatcher } from '../../services/switch/desk-watcher.ts';
import { BoundedSocket, type BoundedSocketOptions } from './bounded-socket.ts';
import { ClientNamespace, type GatewayNamespace, type NamespaceSurroundings } from './client-namespace.ts';
import type { Admission } from './handshake.ts';

/** One client of the desk channel. */
class DeskSocketClient extends BoundedSocket implements DeskWatcher {
  constructor(options: BoundedSocketOptions) {
    super(options, options.limits.watchRate);
  }

  show(show: DeskShow): void {
    this.emit(show.name, show.name === 'view' ? show.view : show.changes);
  }

  /** The channel has no word for it: the T-Library channel tells why. */
  protected override sayFarewell(): void {}
}

/** What goes on around the own desk, for everybody who may use a desktop. */
export class DeskNamespace extends ClientNamespace<DeskSocketClient> {
  readonly #service: DeskService;

  constructor(namespace: GatewayNamespace, surroundings: NamespaceSurroundings, service: DeskService) {
    super(namespace, surroundings);
    this.#service = service;
  }

  protected override createClient(options: BoundedSocketOptions): DeskSocketClient {
    return new DeskSocketClient(options);
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
