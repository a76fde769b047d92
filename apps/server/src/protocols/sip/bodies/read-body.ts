/** What a body of a MESSAGE, or of an MSRP SEND, says: a text, that somebody is writing, or what became of a text. */
import { TextDecoder } from 'node:util';
import { TEXT_BYTES_MAX } from '@cordboard/shared/tlib/requests';
import { fail, type Result, succeed } from '../../../base/result.ts';
import { parameterValue } from '../message/parameters.ts';
import { decodeContent } from './content-coding.ts';
import {
  CPIM_TYPE,
  type CpimMessage,
  cpimContentType,
  cpimHeader,
  cpimHeaders,
  parseCpim,
  parseCpimAddress,
  requiredHeaders,
} from './cpim.ts';
import { type Disposition, IMDN_CPIM_NAMESPACE, IMDN_TYPE, type Imdn, parseDispositions, parseImdn } from './imdn.ts';
import { IS_COMPOSING_TYPE, type IsComposing, parseIsComposing } from './is-composing.ts';
import { mediaParameter, mimeHeader, readMediaValue } from './mime-headers.ts';
import { type BodyPart, isRequiredPart, MULTIPART_TYPES, parseMultipart } from './multipart.ts';
import { decodeTransfer } from './transfer-encoding.ts';

/** A body as it came. */
export interface RawBody {
  readonly contentType: string;
  /** Content-Encoding, in the order in which they were applied. */
  readonly encodings: readonly string[];
  /** Content-Disposition. */
  readonly disposition: string | undefined;
  readonly bytes: Buffer;
}

/** The CPIM envelope in which something came. */
export interface Envelope {
  /** `imdn.Message-ID`. */
  readonly messageId: string | null;
  /** As the writer wrote it. */
  readonly dateTime: string | null;
  /** What the writer wants to be told of the text. */
  readonly asks: readonly Disposition[];
  /** URI of the writer, who claims to be that. */
  readonly from: string | null;
}

export type BodyContent = (
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'composing'; readonly notice: IsComposing }
  | { readonly kind: 'notification'; readonly notification: Imdn }
  /** An optional part that means nothing here. */
  | { readonly kind: 'nothing' }
) & { readonly envelope: Envelope | null };

/** Why a body is not read: the status, with the reason in words. */
export interface BodyRefusal {
  readonly status: 400 | 413 | 415 | 420;
  readonly reason: string;
  /** What the refusal must list. */
  readonly lists?: 'types' | 'encodings';
  /** CPIM headers that must be understood and are not. */
  readonly unsupported?: readonly string[];
}

/** What Accept says of a MESSAGE. */
export const MESSAGE_TYPES: readonly string[] = [
  'text/plain',
  CPIM_TYPE,
  IS_COMPOSING_TYPE,
  IMDN_TYPE,
  ...MULTIPART_TYPES,
];
/** Of one body, unpacked; a text in it has at most `TEXT_BYTES_MAX`. */
const BODY_BYTES_MAX = 65_536;
/** Longest id that a writer may give to a text; what is beyond is cut off. */
const MESSAGE_ID_LENGTH_MAX = 128;
/** Envelopes and multiparts inside each other. */
const DEPTH_MAX = 4;
/** RFC 3261 20.11, RFC 2183, RFC 5438 12: what a body may be for. */
const DISPOSITIONS_KNOWN: readonly string[] = ['render', 'inline', 'attachment', 'notification'];

function refuse(status: BodyRefusal['status'], reason: string, lists?: BodyRefusal['lists']) {
  return fail<BodyRefusal>(lists === undefined ? { status, reason } : { status, reason, lists });
}

/** Reads a body whole; everything that is unpacked or decoded on the way is bounded. */
export function readBody(body: RawBody): Result<BodyContent, BodyRefusal> {
  return read(body, null, 1);
}

