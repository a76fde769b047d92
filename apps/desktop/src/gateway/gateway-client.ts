import type { TlibClientToServer, TlibHandshake, TlibServerToClient } from '@cordboard/shared/gateway/tlib-channel';
import type { TRequest } from '@cordboard/shared/tlib/requests';
import { io, type Socket } from 'socket.io-client';
import type { ChannelStatus, Gateway, GatewayListener } from './gateway.ts';
import { SequenceFilter } from './sequence-filter.ts';

const TLIB_NAMESPACE = '/tlib';
/** The server closed the socket on purpose: come back soon, but not at once. */
const RETURN_DELAY_MS = 1000;

/** The only socket code of the desktop: connects, authenticates, resumes. It knows no store. */
export class GatewayClient implements Gateway {
  #socket: Socket<TlibServerToClient, TlibClientToServer> | undefined;
  #returnTimer: ReturnType<typeof setTimeout> | undefined;

  connect(token: string, listener: GatewayListener): void {
    this.close();
    const filter = new SequenceFilter();
    let wasLive = false;
    const socket: Socket<TlibServerToClient, TlibClientToServer> = io(TLIB_NAMESPACE, {
      transports: ['websocket'],
      forceNew: true,
      reconnectionDelay: 500,
      reconnectionDelayMax: 3000,
      timeout: 8000,
      auth: (answer) => {
        const handshake: TlibHandshake =
          filter.lastSequence === undefined ? { token } : { token, lastSequence: filter.lastSequence };
        answer(handshake);
      },
    });
    const tell = (status: ChannelStatus): void => {
      if (this.#socket === socket) listener.status(status);
    };
    this.#socket = socket;
    socket.on('event', (event) => {
      if (this.#socket !== socket || !filter.accept(event)) return;
      if (event.name === 'EventLinkConnected') {
        wasLive = true;
        listener.status('live');
      }
      listener.event(event);
    });
    socket.on('disconnect', (reason) => {
      tell('lost');
      if (reason === 'io server disconnect') this.#returnSoon(socket);
    });
    socket.on('connect_error', () => {
      // An inactive socket after an error is a refusal by the server, not a network failure.
      tell(socket.active ? (wasLive ? 'lost' : 'connecting') : 'refused');
    });
    tell('connecting');
  }

  send(request: TRequest): void {
    // Without a connection nothing is buffered here: the outbox sends again when the channel is live.
    if (this.#socket?.connected) this.#socket.emit('request', request);
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
