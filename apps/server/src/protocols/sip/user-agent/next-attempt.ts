import { parseCSeq } from '../grammar/header-fields/parse-cseq.ts';
import type { Header, SipRequest } from '../message/message.ts';

/** The branch of a request's topmost Via that we wrote ourselves. */
const BRANCH = /(;branch=)([^;,\s]+)/;

/** The branch of a request of ours. */
export function ownBranch(request: SipRequest): string {
  const via = request.headers.find(({ name }) => name === 'Via')?.value ?? '';
  return BRANCH.exec(via)?.[2] ?? '';
}

/**
 * The same request as its n-th repetition with other headers added (RFC 3261 8.1.3.5): CSeq and branch are new, and they follow from
 * those of the first, so that after a restart the same repetition is the same transaction.
 */
export function nextAttempt(request: SipRequest, attempt: number, added: readonly Header[]): SipRequest {
  if (attempt === 0 && added.length === 0) return request;
  const changed = request.headers.map((header) => (attempt === 0 ? header : renewed(header, attempt)));
  return { ...request, headers: [...changed, ...added] };
}

function renewed(header: Header, attempt: number): Header {
  if (header.name === 'Via') return { ...header, value: header.value.replace(BRANCH, `$1$2.${attempt}`) };
  const cseq = header.name === 'CSeq' ? parseCSeq(header.value) : undefined;
  return cseq?.ok === true ? { ...header, value: `${cseq.value.number + attempt} ${cseq.value.method}` } : header;
}
