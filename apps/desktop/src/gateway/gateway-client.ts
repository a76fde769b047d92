import type { TlibClientToServer, TlibHandshake, TlibServerToClient } from '@cordboard/shared/gateway/tlib-channel';
import type { TRequest } from '@cordboard/shared/tlib/requests';
import type { ChannelStatus, Gateway, GatewayListener } from './gateway.ts';
import { ReturningSocket } from './returning-socket.ts';
import { SequenceFilter } from './sequence-filter.ts';

const TLIB_NAMESPACE = '/tlib';

/** The socket of the T-Library channel: authenticates, resumes. It knows no store. */
export class GatewayClient implements Gateway {
  readonly #socket = new ReturningSocket<TlibServerToClient, TlibClientToServer>(TLIB_NAMESPACE, {
    returnDelayMs: 1000,
  });

  connect(token: string, listener: GatewayListener): void {
    const filter = new SequenceFilter();
    let wasLive = false;
    const socket = this.#socket.open((answer: (handshake: TlibHandshake) => void) =>
      answer(filter.lastSequence === undefined ? { token } : { token, lastSequence: filter.lastSequence }),
    );
    const tell = (status: ChannelStatus): void => {
      if (this.#socket.isCurrent(socket)) listener.status(status);
    };
    socket.on('event', (event) => {
      if (!this.#socket.isCurrent(socket) || !filter.accept(event)) return;
      if (event.name === 'EventLinkConnected') {
        wasLive = true;
        listener.status('live');
      }
      listener.event(event);
    });
    socket.on('disconnect', (reason) => {
      tell('lost');
      if (reason === 'io server disconnect') this.#socket.returnSoon(socket);
    });
    socket.on('connect_error', () => {
      // An inactive socket after an error is a refusal by the server, not a network failure.
      tell(socket.active ? (wasLive ? 'lost' : 'connecting') : 'refused');
    });
    tell('connecting');
  }

  send(request: TRequest): void {
    // Without a connection nothing is buffered here: the outbox sends again when the channel is live.
    this.#socket.connected?.emit('request', request);
  }

  close(): void {
    this.#socket.close();
  }
}
