import { fail, type Result, succeed } from '../../../base/result.ts';
import { isToken, parseDecimal } from '../grammar/tokens.ts';

/** One `m=` section (RFC 4566 5.14). */
export interface Media {
  readonly media: string;
  readonly port: number;
  readonly protocol: string;
  /** What follows the protocol: formats, or the URI of `m=message <port> sip <uri>`. */
  readonly formats: readonly string[];
  /** What stands behind `a=` in its section, in order. */
  readonly attributes: readonly string[];
}

export interface SessionDescription {
  readonly media: readonly Media[];
  /** `t=` of the offer, which an answer repeats (RFC 3264 6). */
  readonly time: string;
}

const mediaMax = 32;
const attributesMax = 128;

function parseMedia(value: string): Result<Media, string> {
  const [media = '', portText = '', protocol = '', ...formats] = value.split(' ').filter((word) => word !== '');
  const slash = portText.indexOf('/');
  const port = parseDecimal(slash < 0 ? portText : portText.slice(0, slash), 65_535);
  if (!isToken(media) || port === undefined || protocol === '') return fail('a media line is malformed');
  return succeed({ media: media.toLowerCase(), port, protocol, formats, attributes: [] });
}

/** Reads as much of RFC 4566 as an offer of messages needs; lines it does not know mean nothing to it. */
export function parseSdp(body: Buffer): Result<SessionDescription, string> {
  const lines = body
    .toString('utf8')
    .split('\n')
    .map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  if (lines[0] !== 'v=0') return fail('the session description does not start with v=0');
  const media: Media[] = [];
  let attributes: string[] = [];
  const ofAll = attributes;
  let time = '0 0';
  for (const line of lines) {
    if (line.startsWith('t=') && media.length === 0) time = line.slice(2);
    if (line.startsWith('a=') && attributes.length < attributesMax) attributes.push(line.slice(2));
    if (!line.startsWith('m=')) continue;
    const parsed = parseMedia(line.slice(2));
    if (!parsed.ok) return parsed;
    if (media.length >= mediaMax) return fail('there are too many media lines');
    attributes = [];
    media.push({ ...parsed.value, attributes });
  }
  return succeed({ media: media.map((one) => withFingerprints(one, ofAll)), time });
}

/** RFC 8122 5: what stands before the media lines holds for each that says nothing itself. */
function withFingerprints(media: Media, ofAll: readonly string[]): Media {
  const isFingerprint = (line: string) => /^fingerprint:/i.test(line);
  const inherited = ofAll.filter(isFingerprint);
  if (inherited.length === 0 || media.attributes.some(isFingerprint)) return media;
  return { ...media, attributes: [...media.attributes, ...inherited] };
}

/** `m=message <port> sip <uri|null>`, as RTC and LCS clients offer it; port 0 means that it is not wanted. */
export function isMessageMedia(media: Media): boolean {
  return media.media === 'message' && media.protocol.toLowerCase() === 'sip' && media.port !== 0;
}

export interface SessionPlace {
  readonly host: string;
  /** Of the SIP transport, for the media line. */
  readonly port: number;
  /** What we said before in this session: the version rises when we say something else (RFC 3264 8). */
  readonly before?: string;
}

function buildSdp(place: SessionPlace, time: string, mediaLines: readonly string[]): Buffer {
  const version = Number(/^o=\S+ \S+ (\d{1,15}) /m.exec(place.before ?? '')?.[1] ?? 0);
  const same = writeSdp(place, version, time, mediaLines);
  const isSaidAnew = place.before !== undefined && place.before !== same;
  return Buffer.from(isSaidAnew ? writeSdp(place, version + 1, time, mediaLines) : same, 'utf8');
}

function writeSdp(place: SessionPlace, version: number, time: string, mediaLines: readonly string[]): string {
  const host = place.host.startsWith('[') ? place.host.slice(1, -1) : place.host;
  const addressType = host.includes(':') ? 'IP6' : 'IP4';
  const lines = [
    'v=0',
    `o=- 0 ${version} IN ${addressType} ${host}`,
    's=session',
    `c=IN ${addressType} ${host}`,
    `t=${time}`,
    ...mediaLines,
  ];
  return `${lines.join('\r\n')}\r\n`;
}

/** `message <port> sip null`: our side of session mode. */
export function sessionModeLines(place: SessionPlace): readonly string[] {
  return [`m=message ${place.port} sip null`];
}

/** RFC 3264 6: one line is taken and answered by `lines`, all other media are refused with port 0, in the order of the offer. */
export function buildAnswer(
  { offer, taken }: { readonly offer: SessionDescription; readonly taken: Media },
  place: SessionPlace,
  lines: readonly string[] = sessionModeLines(place),
): Buffer {
  const mediaLines = offer.media.flatMap((media) => {
    if (media === taken) return lines;
    return `m=${[media.media, 0, media.protocol, ...media.formats].join(' ')}`;
  });
  return buildSdp(place, /^[0-9 ]+$/.test(offer.time) ? offer.time : '0 0', mediaLines);
}

/** RFC 3264 5: an offer of session mode, after other lines that are rather wanted. */
export function buildOffer(place: SessionPlace, before: readonly string[] = []): Buffer {
  return buildMediaOffer(place, [...before, ...sessionModeLines(place)]);
}

/** An offer of these media lines with their attributes. */
export function buildMediaOffer(place: SessionPlace, lines: readonly string[]): Buffer {
  return buildSdp(place, '0 0', lines);
}

export type OfferReading =
  /** The INVITE has no description: answer with `buildOffer`, the answer comes in the ACK. */
  | { readonly name: 'absent' }
  /** `taken` is the first media line that is served. */
  | { readonly name: 'served'; readonly offer: SessionDescription; readonly taken: Media }
  | { readonly name: 'refused'; readonly status: 400 | 488 };

/** What to do about the body of an INVITE. `isServed` says which media are. */
export function readOffer(body: Buffer, isServed: (media: Media) => boolean = isMessageMedia): OfferReading {
  if (body.length === 0) return { name: 'absent' };
  const offer = parseSdp(body);
  if (!offer.ok) return { name: 'refused', status: 400 };
  const taken = offer.value.media.find(isServed);
  return taken === undefined ? { name: 'refused', status: 488 } : { name: 'served', offer: offer.value, taken };
}
