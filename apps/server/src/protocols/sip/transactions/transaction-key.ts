import type { Via } from '../message/via.ts';
import { branchOf, magicCookie, portOf } from '../message/via.ts';

/** What matches a request to its server transaction. */
export interface KeyFields {
  readonly method: string;
  readonly requestUri: string;
  readonly via: Via;
  /** The topmost Via value as on the wire. */
  readonly viaText: string;
  readonly fromTag: string;
  readonly callId: string;
  readonly cseqNumber: number;
}

/**
 * In one piece. A template would be a chain of pieces of the message, and keep the whole of it in memory for the 32 s of the
 * transaction.
 */
function flat(parts: readonly (string | number)[]): string {
  return parts.join(' ');
}

/** An ACK belongs to its INVITE. */
function transactionMethod(method: string): string {
  return method === 'ACK' ? 'INVITE' : method;
}

/** RFC 3261 17.2.3: branch, sent-by and method; without the magic cookie the way of RFC 2543. */
export function serverTransactionKey(fields: KeyFields): string {
  const { via } = fields;
  const branch = branchOf(via) ?? '';
  const method = transactionMethod(fields.method);
  // A branch that is nothing but the cookie identifies nothing (RFC 4475 3.2.1).
  if (branch.length > magicCookie.length && branch.slice(0, magicCookie.length).toLowerCase() === 'z9hg4bk') {
    return flat([branch, via.host, portOf(via), method]);
  }
  // The To tag is left out: the ACK of a non-2xx carries ours, its INVITE none.
  return `2543 ${fields.requestUri} ${fields.fromTag} ${fields.callId} ${fields.cseqNumber} ${fields.viaText} ${method}`;
}

/** RFC 3261 17.1.3. Our own branches are unique, the method sets CANCEL apart from INVITE. */
export function clientTransactionKey(branch: string, cseqMethod: string): string {
  return `${branch} ${cseqMethod}`;
}

/** RFC 3261 8.2.2.2: requests that agree in this but not in their transaction are one request that came twice. */
export function mergeKey(fields: Pick<KeyFields, 'callId' | 'fromTag' | 'cseqNumber' | 'method'>): string {
  return flat([fields.callId, fields.fromTag, fields.cseqNumber, fields.method]);
}