function read(body: RawBody, envelope: Envelope | null, depth: number): Result<BodyContent, BodyRefusal> {
  if (depth > DEPTH_MAX) return refuse(400, 'Body Too Deep');
  const purpose = body.disposition === undefined ? undefined : readMediaValue(body.disposition);
  if (purpose !== undefined && !DISPOSITIONS_KNOWN.includes(purpose.type)) {
    if (parameterValue(purpose.parameters, 'handling')?.toLowerCase() === 'optional')
      return succeed({ kind: 'nothing', envelope });
    return refuse(415, 'Unsupported Content-Disposition', 'types');
  }
  const decoded = decodeContent(body.bytes, body.encodings, BODY_BYTES_MAX);
  if (!decoded.ok) {
    if (decoded.failure === 'unknown') return refuse(415, 'Unsupported Content-Encoding', 'encodings');
    return decoded.failure === 'tooLarge' ? refuse(413, 'Content Too Large') : refuse(400, 'Malformed Content');
  }
  const { type } = readMediaValue(body.contentType);
  const bytes = decoded.value;
  if (type === 'text/plain') return readText(body.contentType, bytes, envelope);
  if (type === CPIM_TYPE) return readEnvelope(bytes, depth);
  if (type === IS_COMPOSING_TYPE) {
    const notice = parseIsComposing(bytes);
    return notice.ok ? succeed({ kind: 'composing', notice: notice.value, envelope }) : refuse(400, 'Malformed Notice');
  }
  if (type === IMDN_TYPE) {
    const read = parseImdn(bytes);
    if (!read.ok) return refuse(400, 'Malformed Notification');
    return succeed({ kind: 'notification', notification: read.value, envelope });
  }
  if (MULTIPART_TYPES.includes(type)) return readParts(body.contentType, bytes, envelope, depth);
  return refuse(415, 'Unsupported Media Type', 'types');
}

/** Made once: most texts are of it. */
const UTF_8 = new TextDecoder('utf-8');

function decoderFor(charset: string, bytes: Buffer): TextDecoder | undefined {
  // A byte order mark says more than the name.
  const label = charset === 'utf-16' && bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : charset;
  try {
    return new TextDecoder(label);
  } catch {
    return undefined;
  }
}

/** The charset is UTF-8 when it is not said (RFC 3428 5, RFC 3862 6.1). */
function readText(contentType: string, bytes: Buffer, envelope: Envelope | null): Result<BodyContent, BodyRefusal> {
  const charset = (mediaParameter(contentType, 'charset')?.trim() || 'utf-8').toLowerCase();
  const decoder = charset === 'utf-8' ? UTF_8 : decoderFor(charset, bytes);
  if (decoder === undefined) return refuse(415, 'Unsupported Charset', 'types');
  const text = decoder.decode(bytes);
  if (Buffer.byteLength(text) > TEXT_BYTES_MAX) return refuse(413, 'Text Too Large');
  return succeed({ kind: 'text', text, envelope });
}

function readEnvelope(bytes: Buffer, depth: number): Result<BodyContent, BodyRefusal> {
  const parsed = parseCpim(bytes);
  if (!parsed.ok) return refuse(400, 'Malformed CPIM');
  const message = parsed.value;
  const unsupported = requiredHeaders(message).filter(
    ({ name, namespace }) => !UNDERSTOOD.has(`${namespace ?? '?'} ${name.toLowerCase()}`),
  );
  if (unsupported.length > 0)
    return fail({
      status: 420,
      reason: 'CPIM Header Not Understood',
      unsupported: unsupported.map(({ written }) => written),
    });
  const part = { headers: message.contentHeaders, content: message.content };
  return readPart(part, cpimContentType(message), envelopeOf(message), depth + 1);
}

/** CPIM headers that may be required: they are heeded, or mean nothing that could be neglected. */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  ...['from', 'to', 'cc', 'datetime', 'subject', 'ns', 'require'].map((name) => ` ${name}`),
  ...['message-id', 'disposition-notification', 'original-to'].map((name) => `${IMDN_CPIM_NAMESPACE} ${name}`),
]);

