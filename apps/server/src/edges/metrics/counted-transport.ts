import type { Counters } from '../../base/counters.ts';
import type { Flow, SipTransport, SipTransportReceiver } from '../../protocols/sip/transactions/sip-transport.ts';

const METHOD_LENGTH_MAX = 16;
const SPACE = 0x20;
/** Methods that have a name in the numbers; a peer may invent others. */
const METHODS: ReadonlySet<string> = new Set([
  'ACK',
  'BYE',
  'CANCEL',
  'INFO',
  'INVITE',
  'MESSAGE',
  'NOTIFY',
  'OPTIONS',
  'PRACK',
  'PUBLISH',
  'REFER',
  'REGISTER',
  'SUBSCRIBE',
  'UPDATE',
]);

/** A transport that counts what it sends, by method or class. */
export class CountedTransport implements SipTransport {
  readonly #transport: SipTransport;
  readonly #counters: Counters;

  constructor(transport: SipTransport, counters: Counters) {
    this.#transport = transport;
    this.#counters = counters;
  }

  send(flow: Flow, bytes: Buffer): boolean {
    countMessage(this.#counters, 'sent', bytes);
    return this.#transport.send(flow, bytes);
  }

  isOpen(flow: Flow): boolean {
    return this.#transport.isOpen(flow);
  }

  sentBy(flow: Flow): string {
    return this.#transport.sentBy(flow);
  }
}

/** A receiver that counts what comes, by method or class, before it passes it on. */
export function countedReceiver(receiver: SipTransportReceiver, counters: Counters): SipTransportReceiver {
  return {
    receiveMessage: (bytes, flow) => {
      countMessage(counters, 'received', bytes);
      receiver.receiveMessage(bytes, flow);
    },
    flowClosed: (flow) => receiver.flowClosed(flow),
  };
}

/** The start line tells enough: `SIP/2.0 200 OK` is a response of class 2xx. */
function countMessage(counters: Counters, direction: 'received' | 'sent', bytes: Buffer): void {
  const first = wordAt(bytes, 0);
  if (first.startsWith('SIP/')) {
    const status = wordAt(bytes, first.length + 1);
    counters.count(`sip_responses_${direction}`, { class: /^[1-6]\d\d$/.test(status) ? `${status[0]}xx` : 'other' });
  } else {
    counters.count(`sip_requests_${direction}`, { method: METHODS.has(first) ? first : 'other' });
  }
}

function wordAt(bytes: Buffer, start: number): string {
  const end = bytes.subarray(start, start + METHOD_LENGTH_MAX).indexOf(SPACE);
  return end === -1 ? '' : bytes.toString('latin1', start, start + end);
}
