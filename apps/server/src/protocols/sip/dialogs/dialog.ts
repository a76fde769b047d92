import { fail, type Result, succeed } from '../../../base/result.ts';
import { parseContacts } from '../grammar/header-fields/parse-contacts.ts';
import { parseCSeq } from '../grammar/header-fields/parse-cseq.ts';
import { parseNameAddr } from '../grammar/header-fields/parse-name-addr.ts';
import { parseUri } from '../grammar/header-fields/parse-uri.ts';
import { splitValues } from '../grammar/header-fields/split-values.ts';
import {
  type Header,
  header,
  headers,
  type SipMessage,
  type SipRequest,
  type SipResponse,
} from '../message/message.ts';
import { targetRefreshMethods } from '../message/methods.ts';
import { buildNameAddr, type NameAddr, tagOf } from '../message/name-addr.ts';
import { routeHeaders } from '../message/route-headers.ts';
import type { TransportName } from '../message/transport-name.ts';
import { buildRequest } from '../user-agent/build-request.ts';
import { readRouteSet, routeRequest } from './route-set.ts';

/** RFC 3261 12: plain data, so that it can be stored and go on after a restart. */
export interface Dialog {
  readonly callId: string;
  readonly localTag: string;
  /** Empty for a peer of RFC 2543. */
  readonly remoteTag: string;
  readonly localUri: string;
  readonly remoteUri: string;
  /** Of the last request we sent; 0 before the first. */
  readonly localCseq: number;
  /** Of the last request we received; null before the first. */
  readonly remoteCseq: number | null;
  /** Record-Route values in the order in which we visit them. */
  readonly routeSet: readonly string[];
  /** The URI of the peer's Contact. */
  readonly remoteTarget: string;
  readonly isSecure: boolean;
}

export type InDialogReceipt =
  | { readonly ok: true; readonly dialog: Dialog }
  /** 500: CSeq is lower than the last (RFC 3261 12.2.2); 400: what should move the target cannot be read. */
  | { readonly ok: false; readonly refuse: 500 | 400 };

function readAddress(message: SipMessage, name: string): Result<NameAddr, string> {
  return parseNameAddr(header(message, name) ?? '');
}

/** The URI of the one Contact. */
function readTarget(message: SipMessage): Result<string, string> {
  const contacts = parseContacts(headers(message, 'Contact'));
  if (!contacts.ok) return contacts;
  const contact = contacts.value.kind === 'list' ? contacts.value.contacts[0] : undefined;
  return contact === undefined ? fail('Contact is missing') : succeed(contact.uriText);
}

function isSipsUri(text: string): boolean {
  const uri = parseUri(text);
  return uri.ok && uri.value.kind === 'sip' && uri.value.scheme === 'sips';
}

/** RFC 3261 12.1.1: our Contact is a sips URI where the request, or the hop or peer our requests go to, demands one. */
export function contactScheme(request: SipRequest): 'sip' | 'sips' {
  if (isSipsUri(request.requestUri)) return 'sips';
  const recordRoute = header(request, 'Record-Route');
  const nextHop = recordRoute === undefined ? header(request, 'Contact') : splitValues(recordRoute)[0];
  const address = parseNameAddr(nextHop ?? '');
  return address.ok && isSipsUri(address.value.uriText) ? 'sips' : 'sip';
}

/** RFC 3261 12.1.1: the dialog that a 2xx (or 101-199 with tag) of ours to `request` makes. A failure is worth a 400. */
export function createUasDialog(request: SipRequest, localTag: string): Result<Dialog, string> {
  const parts = readParts(request, request);
  if (!parts.ok) return parts;
  const { from, to, cseq, target, routeSet } = parts.value;
  return succeed({
    callId: header(request, 'Call-ID') ?? '',
    localTag,
    remoteTag: tagOf(from) ?? '',
    localUri: to.uriText,
    remoteUri: from.uriText,
    localCseq: 0,
    remoteCseq: cseq,
    routeSet,
    remoteTarget: target,
    isSecure: isSipsUri(request.requestUri),
  });
}

/** RFC 3261 12.1.2: the dialog that `response` to our `request` makes. */
export function createUacDialog(request: SipRequest, response: SipResponse): Result<Dialog, string> {
  const parts = readParts(request, response);
  if (!parts.ok) return parts;
  const { from, to, cseq, target, routeSet } = parts.value;
  return succeed({
    callId: header(request, 'Call-ID') ?? '',
    localTag: tagOf(from) ?? '',
    remoteTag: tagOf(to) ?? '',
    localUri: from.uriText,
    remoteUri: to.uriText,
    localCseq: cseq,
    remoteCseq: null,
    routeSet: routeSet.toReversed(),
    remoteTarget: target,
    isSecure: isSipsUri(request.requestUri),
  });
}

