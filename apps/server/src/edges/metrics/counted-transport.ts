import type { Counters } from '../../base/counters.ts';
import type { Flow, SipTransport, SipTransportReceiver } from '../../protocols/sip/transactions/sip-transport.ts';

const METHOD_LENGTH_MAX = 16;
const SPACE = 0x20;

type Labels = Readonly<Record<string, string>>;

/** Methods that have a name in the numbers; a peer may invent others. */
const METHODS: ReadonlyMap<string, Labels> = new Map(
  [
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
  ].map((method) => [method, { method }]),
);
const OTHER_METHOD: Labels = { method: 'other' };
/** By the first digit of the status. */
const CLASSES: ReadonlyMap<number, Labels> = new Map(
  ['1', '2', '3', '4', '5', '6'].map((digit) => [digit.charCodeAt(0), { class: `${digit}xx` }]),
);
const OTHER_CLASS: Labels = { class: 'other' };

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
  const end = endOfWord(bytes, 0);
  const first = bytes.toString('latin1', 0, end);
  if (first.startsWith('SIP/')) counters.count(`sip_responses_${direction}`, classOf(bytes, end + 1));
  else counters.count(`sip_requests_${direction}`, METHODS.get(first) ?? OTHER_METHOD);
}

function classOf(bytes: Buffer, start: number): Labels {
  const end = endOfWord(bytes, start);
  const isStatus = end - start === 3 && isDigit(bytes[start + 1]) && isDigit(bytes[start + 2]);
  return (isStatus ? CLASSES.get(bytes[start] ?? 0) : undefined) ?? OTHER_CLASS;
}

function isDigit(byte = 0): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

/** Where the space behind a word is; where the word begins when there is none. */
function endOfWord(bytes: Buffer, start: number): number {
  for (let at = start; at < start + METHOD_LENGTH_MAX && at < bytes.length; at += 1) if (bytes[at] === SPACE) return at;
  return start;
}
