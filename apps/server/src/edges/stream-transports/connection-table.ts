import type { Clock, StopTimer } from '../../base/clock.ts';
import type { Flow } from '../../protocols/sip/transport/sip-transport.ts';
import type { TransportLimits } from './transport-limits.ts';

/** One stream connection, whatever carries it. */
export interface Connection {
  readonly flow: Flow;
  readonly isOpen: boolean;
  /** Whether a whole message has come; until then the peer may be anybody's port scanner. */
  readonly hasProven: boolean;
  send(bytes: Buffer): boolean;
  /** Called every second: cuts itself off when one of its deadlines has passed. */
  checkDeadlines(now: number): void;
  /** Lets what is written leave, then ends. */
  end(): void;
  /** Ends at once. */
  destroy(): void;
}

/** The stream connections by flow id, with their bounds and the one timer that watches all their deadlines. */
export class ConnectionTable {
  readonly #limits: TransportLimits;
  readonly #clock: Clock;
  readonly #bootId: string;
  readonly #connections = new Map<string, Connection>();
  readonly #countBySource = new Map<string, number>();
  /** Oldest first. */
  readonly #unproven = new Set<Connection>();
  #lastNumber = 0;
  #stopSweep: StopTimer | undefined;
  #isClosed = false;
  #emptied: () => void = () => {};

  constructor(options: { readonly limits: TransportLimits; readonly clock: Clock; readonly bootId: string }) {
    this.#limits = options.limits;
    this.#clock = options.clock;
    this.#bootId = options.bootId;
  }

  get size(): number {
    return this.#connections.size;
  }

  /** A number that no other connection of any server run has. */
  nextNumber(): string {
    this.#lastNumber += 1;
    return `${this.#bootId}-${this.#lastNumber}`;
  }

  /**
   * Whether a new connection of this source is taken. When the table is full, the oldest one that has sent nothing whole
   * makes room, so silent connections never keep a talking peer out.
   */
  hasRoomFor(source: string): boolean {
    if (this.#isClosed) return false;
    if ((this.#countBySource.get(source) ?? 0) >= this.#limits.connectionsPerSourceMax) return false;
    if (this.#connections.size < this.#limits.connectionsMax) return true;
    const oldest = this.#unproven.values().next().value;
    if (oldest === undefined) return false;
    this.remove(oldest);
    oldest.destroy();
    return true;
  }

  add(connection: Connection): void {
    const { id, remoteAddress } = connection.flow;
    this.#connections.set(id, connection);
    if (!connection.hasProven) this.#unproven.add(connection);
    this.#countBySource.set(remoteAddress, (this.#countBySource.get(remoteAddress) ?? 0) + 1);
    this.#stopSweep ??= this.#clock.startTimer(1_000, () => this.#sweep());
  }

  /** Its first whole message has come. */
  markProven(connection: Connection): void {
    this.#unproven.delete(connection);
  }

  remove(connection: Connection): void {
    const { id, remoteAddress } = connection.flow;
    if (!this.#connections.delete(id)) return;
    this.#unproven.delete(connection);
    const left = (this.#countBySource.get(remoteAddress) ?? 1) - 1;
    if (left > 0) this.#countBySource.set(remoteAddress, left);
    else this.#countBySource.delete(remoteAddress);
    if (this.#connections.size === 0) this.#emptied();
  }

  get(flowId: string): Connection | undefined {
    return this.#connections.get(flowId);
  }

  /** Ends all, gives what is written a moment to leave, then cuts. */
  async close(graceMs = 500): Promise<void> {
    this.#isClosed = true;
    this.#stopSweep?.();
    this.#stopSweep = undefined;
    if (this.#connections.size === 0) return;
    await new Promise<void>((resolve) => {
      const stop = this.#clock.startTimer(graceMs, resolve);
      this.#emptied = () => {
        stop();
        resolve();
      };
      for (const connection of [...this.#connections.values()]) connection.end();
    });
    for (const connection of [...this.#connections.values()]) connection.destroy();
  }

  #sweep(): void {
    this.#stopSweep = undefined;
    const now = this.#clock.now();
    for (const connection of this.#connections.values()) connection.checkDeadlines(now);
    if (this.#connections.size > 0) this.#stopSweep = this.#clock.startTimer(1_000, () => this.#sweep());
  }
}
