import type { Flow } from '../../../src/protocols/sip/transport/sip-transport.ts';
import type { Endpoint } from '../network/lossy-network.ts';
import { readWire, type WireMessage } from '../network/wire.ts';

/** One connection of the customer; what arrives on an old one is not heard any more. */
export class Connection implements Endpoint {
  flow: Flow | undefined;
  readonly #heard: (connection: Connection, message: WireMessage) => void;
  readonly #lost: (connection: Connection) => void;

  constructor(heard: (connection: Connection, message: WireMessage) => void, lost: (connection: Connection) => void) {
    this.#heard = heard;
    this.#lost = lost;
  }

  receive(bytes: Buffer): void {
    this.#heard(this, readWire(bytes));
  }

  closed(): void {
    this.#lost(this);
  }
}
