import type { Counters } from '../../base/counters.ts';
import type { SipTransport, SipTransportReceiver } from '../../protocols/sip/transport/sip-transport.ts';
import { WatchedTransport, watchedReceiver } from '../sip-transports/watched-transport.ts';

const SPACE = 0x20;

type Labels = Readonly<Record<string, string>>;

interface Method {
  readonly name: string;
  readonly labels: Labels;
}

/** The first four bytes as a number; 0 of what is shorter. */
function firstBytes(bytes: Buffer): number {
  return bytes.length < 4 ? 0 : bytes.readUInt32BE(0);
}

/** Methods that have a name in the numbers, by how they begin on the wire; a peer may invent others. */
const METHODS: ReadonlyMap<number, Method> = new Map(
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
  ].map((name) => [firstBytes(Buffer.from(`${name} `)), { name, labels: { method: name } }]),
);
const RESPONSE_START = firstBytes(Buffer.from('SIP/'));
const STATUS_AT = 'SIP/2.0 '.length;
const NAMES = {
  received: { request: 'sip_requests_received', response: 'sip_responses_received' },
  sent: { request: 'sip_requests_sent', response: 'sip_responses_sent' },
} as const;
const OTHER_METHOD: Labels = { method: 'other' };
/** By the first digit of the status. */
const CLASSES: ReadonlyMap<number, Labels> = new Map(
  ['1', '2', '3', '4', '5', '6'].map((digit) => [digit.charCodeAt(0), { class: `${digit}xx` }]),
);
const OTHER_CLASS: Labels = { class: 'other' };

/** A transport that counts what it sends, by method or class. */
export function countedTransport(transport: SipTransport, counters: Counters): SipTransport {
  return new WatchedTransport(transport, (bytes) => countMessage(counters, 'sent', bytes));
}

/** A receiver that counts what comes, by method or class, before it passes it on. */
export function countedReceiver(receiver: SipTransportReceiver, counters: Counters): SipTransportReceiver {
  return watchedReceiver(receiver, (bytes) => countMessage(counters, 'received', bytes));
}

/** The start line tells enough: `SIP/2.0 200 OK` is a response of class 2xx. */
function countMessage(counters: Counters, direction: 'received' | 'sent', bytes: Buffer): void {
  const { request, response } = NAMES[direction];
  const start = firstBytes(bytes);
  if (start === RESPONSE_START && bytes[STATUS_AT - 1] === SPACE) counters.count(response, classOf(bytes));
  else counters.count(request, methodLabels(METHODS.get(start), bytes));
}

function methodLabels(method: Method | undefined, bytes: Buffer): Labels {
  if (method === undefined) return OTHER_METHOD;
  const { name, labels } = method;
  if (bytes[name.length] !== SPACE) return OTHER_METHOD;
  for (let at = 4; at < name.length; at += 1) if (bytes[at] !== name.charCodeAt(at)) return OTHER_METHOD;
  return labels;
}

function classOf(bytes: Buffer): Labels {
  const isStatus = isDigit(bytes[STATUS_AT + 1]) && isDigit(bytes[STATUS_AT + 2]) && bytes[STATUS_AT + 3] === SPACE;
  return (isStatus ? CLASSES.get(bytes[STATUS_AT] ?? 0) : undefined) ?? OTHER_CLASS;
}

function isDigit(byte = 0): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
