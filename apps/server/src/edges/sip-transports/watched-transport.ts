import type { Flow, SipTransport, SipTransportReceiver } from '../../protocols/sip/transport/sip-transport.ts';

/** Is shown each message on its way. */
export type MessageWatcher = (bytes: Buffer, flow: Flow) => void;

/** A transport that shows what it sends. */
export class WatchedTransport implements SipTransport {
  readonly #transport: SipTransport;
  readonly #show: MessageWatcher;

  constructor(transport: SipTransport, show: MessageWatcher) {
    this.#transport = transport;
    this.#show = show;
  }

  send(flow: Flow, bytes: Buffer): boolean {
    this.#show(bytes, flow);
    return this.#transport.send(flow, bytes);
  }

  isOpen(flow: Flow): boolean {
    return this.#transport.isOpen(flow);
  }

  sentBy(flow: Flow): string {
    return this.#transport.sentBy(flow);
  }
}

/** A receiver that shows what comes before it passes it on. */
export function watchedReceiver(receiver: SipTransportReceiver, show: MessageWatcher): SipTransportReceiver {
  return {
    receiveMessage: (bytes, flow) => {
      show(bytes, flow);
      receiver.receiveMessage(bytes, flow);
    },
    flowClosed: (flow) => receiver.flowClosed(flow),
  };
}
