import type { GatewayLimits } from './gateway-limits.ts';
import { type PacketFlow, SendBuffer, WaitingOfAll } from './send-buffer.ts';

/** The send buffer of each connection: sockets of several namespaces that share a connection share it. */
export class ConnectionBuffers {
  readonly #limits: GatewayLimits;
  readonly #waitingOfAll = new WaitingOfAll();
  readonly #buffers = new WeakMap<PacketFlow, SendBuffer>();

  constructor(limits: GatewayLimits) {
    this.#limits = limits;
  }

  of(connection: PacketFlow): SendBuffer {
    const known = this.#buffers.get(connection);
    if (known !== undefined) return known;
    const buffer = new SendBuffer(connection, this.#limits, this.#waitingOfAll);
    this.#buffers.set(connection, buffer);
    return buffer;
  }
}
