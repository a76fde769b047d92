import { DESK_NAMESPACE, type DeskClientToServer, type DeskServerToClient } from '@cordboard/shared/desk/desk-channel';
import type { TlibHandshake } from '@cordboard/shared/gateway/tlib-channel';
import type { DeskFeed, DeskFeedListener } from './desk-feed.ts';
import { ReturningSocket } from './returning-socket.ts';

/** The socket of the desk channel: watches anew on every connection. Changes count only after the view they change. */
export class DeskClient implements DeskFeed {
  readonly #socket = new ReturningSocket<DeskServerToClient, DeskClientToServer>(DESK_NAMESPACE, {
    returnDelayMs: 3000,
  });

  connect(token: string, listener: DeskFeedListener): void {
    const handshake: TlibHandshake = { token };
    const socket = this.#socket.open(handshake);
    let hasView = false;
    const isCurrent = (): boolean => this.#socket.isCurrent(socket);
    socket.on('connect', () => {
      hasView = false;
      socket.emit('watch');
    });
    socket.on('view', (view) => {
      if (!isCurrent()) return;
      hasView = true;
      listener.view(view);
      listener.status('live');
    });
    socket.on('changes', (changes) => {
      if (isCurrent() && hasView) listener.changes(changes);
    });
    this.#socket.returnAfterLoss(socket, () => listener.status('lost'));
    listener.status('loading');
  }

  close(): void {
    this.#socket.close();
  }
}
