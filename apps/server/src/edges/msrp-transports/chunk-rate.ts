import type { Clock } from '../../base/clock.ts';
import type { MsrpConnection, MsrpTransportReceiver } from '../../protocols/msrp/msrp-transport.ts';

/** Chunks of one connection in a second. A long text in chunks of a hundred bytes stays below. */
export const chunksPerSecondMax = 400;

/** Lets chunks through up to a rate per connection; one that sends more is ended. */
export class ChunkRate implements MsrpTransportReceiver {
  readonly #receiver: MsrpTransportReceiver;
  readonly #clock: Clock;
  readonly #end: (connection: MsrpConnection) => void;
  readonly #counts = new Map<string, { second: number; chunks: number }>();

  constructor(receiver: MsrpTransportReceiver, clock: Clock, end: (connection: MsrpConnection) => void) {
    this.#receiver = receiver;
    this.#clock = clock;
    this.#end = end;
  }

  receiveChunk(bytes: Buffer, connection: MsrpConnection): void {
    if (this.#isWithin(connection)) this.#receiver.receiveChunk(bytes, connection);
  }

  receiveOversized(bytes: Buffer, connection: MsrpConnection): void {
    if (this.#isWithin(connection)) this.#receiver.receiveOversized(bytes, connection);
  }

  connectionClosed(connection: MsrpConnection): void {
    this.#counts.delete(connection.id);
    this.#receiver.connectionClosed(connection);
  }

  #isWithin(connection: MsrpConnection): boolean {
    const second = Math.floor(this.#clock.now() / 1_000);
    const known = this.#counts.get(connection.id);
    const count = known?.second === second ? known : { second, chunks: 0 };
    count.chunks += 1;
    this.#counts.set(connection.id, count);
    if (count.chunks === chunksPerSecondMax + 1) this.#end(connection);
    return count.chunks <= chunksPerSecondMax;
  }
}
