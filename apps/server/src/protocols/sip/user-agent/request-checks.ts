import { mediaType } from '../grammar/header-fields/media-type.ts';
import { parseContacts } from '../grammar/header-fields/parse-contacts.ts';
import { parseUri } from '../grammar/header-fields/parse-uri.ts';
import { splitTokens, splitValues } from '../grammar/header-fields/split-values.ts';
import { parseDecimal } from '../grammar/tokens.ts';
import { type Header, header, headers } from '../message/message.ts';
import { knownMethods } from '../message/methods.ts';
import { isEncrypted } from '../message/transport-name.ts';
import type { IncomingRequest } from '../transactions/incoming-request.ts';

/** What this user agent serves. */
export interface Capabilities {
  readonly methods: readonly string[];
  /** Media types per method; a method that is not named takes any. */
  readonly acceptedTypes: Readonly<Record<string, readonly string[]>>;
  /** Content encodings per method; a method that is not named takes none. */
  readonly acceptedEncodings?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Option tags. */
  readonly supported: readonly string[];
}

export interface CheckContext extends Capabilities {
  /** RFC 3261 8.2.2.2, asked of the transactions. */
  isMerged(incoming: IncomingRequest): boolean;
}

/** A refusal: the status with the headers that explain it. */
export interface Refusal {
  readonly status: number;
  readonly reason?: string;
  readonly headers: readonly Header[];
}

export type RequestCheck = (incoming: IncomingRequest, context: CheckContext) => Refusal | undefined;

function refuse(status: number, reason?: string, ...explanation: readonly Header[]): Refusal {
  return reason === undefined ? { status, headers: explanation } : { status, reason, headers: explanation };
}

function list(name: string, values: readonly string[]): Header {
  return { name, value: values.join(', ') };
}

/**
 * RFC 3261 8.2.1: 405 for a method of SIP that is not served here, 501 for one nobody knows. RFC 6086 4.2.2: an INFO of a
 * package within a dialog learns that there are none here.
 */
export function checkMethod(
  { method, request, toTag }: IncomingRequest,
  { methods }: CheckContext,
): Refusal | undefined {
  if (methods.includes(method)) return undefined;
  const isOfPackage = method === 'INFO' && toTag !== undefined && header(request, 'Info-Package') !== undefined;
  if (isOfPackage) return refuse(469, undefined, list('Recv-Info', []));
  return refuse(knownMethods.has(method) ? 405 : 501, undefined, list('Allow', methods));
}

/** RFC 3261 8.1.1.5. */
export function checkCSeqMethod({ method, cseq }: IncomingRequest): Refusal | undefined {
  return cseq.method === method ? undefined : refuse(400, 'CSeq method does not match');
}

/** RFC 3261 8.2.2.1, 19.1.1: a scheme we know, and a URI that may stand in a request line. */
export function checkRequestUri({ requestUri }: IncomingRequest): Refusal | undefined {
  const uri = parseUri(requestUri);
  if (!uri.ok) return refuse(400, 'Malformed Request-URI');
  if (uri.value.kind !== 'sip') return refuse(416);
  return uri.value.headers === undefined ? undefined : refuse(400, 'Headers in the Request-URI');
}

/** RFC 3261 26.2.2, RFC 5630 5.1.2: what was to be encrypted on every hop is not taken from a hop that was not. */
export function checkSecurity({ requestUri, flow }: IncomingRequest): Refusal | undefined {
  if (requestUri.startsWith('sip:') || !/^sips:/i.test(requestUri) || isEncrypted(flow.transport)) return undefined;
  return refuse(480, 'SIPS Not Allowed Here', { name: 'Warning', value: '380 cordboard "SIPS Not Allowed"' });
}

/** RFC 3261 16.3, 20.22: absent counts as 70; OPTIONS is answered at its last hop. */
export function checkMaxForwards({ request, method }: IncomingRequest): Refusal | undefined {
  const text = header(request, 'Max-Forwards');
  if (text === undefined) return undefined;
  const hops = parseDecimal(text, 255);
  if (hops === undefined) return refuse(400, 'Malformed Max-Forwards');
  return hops === 0 && method !== 'OPTIONS' ? refuse(483) : undefined;
}

