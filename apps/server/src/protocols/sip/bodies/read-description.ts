/** Where the session description of a message is: its body, or a part of it (RFC 5621). */
import { fail, type Result, succeed } from '../../../base/result.ts';
import { header, type SipMessage } from '../message/message.ts';
import { mediaParameter, mimeHeader, readMediaValue } from './mime-headers.ts';
import { type BodyPart, isRequiredPart, MULTIPART_TYPES, parseMultipart } from './multipart.ts';
import { decodeTransfer } from './transfer-encoding.ts';

const SDP_TYPE = 'application/sdp';
/** What Accept says of an INVITE. */
export const DESCRIPTION_TYPES: readonly string[] = [SDP_TYPE, ...MULTIPART_TYPES];
/** Multiparts inside each other. */
const DEPTH_MAX = 4;

/** Why a body is not read: the status of the answer, with the reason in words. */
export interface DescriptionRefusal {
  readonly status: 400 | 415;
  readonly reason: string;
}

const NONE = Buffer.alloc(0);

/**
 * The bytes of the description; none when the message has no description. Of a multipart it is the first part that is
 * one, of multipart/alternative the last. What else lies in a multipart (a location, another description for early
 * media) is left alone; with `handling=required` the whole is 415.
 */
export function readDescription(message: SipMessage): Result<Buffer, DescriptionRefusal> {
  if (message.body.length === 0) return succeed(NONE);
  const contentType = header(message, 'Content-Type') ?? SDP_TYPE;
  if (!isMultipart(contentType)) return succeed(message.body);
  const found = findDescription(contentType, message.body, 1);
  return found.ok ? succeed(found.value ?? NONE) : found;
}

function isMultipart(contentType: string): boolean {
  return MULTIPART_TYPES.includes(readMediaValue(contentType).type);
}

function findDescription(
  contentType: string,
  bytes: Buffer,
  depth: number,
): Result<Buffer | undefined, DescriptionRefusal> {
  if (depth > DEPTH_MAX) return fail({ status: 400, reason: 'Body Too Deep' });
  const parts = parseMultipart(bytes, mediaParameter(contentType, 'boundary'));
  if (!parts.ok) return fail({ status: 400, reason: 'Malformed Multipart' });
  const isAlternative = readMediaValue(contentType).type === 'multipart/alternative';
  let found: Buffer | undefined;
  for (const part of isAlternative ? parts.value.toReversed() : parts.value) {
    const type = mimeHeader(part.headers, 'Content-Type') ?? 'text/plain';
    const inner = isMultipart(type) ? findDescription(type, contentOf(part), depth + 1) : succeed(descriptionIn(part));
    if (!inner.ok) return inner;
    if (inner.value === undefined && isRequiredPart(part) && !isAlternative)
      return fail({ status: 415, reason: 'Unsupported Body Part' });
    found ??= inner.value;
  }
  return succeed(found);
}

/** RFC 3261 20.11: a description is one of the session unless it says something else, as early-session (RFC 3959) does. */
function descriptionIn(part: BodyPart): Buffer | undefined {
  if (readMediaValue(mimeHeader(part.headers, 'Content-Type') ?? '').type !== SDP_TYPE) return undefined;
  const disposition = mimeHeader(part.headers, 'Content-Disposition');
  if (disposition !== undefined && readMediaValue(disposition).type !== 'session') return undefined;
  const encoding = mimeHeader(part.headers, 'Content-Encoding')?.trim().toLowerCase() ?? 'identity';
  return encoding === 'identity' ? contentOf(part) : undefined;
}

function contentOf({ headers, content }: BodyPart): Buffer {
  return decodeTransfer(content, mimeHeader(headers, 'Content-Transfer-Encoding'));
}
