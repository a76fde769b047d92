import { fail, type Result, succeed } from '../../../base/result.ts';
import { parseCSeq } from '../grammar/parse-cseq.ts';
import { parseNameAddr } from '../grammar/parse-name-addr.ts';
import { parseVia } from '../grammar/parse-via.ts';
import { splitValues } from '../grammar/split-values.ts';
import { isCallId } from '../grammar/tokens.ts';
import type { CSeq } from '../message/cseq.ts';
import type { Header, SipRequest } from '../message/message.ts';
import { type NameAddr, tagOf } from '../message/name-addr.ts';
import { branchOf, serializeVia, type Via } from '../message/via.ts';
import { completeVia } from './answer-flow.ts';
import type { Flow } from './sip-transport.ts';
import { type KeyFields, serverTransactionKey } from './transaction-key.ts';

/** A request with what the layers need of it, read once. */
export interface IncomingRequest extends KeyFields {
  /** As received, with `received` and `rport` filled into the topmost Via. */
  readonly request: SipRequest;
  readonly flow: Flow;
  readonly from: NameAddr;
  readonly to: NameAddr;
  readonly toTag: string | undefined;
  readonly cseq: CSeq;
  /** The branch, or what stands for it where a peer of RFC 2543 sends none. */
  readonly branch: string;
  readonly key: string;
}

/** Headers that come once (RFC 3261 7.3.1); a second one says that somebody tampers. */
const singleHeaders: ReadonlySet<string> = new Set(['From', 'To', 'Call-ID', 'CSeq', 'Max-Forwards', 'Content-Type']);

function findSingles(headers: readonly Header[]): Result<ReadonlyMap<string, string>, string> {
  const found = new Map<string, string>();
  for (const { name, value } of headers) {
    if (name === 'Via') {
      if (!found.has(name)) found.set(name, value);
    } else if (singleHeaders.has(name)) {
      if (found.has(name)) return fail(`${name} comes twice`);
      found.set(name, value);
    }
  }
  return succeed(found);
}

/** The topmost value of a Via line and what follows it, as it came: an answer must not be longer than what is answered. */
function cutTopVia(line: string): { viaText: string; rest: string } {
  if (!line.includes(',')) return { viaText: line, rest: '' };
  const [viaText = ''] = splitValues(line);
  return { viaText, rest: line.trimStart().slice(viaText.length) };
}

/** `request` with the source noted in its topmost Via; undefined Via when that cannot be read. */
export function noteSource(
  request: SipRequest,
  flow: Flow,
): { request: SipRequest; via: Result<Via, string>; viaText: string } {
  const index = request.headers.findIndex(({ name }) => name === 'Via');
  const { viaText, rest } = cutTopVia(request.headers[index]?.value ?? '');
  const via = parseVia(viaText);
  const completed = via.ok ? completeVia(via.value, flow) : undefined;
  if (completed === undefined) return { request, via, viaText };
  const headers = request.headers.slice();
  headers[index] = { name: 'Via', value: `${serializeVia(completed)}${rest}` };
  return { request: { ...request, headers }, via: succeed(completed), viaText };
}

/** RFC 3261 8.1.1: what every request must have. The failure is a sentence for the 400. */
export function readIncomingRequest(received: SipRequest, flow: Flow): Result<IncomingRequest, string> {
  const singles = findSingles(received.headers);
  if (!singles.ok) return singles;
  const { request, via, viaText } = noteSource(received, flow);
  if (!via.ok) return via;
  const fromText = singles.value.get('From');
  const toText = singles.value.get('To');
  const callId = singles.value.get('Call-ID');
  const cseqText = singles.value.get('CSeq');
  if (fromText === undefined || toText === undefined || callId === undefined || cseqText === undefined) {
    return fail('From, To, Call-ID or CSeq is missing');
  }
  if (!isCallId(callId)) return fail('Call-ID is malformed');
  const from = parseNameAddr(fromText);
  if (!from.ok) return fail(`From: ${from.failure}`);
  const to = parseNameAddr(toText);
  if (!to.ok) return fail(`To: ${to.failure}`);
  const cseq = parseCSeq(cseqText);
  if (!cseq.ok) return cseq;
  const fields = {
    method: request.method,
    requestUri: request.requestUri,
    via: via.value,
    viaText,
    fromTag: tagOf(from.value) ?? '',
    callId,
    cseqNumber: cseq.value.number,
  };
  const key = serverTransactionKey(fields);
  return succeed({
    ...fields,
    request,
    flow,
    from: from.value,
    to: to.value,
    toTag: tagOf(to.value),
    cseq: cseq.value,
    branch: branchOf(via.value) ?? key,
    key,
  });
}
