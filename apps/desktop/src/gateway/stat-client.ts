import type { TlibHandshake } from '@cordboard/shared/gateway/tlib-channel';
import type { StatServerToClient } from '@cordboard/shared/statistics/stat-channel';
import { STAT_NAMESPACE } from '@cordboard/shared/statistics/stat-namespace';
import { io, type Socket } from 'socket.io-client';
import type { AskStatistic, StatFeed, StatFeedListener } from './stat-feed.ts';

/** The server closed or refused the socket on purpose: come back, but not at once. */
const RETURN_DELAY_MS = 3000;

interface StatClientToServer {
  open(statistic: AskStatistic): void;
  close(statistic: { readonly referenceID: number }): void;
}

/** The socket of the stat channel. What was open is opened anew by whoever wants it, on every connection. */
export class StatClient implements StatFeed {
  #socket: Socket<StatServerToClient, StatClientToServer> | undefined;
  #returnTimer: ReturnType<typeof setTimeout> | undefined;

  connect(token: string, listener: StatFeedListener): void {
    this.close();
    const handshake: TlibHandshake = { token };
    const socket: Socket<StatServerToClient, StatClientToServer> = io(STAT_NAMESPACE, {
      transports: ['websocket'],
      forceNew: true,
      reconnectionDelay: 500,
      reconnectionDelayMax: 3000,
      timeout: 8000,
      auth: handshake,
    });
    this.#socket = socket;
    const isCurrent = (): boolean => this.#socket === socket;
    socket.on('connect', () => {
      if (isCurrent()) listener.status('live');
    });
    socket.on('opened', ({ referenceID, value }) => {
      if (isCurrent()) listener.values([{ referenceID, value }]);
    });
    socket.on('values', ({ values }) => {
      if (isCurrent()) listener.values(values);
    });
    socket.on('refused', ({ referenceID, errorMessage }) => {
      if (isCurrent() && referenceID !== undefined) listener.refused(referenceID, errorMessage);
    });
    socket.on('disconnect', (reason) => {
      if (!isCurrent()) return;
      listener.status('lost');
      if (reason === 'io server disconnect') this.#returnSoon(socket);
    });
    socket.on('connect_error', () => {
      // Whether the token is worth anything is judged by the T-Library channel, which ends the session.
      if (isCurrent() && !socket.active) this.#returnSoon(socket);
    });
    listener.status('loading');
  }

  open(statistic: AskStatistic): void {
    if (this.#socket?.connected === true) this.#socket.emit('open', statistic);
  }

  closeStatistic(referenceID: number): void {
    if (this.#socket?.connected === true) this.#socket.emit('close', { referenceID });
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
