/** The media line of MSRP and its attributes (RFC 4975 8, RFC 6135 4, RFC 7977 5). */
import { fail, type Result, succeed } from '../../../base/result.ts';
import { parseDecimal } from '../grammar/tokens.ts';
import type { Media } from './sdp.ts';

/** Who opens the connection (RFC 4145). */
export type Setup = 'active' | 'passive' | 'actpass';

export interface MsrpMedia {
  readonly isSecure: boolean;
  /** URIs as they stand, next hop first. */
  readonly path: readonly string[];
  /** Lower case. */
  readonly acceptTypes: readonly string[];
  /** Lower case: what may stand within an envelope, beside what stands alone. */
  readonly acceptWrappedTypes: readonly string[];
  /** Bytes; undefined when any size will do. */
  readonly maxSize: number | undefined;
  /** Without it he who has offered connects (RFC 4975 5.4). */
  readonly setup: Setup;
  /** Of the certificates that this side shows (RFC 8122): `sha-256 AB:CD:…`. */
  readonly fingerprints?: readonly string[];
}

const protocols = new Set(['tcp/msrp', 'tcp/tls/msrp']);
const typesMax = 64;
const pathLengthMax = 4_096;
const FINGERPRINT = /^fingerprint: *(sha-(?:256|384|512)) +((?:[0-9a-f]{2}:){31,63}[0-9a-f]{2}) *$/i;
const fingerprintsMax = 8;

/** Whether this media line speaks of MSRP at all. */
export function isMsrpMedia(media: Media): boolean {
  return media.media === 'message' && protocols.has(media.protocol.toLowerCase()) && media.port !== 0;
}

function attribute(media: Media, name: string): string | undefined {
  const found = media.attributes.find((line) => line.slice(0, name.length + 1).toLowerCase() === `${name}:`);
  return found?.slice(name.length + 1).trim();
}

function words(text: string | undefined): readonly string[] {
  return (text ?? '').split(' ').filter((word) => word !== '');
}

/** Reads the attributes of an MSRP media line of an offer or an answer; a failure means that it cannot be served. */
export function readMsrpMedia(media: Media, of: 'offer' | 'answer' = 'offer'): Result<MsrpMedia, string> {
  const pathText = attribute(media, 'path');
  if (pathText === undefined || pathText.length > pathLengthMax) return fail('a=path is missing');
  const acceptTypes = words(attribute(media, 'accept-types')?.toLowerCase());
  if (acceptTypes.length === 0 || acceptTypes.length > typesMax) return fail('a=accept-types is missing');
  const setup = attribute(media, 'setup')?.toLowerCase() ?? (of === 'offer' ? 'active' : 'passive');
  if (setup !== 'active' && setup !== 'passive' && setup !== 'actpass') return fail('a=setup says something else');
  const isSecure = media.protocol.toLowerCase() === 'tcp/tls/msrp';
  return succeed({
    isSecure,
    path: words(pathText),
    acceptTypes,
    acceptWrappedTypes: words(attribute(media, 'accept-wrapped-types')?.toLowerCase()).slice(0, typesMax),
    maxSize: parseDecimal(attribute(media, 'max-size') ?? '', Number.MAX_SAFE_INTEGER),
    setup,
    ...(isSecure ? readFingerprints(media) : {}),
  });
}

/** Those by the hash functions that are good enough. */
function readFingerprints({ attributes }: Media): Pick<MsrpMedia, 'fingerprints'> {
  const found = attributes.flatMap((line) => {
    const [, hash = '', value = ''] = FINGERPRINT.exec(line) ?? [];
    return value === '' ? [] : [`${hash.toLowerCase()} ${value.toUpperCase()}`];
  });
  return found.length === 0 ? {} : { fingerprints: found.slice(0, fingerprintsMax) };
}

/** Whether a list of types has this one, which is given in lower case and without parameters. */
export function acceptsType(types: readonly string[], type: string): boolean {
  const family = `${type.slice(0, type.indexOf('/'))}/*`;
  return types.some((entry) => entry === '*' || entry === type || entry === family);
}

/** Our side of MSRP, as lines of a description. */
export function msrpMediaLines(
  media: Omit<MsrpMedia, 'maxSize'> & { readonly port: number; readonly maxSize: number },
): readonly string[] {
  return [
    `m=message ${media.port} ${media.isSecure ? 'TCP/TLS/MSRP' : 'TCP/MSRP'} *`,
    `a=accept-types:${media.acceptTypes.join(' ')}`,
    ...(media.acceptWrappedTypes.length === 0 ? [] : [`a=accept-wrapped-types:${media.acceptWrappedTypes.join(' ')}`]),
    `a=max-size:${media.maxSize}`,
    `a=setup:${media.setup}`,
    ...(media.fingerprints ?? []).map((fingerprint) => `a=fingerprint:${fingerprint}`),
    `a=path:${media.path.join(' ')}`,
  ];
}
