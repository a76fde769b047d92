import type { Flow, SipTransport, SipTransportReceiver } from '../../protocols/sip/transport/sip-transport.ts';

/** Where the wire is written down. */
export interface WireLog {
  readonly isOn: boolean;
  sipReceived(bytes: Uint8Array, flow: Flow): void;
  sipSent(bytes: Uint8Array, flow: Flow): void;
}

/** A transport that writes down what it sends. */
export class LoggedTransport implements SipTransport {
  readonly #transport: SipTransport;
  readonly #log: WireLog;

  constructor(transport: SipTransport, log: WireLog) {
    this.#transport = transport;
    this.#log = log;
  }

  send(flow: Flow, bytes: Buffer): boolean {
    this.#log.sipSent(bytes, flow);
    return this.#transport.send(flow, bytes);
  }

  isOpen(flow: Flow): boolean {
    return this.#transport.isOpen(flow);
  }

  sentBy(flow: Flow): string {
    return this.#transport.sentBy(flow);
  }
}

/** A receiver that writes down what comes before it passes it on. */
export function loggedReceiver(receiver: SipTransportReceiver, log: WireLog): SipTransportReceiver {
  if (!log.isOn) return receiver;
  return {
    receiveMessage: (bytes, flow) => {
      log.sipReceived(bytes, flow);
      receiver.receiveMessage(bytes, flow);
    },
    flowClosed: (flow) => receiver.flowClosed(flow),
  };
}
