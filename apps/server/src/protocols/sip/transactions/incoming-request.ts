import type { Fingerprint } from '../../../base/fingerprint.ts';
import { fail, type Result, succeed } from '../../../base/result.ts';
import { mediaType } from '../grammar/header-fields/media-type.ts';
import { parseCSeq } from '../grammar/header-fields/parse-cseq.ts';
import { parseNameAddr } from '../grammar/header-fields/parse-name-addr.ts';
import { parseVia } from '../grammar/header-fields/parse-via.ts';
import { splitValues } from '../grammar/header-fields/split-values.ts';
import { isCallId } from '../grammar/tokens.ts';
import type { CSeq } from '../message/cseq.ts';
import { type Header, indexOfHeader, type SipRequest } from '../message/message.ts';
import { type NameAddr, tagOf } from '../message/name-addr.ts';
import { branchOf, serializeVia, type Via } from '../message/via.ts';
import { completeUsualVia, completeVia } from '../transport/answer-flow.ts';
import type { Flow } from '../transport/sip-transport.ts';
import { describeOldRequest, type Fingerprints, type KeyFields } from './fingerprints.ts';

/** A request with what the layers need of it, read once. */
export interface ReadRequest extends KeyFields {
  /** As received, with `received` and `rport` filled into the topmost Via. */
  readonly request: SipRequest;
  readonly flow: Flow;
  readonly from: NameAddr;
  readonly to: NameAddr;
  readonly toTag: string | undefined;
  readonly cseq: CSeq;
  /** The branch, or what stands for it where a peer of RFC 2543 sends none. */
  readonly branch: string;
}

/** One that can be looked for among the transactions. */
export interface IncomingRequest extends ReadRequest {
  /** As it came, in bytes. */
  readonly size: number;
  /** Of its server transaction. */
  readonly key: Fingerprint;
  /** What it has in common with its copies that came another way (RFC 3261 8.2.2.2); undefined within a dialog, and of CANCEL. */
  readonly mergeKey: Fingerprint | undefined;
}

/** Headers that come once (RFC 3261 7.3.1); a second one says that somebody tampers. Of a media type that comes again the first counts. */
const singleHeaders = ['From', 'To', 'Call-ID', 'CSeq', 'Max-Forwards', 'Content-Type'] as const;

/** The values of `singleHeaders`, each at its place. */
function findSingles(headers: readonly Header[]): Result<readonly (string | undefined)[], string> {
  const found: (string | undefined)[] = [undefined, undefined, undefined, undefined, undefined, undefined];
  for (const { name, value } of headers) {
    for (let place = 0; place < singleHeaders.length; place++) {
      if (singleHeaders[place] !== name) continue;
      const first = found[place];
      if (first === undefined) found[place] = value;
      // libpurple writes its Content-Type twice.
      else if (name !== 'Content-Type' || mediaType(value) !== mediaType(first)) return fail(`${name} comes twice`);
      break;
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
  const index = indexOfHeader(request.headers, 'Via');
  const { viaText, rest } = cutTopVia(request.headers[index]?.value ?? '');
  const via = parseVia(viaText);
  if (!via.ok) return { request, via, viaText };
  const usual = completeUsualVia(viaText, via.value, flow);
  const completed = usual === undefined ? completeVia(via.value, flow) : undefined;
  const text = usual ?? (completed === undefined ? undefined : serializeVia(completed));
  if (text === undefined) return { request, via, viaText };
  const headers = request.headers.slice();
  headers[index] = { name: 'Via', value: rest === '' ? text : `${text}${rest}` };
  const { kind, method, requestUri, body } = request;
  return { request: { kind, method, requestUri, headers, body }, via, viaText };
}

/** RFC 3261 8.1.1: what every request must have. The failure is a sentence for the 400. */
export function readRequest(received: SipRequest, flow: Flow): Result<ReadRequest, string> {
  const singles = findSingles(received.headers);
  if (!singles.ok) return singles;
  const { request, via, viaText } = noteSource(received, flow);
  if (!via.ok) return via;
  const [fromText, toText, callId, cseqText] = singles.value;
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
  const branch = branchOf(via.value);
  const fields = {
    method: request.method,
    requestUri: request.requestUri,
    via: via.value,
    viaText,
    fromTag: tagOf(from.value) ?? '',
    callId,
    cseqNumber: cseq.value.number,
    request,
    flow,
    from: from.value,
    to: to.value,
    toTag: tagOf(to.value),
    cseq: cseq.value,
    branch: branch ?? '',
  };
  if (branch === undefined) fields.branch = describeOldRequest(fields);
  return succeed(fields);
}

/** The same, ready to be looked for among the transactions; `size` is that of the message in bytes. */
export function readIncomingRequest(
  received: SipRequest,
  size: number,
  flow: Flow,
  fingerprints: Fingerprints,
): Result<IncomingRequest, string> {
  const read = readRequest(received, flow);
  if (!read.ok) return read;
  const { value } = read;
  const canBeMerged = value.toTag === undefined && value.method !== 'CANCEL';
  return succeed({
    ...value,
    size,
    key: fingerprints.ofTransaction(value),
    mergeKey: canBeMerged ? fingerprints.ofMerging(value) : undefined,
  });
}
