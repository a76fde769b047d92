import { DESK_NAMESPACE, type DeskClientToServer, type DeskServerToClient } from '@cordboard/shared/desk/desk-channel';
import type { TlibHandshake } from '@cordboard/shared/gateway/tlib-channel';
import { io, type Socket } from 'socket.io-client';
import type { DeskFeed, DeskFeedListener } from './desk-feed.ts';

/** The server closed or refused the socket on purpose: come back, but not at once. */
const RETURN_DELAY_MS = 3000;

/** The socket of the desk channel: watches anew on every connection. Changes count only after the view they change. */
export class DeskClient implements DeskFeed {
  #socket: Socket<DeskServerToClient, DeskClientToServer> | undefined;
  #returnTimer: ReturnType<typeof setTimeout> | undefined;

  connect(token: string, listener: DeskFeedListener): void {
    this.close();
    const handshake: TlibHandshake = { token };
    const socket: Socket<DeskServerToClient, DeskClientToServer> = io(DESK_NAMESPACE, {
      transports: ['websocket'],
      forceNew: true,
      reconnectionDelay: 500,
      reconnectionDelayMax: 3000,
      timeout: 8000,
      auth: handshake,
    });
    let hasView = false;
    this.#socket = socket;
    socket.on('connect', () => {
      hasView = false;
      socket.emit('watch');
    });
    socket.on('view', (view) => {
      if (this.#socket !== socket) return;
      hasView = true;
      listener.view(view);
      listener.status('live');
    });
    socket.on('changes', (changes) => {
      if (this.#socket === socket && hasView) listener.changes(changes);
    });
    socket.on('disconnect', (reason) => {
      if (this.#socket !== socket) return;
      listener.status('lost');
      if (reason === 'io server disconnect') this.#returnSoon(socket);
    });
    socket.on('connect_error', () => {
      // Whether the token is worth anything is judged by the T-Library channel, which ends the session.
      if (this.#socket === socket && !socket.active) this.#returnSoon(socket);
    });
    listener.status('loading');
  }

  close(): void {
    clearTimeout(this.#returnTimer);
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.disconnect();
  }

  #returnSoon(socket: Socket): void {
    clearTimeout(this.#returnTimer);
    this.#returnTimer = setTimeout(() => {
      if (this.#socket === socket) socket.connect();
    }, RETURN_DELAY_MS);
  }
}
