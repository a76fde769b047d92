/** Content-Encoding of a body (RFC 3261 20.12): what Linphone does to its notices. */
import { constants, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { fail, type Result, succeed } from '../../../base/result.ts';

/** What Accept-Encoding says. */
export const ACCEPTED_ENCODINGS: readonly string[] = ['deflate', 'gzip', 'identity'];

/** Most encodings on top of each other. */
const LAYERS_MAX = 2;
/** How many times its size a body may become, once it is beyond `FREE_BYTES`. */
const RATIO_MAX = 200;
const FREE_BYTES = 16_384;

export type DecodingFault = 'unknown' | 'malformed' | 'tooLarge';

/** Undoes these encodings, last one first; the result has at most `bytesMax` bytes, and that is all that is ever unpacked. */
export function decodeContent(
  body: Buffer,
  encodings: readonly string[],
  bytesMax: number,
): Result<Buffer, DecodingFault> {
  const layers = encodings.map((encoding) => encoding.toLowerCase()).filter((encoding) => encoding !== 'identity');
  if (layers.length > LAYERS_MAX) return fail('unknown');
  let content = body;
  for (const layer of layers.toReversed()) {
    const decoded = decodeLayer(content, layer, bytesMax);
    if (!decoded.ok) return decoded;
    content = decoded.value;
  }
  return succeed(content);
}

function decodeLayer(body: Buffer, encoding: string, bytesMax: number): Result<Buffer, DecodingFault> {
  const options = {
    maxOutputLength: Math.min(bytesMax, Math.max(FREE_BYTES, body.length * RATIO_MAX)),
    finishFlush: constants.Z_FINISH,
  };
  try {
    switch (encoding) {
      case 'gzip':
      case 'x-gzip':
        return succeed(gunzipSync(body, options));
      case 'deflate':
        // RFC 1950, or the bare RFC 1951 that some take the word for.
        return succeed(isZlib(body) ? inflateSync(body, options) : inflateRawSync(body, options));
      default:
        return fail('unknown');
    }
  } catch (error) {
    return fail((error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE' ? 'tooLarge' : 'malformed');
  }
}

/** RFC 1950 2.2: method 8, and a head that 31 divides. */
function isZlib(body: Buffer): boolean {
  const [first = 0, second = 0] = body;
  return (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0;
}
