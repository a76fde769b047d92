import { parseNameAddr } from '../grammar/header-fields/parse-name-addr.ts';
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

const CLOSING_BRACKET = 0x3e;

/** Whether a To value has a tag; the usual shapes are told without reading it whole. */
function hasTag(to: string): boolean {
  if (to.charCodeAt(to.length - 1) === CLOSING_BRACKET) return false;
  const parameters = to.slice(to.lastIndexOf('>') + 1);
  if (parameters === '') return false;
  if (parameters.includes(';tag=')) return true;
  const address = parseNameAddr(to);
  return address.ok && tagOf(address.value) !== undefined;
}

const hexOfBytes = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function hexOfByte(value: number): string {
  return hexOfBytes[value & 0xff] as string;
}

/** `hash` with what stands in `text` from `from` on, four characters at a time. */
function addToHash(hash: number, text: string, from: number): number {
  let mixed = hash;
  let at = from;
  for (; at + 3 < text.length; at += 4) {
    const four =
      text.charCodeAt(at) ^
      (text.charCodeAt(at + 1) << 8) ^
      (text.charCodeAt(at + 2) << 16) ^
      (text.charCodeAt(at + 3) << 24);
    mixed = mix(mixed ^ four);
  }
  for (; at < text.length; at++) mixed = mix(mixed ^ text.charCodeAt(at));
  return mix(mixed ^ text.length);
}

function mix(hash: number): number {
  const product = Math.imul(hash, 0x9e3779b1);
  return product ^ (product >>> 15);
}

/** From what tells the request from any other: the same tag for each answer to it and its repeats (RFC 3261 8.2.7). */
function derivedTag(request: SipRequest): string {
  let hash = 0x811c9dc5;
  let isTopVia = true;
  for (const { name, value } of request.headers) {
    if (name === 'Call-ID' || name === 'CSeq') hash = addToHash(hash, value, 0);
    else if (name === 'Via' && isTopVia) {
      // What stands before the branch is the same for all requests of a peer.
      hash = addToHash(hash, value, Math.max(0, value.indexOf('branch=')));
      isTopVia = false;
    }
  }
  return `s${hexOfByte(hash >>> 24)}${hexOfByte(hash >>> 16)}${hexOfByte(hash >>> 8)}${hexOfByte(hash)}`;
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
