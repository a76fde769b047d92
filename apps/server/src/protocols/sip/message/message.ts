/**
 * A SIP message as data (RFC 3261 7). Headers are kept in the order and with the text in which they came; the accessors in
 * this folder read them into typed values on demand, so a header nobody asks for costs nothing.
 */
export interface Header {
  /** Long form in canonical case: `Call-ID`, also when the wire said `i`. Unknown names keep their own case. */
  readonly name: string;
  /** Unfolded, trimmed. Several values on one line stay on one line. */
  readonly value: string;
}

export interface SipRequest {
  readonly kind: 'request';
  readonly method: string;
  /** As on the wire, not unescaped. */
  readonly requestUri: string;
  readonly headers: readonly Header[];
  readonly body: Buffer;
}

export interface SipResponse {
  readonly kind: 'response';
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly Header[];
  readonly body: Buffer;
}

export type SipMessage = SipRequest | SipResponse;

const none: readonly string[] = [];

function isNamed(candidate: Header, name: string): boolean {
  if (candidate.name === name) return true;
  if (candidate.name.length !== name.length) return false;
  // Lower case costs more than all the rest: first the letter that tells most names apart.
  if ((candidate.name.charCodeAt(0) | 0x20) !== (name.charCodeAt(0) | 0x20)) return false;
  return candidate.name.toLowerCase() === name.toLowerCase();
}

/** First value of a header by canonical name; names compare without case. */
export function header(message: SipMessage, name: string): string | undefined {
  for (const candidate of message.headers) if (isNamed(candidate, name)) return candidate.value;
  return undefined;
}

/** Where the first header of a canonical name stands among `list`, whose names are canonical; -1 without one. */
export function indexOfHeader(list: readonly Header[], name: string): number {
  for (let index = 0; index < list.length; index++) if (list[index]?.name === name) return index;
  return -1;
}

/** All values of a header, one per header line. */
export function headers(message: SipMessage, name: string): readonly string[] {
  let values: string[] | undefined;
  for (const candidate of message.headers) {
    if (!isNamed(candidate, name)) continue;
    if (values === undefined) values = [candidate.value];
    else values.push(candidate.value);
  }
  return values ?? none;
}