interface DialogParts {
  readonly from: NameAddr;
  readonly to: NameAddr;
  readonly cseq: number;
  readonly target: string;
  readonly routeSet: readonly string[];
}

/** What makes a dialog: who asked, and the rest from what the peer sent. The CSeq of a response is that of the attempt which was answered. */
function readParts(request: SipRequest, peers: SipMessage): Result<DialogParts, string> {
  const from = readAddress(request, 'From');
  const to = readAddress(peers, 'To');
  const cseq = parseCSeq(header(peers, 'CSeq') ?? '');
  // A peer of RFC 2543 need not say: it is where its INVITE went.
  const isSilent = peers.kind === 'response' && header(peers, 'Contact') === undefined;
  const target = isSilent ? succeed(request.requestUri) : readTarget(peers);
  const routeSet = readRouteSet(peers);
  if (!from.ok) return from;
  if (!to.ok) return to;
  if (!cseq.ok) return cseq;
  if (!target.ok) return target;
  if (!routeSet.ok) return routeSet;
  return succeed({
    from: from.value,
    to: to.value,
    cseq: cseq.value.number,
    target: target.value,
    routeSet: routeSet.value,
  });
}

/** RFC 3261 12.2.2: order by CSeq, gaps allowed, and the target refresh. ACK and CANCEL carry the CSeq of their INVITE. */
export function receiveInDialog(dialog: Dialog, request: SipRequest): InDialogReceipt {
  if (request.method === 'ACK' || request.method === 'CANCEL') return { ok: true, dialog };
  const cseq = parseCSeq(header(request, 'CSeq') ?? '');
  if (!cseq.ok) return { ok: false, refuse: 400 };
  if (dialog.remoteCseq !== null && cseq.value.number < dialog.remoteCseq) return { ok: false, refuse: 500 };
  const remoteCseq = cseq.value.number;
  if (!targetRefreshMethods.has(request.method) || header(request, 'Contact') === undefined) {
    return { ok: true, dialog: { ...dialog, remoteCseq } };
  }
  const target = readTarget(request);
  return target.ok
    ? { ok: true, dialog: { ...dialog, remoteCseq, remoteTarget: target.value } }
    : { ok: false, refuse: 400 };
}

/** RFC 3261 12.2.1.2: a 2xx to our re-INVITE moves the target too. */
export function refreshTarget(dialog: Dialog, response: SipResponse): Dialog {
  const target = readTarget(response);
  return target.ok ? { ...dialog, remoteTarget: target.value } : dialog;
}

export interface InDialogOptions {
  readonly branch: string;
  readonly sentBy: string;
  readonly transport: TransportName;
  readonly headers?: readonly Header[];
  readonly body?: Buffer | string;
  readonly contentType?: string;
  /** ACK for a 2xx only: the CSeq of its INVITE, which does not count up (RFC 3261 13.2.2.4). */
  readonly ackCseq?: number;
  /** How many numbers the request before may have used up, as it is repeated with a password; 1 when nothing is said. */
  readonly cseqStep?: number | undefined;
}

/** RFC 3261 12.2.1.1: the next request in the dialog, and the dialog after it. */
export function buildInDialogRequest(
  dialog: Dialog,
  method: string,
  options: InDialogOptions,
): { readonly request: SipRequest; readonly dialog: Dialog } {
  const cseq = options.ackCseq ?? dialog.localCseq + (dialog.localCseq === 0 ? 1 : (options.cseqStep ?? 1));
  const { requestUri, routes } = routeRequest(dialog.remoteTarget, dialog.routeSet);
  const { branch, sentBy, transport, body, contentType } = options;
  const request = buildRequest({
    method,
    requestUri,
    branch,
    sentBy,
    transport,
    from: buildNameAddr(dialog.localUri, { tag: dialog.localTag }),
    to: buildNameAddr(dialog.remoteUri, dialog.remoteTag === '' ? {} : { tag: dialog.remoteTag }),
    callId: dialog.callId,
    cseq,
    headers: [...routeHeaders(routes), ...(options.headers ?? [])],
    ...(body === undefined ? {} : { body }),
    ...(contentType === undefined ? {} : { contentType }),
  });
  return { request, dialog: options.ackCseq === undefined ? { ...dialog, localCseq: cseq } : dialog };
}
