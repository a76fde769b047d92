import type { Flow, SipTransport, SipTransportReceiver } from '../../protocols/sip/transport/sip-transport.ts';
import { WatchedTransport, watchedReceiver } from './watched-transport.ts';

/** Where the wire is written down. */
export interface WireLog {
  readonly isOn: boolean;
  sipReceived(bytes: Uint8Array, flow: Flow): void;
  sipSent(bytes: Uint8Array, flow: Flow): void;
}

/** A transport that writes down what it sends. */
export function loggedTransport(transport: SipTransport, log: WireLog): SipTransport {
  return new WatchedTransport(transport, (bytes, flow) => log.sipSent(bytes, flow));
}

/** A receiver that writes down what comes before it passes it on. */
export function loggedReceiver(receiver: SipTransportReceiver, log: WireLog): SipTransportReceiver {
  return log.isOn ? watchedReceiver(receiver, (bytes, flow) => log.sipReceived(bytes, flow)) : receiver;
}