/** RFC 3261 20.10: contacts that can be read; one alone where a dialog hangs on it (12.1.1). */
export function checkContact({ request, method }: IncomingRequest): Refusal | undefined {
  const lines = headers(request, 'Contact');
  if (lines.length === 0) return undefined;
  const contacts = parseContacts(lines);
  if (!contacts.ok) return refuse(400, 'Malformed Contact');
  if (contacts.value.kind === 'all') return method === 'REGISTER' ? undefined : refuse(400, 'Malformed Contact');
  return method === 'INVITE' && contacts.value.contacts.length > 1 ? refuse(400, 'Several Contacts') : undefined;
}

/** RFC 3261 8.2.2.2. */
export function checkMerged(incoming: IncomingRequest, context: CheckContext): Refusal | undefined {
  return context.isMerged(incoming) ? refuse(482, 'Request Merged') : undefined;
}

/** RFC 3261 8.2.2.3. Proxy-Require is for proxies. */
export function checkRequire({ request }: IncomingRequest, { supported }: CheckContext): Refusal | undefined {
  const lines = headers(request, 'Require');
  if (lines.length === 0) return undefined;
  const unsupported = splitTokens(lines).filter((tag) => !supported.includes(tag.toLowerCase()));
  return unsupported.length === 0 ? undefined : refuse(420, undefined, list('Unsupported', unsupported));
}

const NO_ENCODING: readonly string[] = ['identity'];

/** RFC 3261 8.2.3: a body whose type and encoding are served; without a body its type does not matter. */
export function checkContent({ request, method }: IncomingRequest, context: CheckContext): Refusal | undefined {
  if (request.body.length === 0) return undefined;
  const accepted = Object.hasOwn(context.acceptedTypes, method) ? context.acceptedTypes[method] : undefined;
  if (accepted === undefined) return undefined;
  const contentType = header(request, 'Content-Type');
  if (contentType === undefined) return refuse(400, 'Content-Type is missing');
  if (!accepted.includes(mediaType(contentType))) return refuse(415, undefined, list('Accept', accepted));
  const lines = headers(request, 'Content-Encoding');
  if (lines.length === 0) return undefined;
  const encodings = splitTokens(lines);
  const taken =
    (Object.hasOwn(context.acceptedEncodings ?? {}, method) && context.acceptedEncodings?.[method]) || NO_ENCODING;
  if (encodings.every((encoding) => taken.includes(encoding.toLowerCase()))) return undefined;
  return refuse(415, undefined, list('Accept-Encoding', taken));
}

/** RFC 3261 20.1, 21.4.7: an INVITE whose Accept rules out every session description of ours gets 406. */
export function checkAccept({ request, method }: IncomingRequest, context: CheckContext): Refusal | undefined {
  if (method !== 'INVITE') return undefined;
  const lines = headers(request, 'Accept');
  if (lines.length === 0) return undefined;
  // A description of ours is never within a multipart.
  const served = (context.acceptedTypes.INVITE ?? []).filter((type) => !type.startsWith('multipart/'));
  const ranges = lines.flatMap((line) => splitValues(line)).map(mediaType);
  const isAccepted = ranges.some((range) =>
    served.some((type) => range === '*/*' || range === type || range === `${type.split('/')[0]}/*`),
  );
  return isAccepted ? undefined : refuse(406);
}

/** The checks of RFC 3261 8.2 in order; version and the headers every request has are checked where they are read. */
export const requestChecks: readonly RequestCheck[] = [
  checkMethod,
  checkCSeqMethod,
  checkRequestUri,
  checkSecurity,
  checkMaxForwards,
  checkContact,
  checkMerged,
  checkRequire,
  checkContent,
  checkAccept,
];

/** ACK is never answered, and CANCEL may hold no Require (RFC 3261 8.2.2.3): only their shape is checked. */
export const shapeChecks: readonly RequestCheck[] = [checkCSeqMethod, checkRequestUri];

/** The first refusal. */
export function findRefusal(
  checks: readonly RequestCheck[],
  incoming: IncomingRequest,
  context: CheckContext,
): Refusal | undefined {
  for (const check of checks) {
    const refusal = check(incoming, context);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}
