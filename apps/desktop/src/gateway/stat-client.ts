import type { TlibHandshake } from '@cordboard/shared/gateway/tlib-channel';
import type { StatServerToClient } from '@cordboard/shared/statistics/stat-channel';
import { STAT_NAMESPACE } from '@cordboard/shared/statistics/stat-namespace';
import { ReturningSocket } from './returning-socket.ts';
import type { AskStatistic, StatFeed, StatFeedListener } from './stat-feed.ts';

interface StatClientToServer {
  open(statistic: AskStatistic): void;
  close(statistic: { readonly referenceID: number }): void;
}

/** The socket of the stat channel. What was open is opened anew by whoever wants it, on every connection. */
export class StatClient implements StatFeed {
  readonly #socket = new ReturningSocket<StatServerToClient, StatClientToServer>(STAT_NAMESPACE, {
    returnDelayMs: 3000,
  });

  connect(token: string, listener: StatFeedListener): void {
    const handshake: TlibHandshake = { token };
    const socket = this.#socket.open(handshake);
    const isCurrent = (): boolean => this.#socket.isCurrent(socket);
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
    this.#socket.returnAfterLoss(socket, () => listener.status('lost'));
    listener.status('loading');
  }

  open(statistic: AskStatistic): void {
    this.#socket.connected?.emit('open', statistic);
  }

  closeStatistic(referenceID: number): void {
    this.#socket.connected?.emit('close', { referenceID });
  }

  close(): void {
    this.#socket.close();
  }
}
