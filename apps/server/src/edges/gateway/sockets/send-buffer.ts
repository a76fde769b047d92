import type { GatewayLimits } from './gateway-limits.ts';

/** The parts of an engine.io socket that tell what it still has to send. */
export interface PacketFlow {
  on(event: 'packetCreate', listener: (packet: { readonly data?: unknown }) => void): unknown;
  on(event: 'flush', listener: () => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  readonly transport: { on(event: 'drain', listener: () => void): unknown };
}

/** What waits for all clients together. */
export class WaitingOfAll {
  bytes = 0;
}

/** Counts what waits for one client: packets not yet handed to the transport, and those the kernel has not taken yet. */
export class SendBuffer {
  readonly #limits: GatewayLimits;
  readonly #ofAll: WaitingOfAll;
  #gatheredBytes = 0;
  #gatheredPackets = 0;
  #flushedBytes = 0;
  #flushedPackets = 0;
  #closed = false;

  constructor(flow: PacketFlow, limits: GatewayLimits, ofAll: WaitingOfAll) {
    this.#limits = limits;
    this.#ofAll = ofAll;
    flow.on('packetCreate', ({ data }) => this.#gathered(typeof data === 'string' ? data.length : 0));
    flow.on('flush', () => this.#flushed());
    flow.on('close', () => this.#close());
    flow.transport.on('drain', () => this.#drained());
  }

  get bytes(): number {
    return this.#gatheredBytes + this.#flushedBytes;
  }

  get isOverfull(): boolean {
    const { waitingBytesMax, waitingPacketsMax, waitingBytesOfAllMax, fairShareBytes } = this.#limits;
    if (this.bytes > waitingBytesMax || this.#gatheredPackets + this.#flushedPackets > waitingPacketsMax) return true;
    return this.#ofAll.bytes > waitingBytesOfAllMax && this.bytes > fairShareBytes;
  }

  #gathered(bytes: number): void {
    if (this.#closed) return;
    this.#gatheredBytes += bytes;
    this.#gatheredPackets += 1;
    this.#ofAll.bytes += bytes;
  }

  /** The transport took everything gathered; it takes no more before it has drained. */
  #flushed(): void {
    this.#flushedBytes += this.#gatheredBytes;
    this.#flushedPackets += this.#gatheredPackets;
    this.#gatheredBytes = 0;
    this.#gatheredPackets = 0;
  }

  #drained(): void {
    this.#ofAll.bytes -= this.#flushedBytes;
    this.#flushedBytes = 0;
    this.#flushedPackets = 0;
  }

  #close(): void {
    this.#ofAll.bytes -= this.bytes;
    this.#gatheredBytes = 0;
    this.#gatheredPackets = 0;
    this.#flushedBytes = 0;
    this.#flushedPackets = 0;
    this.#closed = true;
  }
}
