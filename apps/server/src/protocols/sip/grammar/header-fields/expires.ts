import { header, type SipRequest } from '../../message/message.ts';
import { parseDecimal } from '../tokens.ts';

/** RFC 3261 20.19: 32 bits. */
const DELTA_SECONDS_MAX = 0xffff_ffff;

/** For how long a request asks by its Expires: `max` at most, and when nothing is said or it cannot be read. */
export function askedSeconds(request: SipRequest, max: number): number {
  return Math.min(parseDecimal(header(request, 'Expires') ?? '', DELTA_SECONDS_MAX) ?? max, max);
}