function envelopeOf(message: CpimMessage): Envelope {
  return {
    messageId: cpimHeader(message, 'Message-ID', IMDN_CPIM_NAMESPACE)?.slice(0, MESSAGE_ID_LENGTH_MAX) ?? null,
    dateTime: cpimHeader(message, 'DateTime') ?? null,
    asks: parseDispositions(cpimHeaders(message, 'Disposition-Notification', IMDN_CPIM_NAMESPACE).join(',')),
    from: parseCpimAddress(cpimHeader(message, 'From') ?? '')?.uri ?? null,
  };
}

/** A body within a body, with MIME headers of its own. */
function readPart(
  { headers, content }: BodyPart,
  contentType: string,
  envelope: Envelope | null,
  depth: number,
): Result<BodyContent, BodyRefusal> {
  const encodings = mimeHeader(headers, 'Content-Encoding');
  const raw: RawBody = {
    contentType,
    encodings: encodings === undefined ? [] : encodings.split(',').map((encoding) => encoding.trim()),
    disposition: mimeHeader(headers, 'Content-Disposition'),
    bytes: decodeTransfer(content, mimeHeader(headers, 'Content-Transfer-Encoding')),
  };
  return read(raw, envelope, depth);
}

/**
 * The part that is read is the last readable one of an alternative and the first of the others. What cannot be shown of a
 * mixed body is named at the end of its text, unless it is optional.
 */
function readParts(
  contentType: string,
  bytes: Buffer,
  envelope: Envelope | null,
  depth: number,
): Result<BodyContent, BodyRefusal> {
  const parts = parseMultipart(bytes, mediaParameter(contentType, 'boundary'));
  if (!parts.ok) return refuse(400, 'Malformed Multipart');
  const isAlternative = readMediaValue(contentType).type === 'multipart/alternative';
  const ordered = isAlternative ? parts.value.toReversed() : parts.value;
  let chosen: BodyContent | undefined;
  let refusal: BodyRefusal | undefined;
  const unshown: string[] = [];
  for (const part of ordered) {
    const type = mimeHeader(part.headers, 'Content-Type') ?? 'text/plain';
    const content = chosen !== undefined && isAlternative ? undefined : readPart(part, type, envelope, depth + 1);
    if (content?.ok === true) {
      if (content.value.kind === 'nothing') continue;
      if (chosen === undefined) chosen = content.value;
      else if (chosen.kind === 'text' && content.value.kind === 'text') chosen = joined(chosen, content.value.text);
    } else if (content !== undefined && !isAlternative) {
      refusal ??= content.failure;
      if (isRequiredPart(part)) return content;
      unshown.push(nameOf(part, type));
    } else refusal ??= content?.failure;
  }
  if (chosen === undefined) return refusal === undefined ? succeed({ kind: 'nothing', envelope }) : fail(refusal);
  const content = chosen.kind === 'text' && unshown.length > 0 ? joined(chosen, unshown.join('\n')) : chosen;
  if (content.kind === 'text' && Buffer.byteLength(content.text) > TEXT_BYTES_MAX) return refuse(413, 'Text Too Large');
  return succeed(content);
}

type TextContent = Extract<BodyContent, { kind: 'text' }>;

function joined(content: TextContent, more: string): TextContent {
  return { ...content, text: content.text === '' ? more : `${content.text}\n${more}` };
}

const NAME_LENGTH_MAX = 80;

/** `[image/png photo.png]`: the agent learns that there was more. */
function nameOf({ headers }: BodyPart, type: string): string {
  const disposition = mimeHeader(headers, 'Content-Disposition') ?? '';
  const name = mediaParameter(disposition, 'filename') ?? mediaParameter(type, 'name');
  const shown = [readMediaValue(type).type, name].filter((word) => word !== undefined).join(' ');
  return `[${shown.replaceAll(/[\p{Cc}[\]]/gu, ' ').slice(0, NAME_LENGTH_MAX)}]`;
}
