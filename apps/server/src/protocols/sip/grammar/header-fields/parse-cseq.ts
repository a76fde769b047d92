import { fail, type Result, succeed } from '../../../../base/result.ts';
import { type CSeq, cseqMax } from '../../message/cseq.ts';
import { isToken, isWhiteSpace, parseDecimal, skipWhiteSpace } from '../tokens.ts';

/** RFC 3261 20.16: a number below 2^31, white space, a method. */
export function parseCSeq(value: string): Result<CSeq, string> {
  let end = 0;
  while (end < value.length && !isWhiteSpace(value.charCodeAt(end))) end++;
  const number = parseDecimal(value.slice(0, end), cseqMax);
  if (number === undefined) return fail('the CSeq number is malformed or too large');
  const method = value.slice(skipWhiteSpace(value, end));
  return isToken(method) ? succeed({ number, method }) : fail('the CSeq method is malformed');
}
