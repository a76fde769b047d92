import { parseNameAddr } from '../grammar/parse-name-addr.ts';
import type { Header, SipRequest, SipResponse } from '../message/message.ts';
import { tagOf } from '../message/name-addr.ts';
import { reasonPhrase } from '../message/status-codes.ts';

export interface ResponseOptions {
  /** For a response that makes a dialog: a random one, which the dialog then keeps. */
  readonly toTag?: string | undefined;
  /** Those of this response, such as Contact, Allow, Retry-After. */
  readonly headers?: readonly Header[];
  readonly body?: Buffer | string;
  readonly contentType?: string;
  readonly reason?: string;
}

/** Canonical names are compared faster one by one than looked up. */
function isCopied(name: string, makesDialog: boolean): boolean {
  return (
    name === 'Via' ||
    name === 'From' ||
    name === 'To' ||
    name === 'Call-ID' ||
    name === 'CSeq' ||
    (makesDialog && name === 'Record-Route')
  );
}

const noBody = Buffer.alloc(0);

/** Whether a To value has a tag; the usual shapes are told without reading it whole. */
function hasTag(to: string): boolean {
  const parameters = to.slice(to.lastIndexOf('>') + 1);
  if (parameters === '') return false;
  if (parameters.includes(';tag=')) return true;
  const address = parseNameAddr(to);
  return address.ok && tagOf(address.value) !== undefined;
}

/** FNV-1a over what tells the request from any other: the same tag for each answer to it and its repeats (RFC 3261 8.2.7). */
function derivedTag(request: SipRequest): string {
  let hash = 0x811c9dc5;
  for (const { name, value } of request.headers) {
    if (name !== 'Via' && name !== 'Call-ID' && name !== 'CSeq') continue;
    for (let index = 0; index < value.length; index++) {
      hash = Math.imul(hash ^ value.charCodeAt(index), 0x01000193);
    }
    if (name === 'Via') hash = Math.imul(hash ^ 0x2c, 0x01000193);
  }
  return `s${(hash >>> 0).toString(16).padStart(8, '0')}`;
}

/**
 * RFC 3261 8.2.6: a response to `request` with its Via, From, To, Call-ID, CSeq and, where dialogs are made (12.1.1), its
 * Record-Route. To gets a tag on all but 100: `toTag`, else one derived from the request.
 */
export function buildResponse(request: SipRequest, status: number, options: ResponseOptions = {}): SipResponse {
  const makesDialog = status > 100 && status < 300;
  const headers: Header[] = [];
  for (const header of request.headers) {
    if (!isCopied(header.name, makesDialog)) continue;
    if (header.name === 'To' && status > 100 && !hasTag(header.value)) {
      headers.push({ name: 'To', value: `${header.value};tag=${options.toTag ?? derivedTag(request)}` });
    } else headers.push(header);
  }
  if (options.headers !== undefined) headers.push(...options.headers);
  if (options.contentType !== undefined) headers.push({ name: 'Content-Type', value: options.contentType });
  const body = typeof options.body === 'string' ? Buffer.from(options.body, 'utf8') : (options.body ?? noBody);
  return { kind: 'response', status, reason: options.reason ?? reasonPhrase(status), headers, body };
}
