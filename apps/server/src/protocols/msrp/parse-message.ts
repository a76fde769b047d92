import { fail, type Result, succeed } from '../../base/result.ts';
import {
  type ByteRange,
  type Continuation,
  type FailureReport,
  isIdent,
  type MsrpHeader,
  type MsrpMessage,
  type MsrpRequest,
  type ReportStatus,
} from './message.ts';
import { parsePath } from './msrp-uri.ts';
import { defaultMsrpLimits, type MsrpLimits } from './parse-limits.ts';

/** Why bytes are no message; with `answerable` when a 400 can be addressed. */
export interface MsrpParseFailure {
  readonly what: string;
  readonly answerable?: Pick<MsrpRequest, 'transactionId' | 'toPath' | 'fromPath'>;
}

const startLinePattern = /^MSRP ([A-Za-z0-9][A-Za-z0-9.\-+%=]{3,63}) (?:([A-Z]{1,32})|(\d{3})(?: (.*))?)$/;
const lineEnd = Buffer.from('\r\n');
const emptyLine = Buffer.from('\r\n\r\n');
const headerNamePattern = /^[A-Za-z][A-Za-z0-9.\-+%=]*$/;

/** The ids and the kind of message that a start line announces. */
export interface StartLine {
  readonly transactionId: string;
  readonly method: string | undefined;
  readonly status: number | undefined;
  readonly comment: string;
}

export function parseStartLine(text: string): StartLine | undefined {
  const found = startLinePattern.exec(text);
  if (found === null) return undefined;
  const [, transactionId = '', method, statusText, comment = ''] = found;
  return { transactionId, method, status: statusText === undefined ? undefined : Number(statusText), comment };
}

/** One whole chunk, from `MSRP` to the line end of its end-line (RFC 4975 9). Never throws. */
export function parseMessage(
  bytes: Buffer,
  limits: MsrpLimits = defaultMsrpLimits,
): Result<MsrpMessage, MsrpParseFailure> {
  const startEnd = bytes.indexOf(lineEnd);
  const start = startEnd < 0 ? undefined : parseStartLine(bytes.toString('latin1', 0, startEnd));
  if (start === undefined) return fail({ what: 'the start line is malformed' });
  const continuation = readEndLine(bytes, start.transactionId);
  if (continuation === undefined) return fail({ what: 'the end-line is missing' });
  const endLineStart = bytes.length - endLineLength(start.transactionId);
  const headersStart = startEnd + lineEnd.length;
  const emptyLineAt = bytes.indexOf(emptyLine, startEnd);
  const hasBody = emptyLineAt >= 0 && emptyLineAt + emptyLine.length <= endLineStart;
  const headersEnd = hasBody ? emptyLineAt : endLineStart - lineEnd.length;
  if (headersEnd < headersStart) return fail({ what: 'there are no headers' });
  if (headersEnd > limits.headBytesMax) return fail({ what: 'the head is too long' });
  const headers = readHeaders(bytes.toString('utf8', headersStart, headersEnd), limits);
  if (!headers.ok) return fail({ what: headers.failure });
  const bodyStart = emptyLineAt + emptyLine.length;
  // The line end before the end-line is not the body's; a head that ends with an empty line has none.
  const body = hasBody ? bytes.subarray(bodyStart, Math.max(endLineStart - lineEnd.length, bodyStart)) : noBody;
  return build(start, headers.value, body, continuation);
}

const noBody = Buffer.alloc(0);

function endLineLength(transactionId: string): number {
  return 7 + transactionId.length + 1 + lineEnd.length;
}

function readEndLine(bytes: Buffer, transactionId: string): Continuation | undefined {
  const at = bytes.length - endLineLength(transactionId);
  if (at < lineEnd.length || bytes.toString('latin1', at - lineEnd.length, at) !== '\r\n') return undefined;
  const line = bytes.toString('latin1', at);
  if (!line.startsWith(`-------${transactionId}`) || !line.endsWith('\r\n')) return undefined;
  const flag = line.charAt(line.length - 3);
  return flag === '$' || flag === '+' || flag === '#' ? flag : undefined;
}

function readHeaders(text: string, limits: MsrpLimits): Result<readonly MsrpHeader[], string> {
  const lines = text.split('\r\n');
  if (lines.length > limits.headersMax) return fail('there are too many headers');
  const headers: MsrpHeader[] = [];
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0));
    const value = line.slice(colon + 1).trim();
    if (!headerNamePattern.test(name) || hasControl(value)) return fail('a header is malformed');
    headers.push({ name, value });
  }
  return succeed(headers);
}

/** Control characters other than the tab. */
function hasControl(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if ((code < 0x20 && code !== 0x09) || code === 0x7f) return true;
  }
  return false;
}

const known = new Set([
  'to-path',
  'from-path',
  'message-id',
  'byte-range',
  'success-report',
  'failure-report',
  'status',
  'content-type',
]);

function build(
  start: StartLine,
  all: readonly MsrpHeader[],
  body: Buffer,
  continuation: Continuation,
): Result<MsrpMessage, MsrpParseFailure> {
  const values = new Map<string, string>();
  const headers: MsrpHeader[] = [];
  let repeated: string | undefined;
  for (const header of all) {
    const name = header.name.toLowerCase();
    if (!known.has(name)) headers.push(header);
    else if (values.has(name)) repeated = header.name;
    else values.set(name, header.value);
  }
  const toPath = parsePath(values.get('to-path') ?? '');
  const fromPath = parsePath(values.get('from-path') ?? '');
  if (!toPath.ok) return fail({ what: toPath.failure });
  if (!fromPath.ok) return fail({ what: fromPath.failure });
  const { transactionId, method, status, comment } = start;
  const envelope = { transactionId, toPath: toPath.value, fromPath: fromPath.value };
  if (status !== undefined) return succeed({ kind: 'response', ...envelope, status, comment });
  const refuse = (what: string) => fail({ what, answerable: envelope });
  if (repeated !== undefined) return refuse(`${repeated} is repeated`);
  const messageId = values.get('message-id');
  if (messageId !== undefined && !isIdent(messageId)) return refuse('Message-ID is malformed');
  const byteRange = readOptional(values.get('byte-range'), parseByteRange);
  const reportStatus = readOptional(values.get('status'), parseStatus);
  const failureReport = readOptional(values.get('failure-report'), parseFailureReport);
  if (byteRange === 'malformed') return refuse('Byte-Range is malformed');
  if (reportStatus === 'malformed') return refuse('Status is malformed');
  if (failureReport === 'malformed') return refuse('Failure-Report is malformed');
  return succeed({
    kind: 'request',
    ...envelope,
    method: method ?? '',
    messageId,
    byteRange,
    wantsSuccessReport: values.get('success-report')?.toLowerCase() === 'yes',
    failureReport: failureReport ?? 'yes',
    status: reportStatus,
    contentType: values.get('content-type'),
    headers,
    body,
    continuation,
  });
}

function readOptional<Value>(
  text: string | undefined,
  parse: (text: string) => Value | undefined,
): Value | undefined | 'malformed' {
  return text === undefined ? undefined : (parse(text) ?? 'malformed');
}

const byteRangePattern = /^(\d{1,15})-(\d{1,15}|\*)\/(\d{1,15}|\*)$/;

/** `1-0/0` is the range of nothing. */
export function parseByteRange(text: string): ByteRange | undefined {
  const found = byteRangePattern.exec(text);
  if (found === null) return undefined;
  const [, startText, endText, totalText] = found;
  const start = Number(startText);
  const end = endText === '*' ? null : Number(endText);
  const total = totalText === '*' ? null : Number(totalText);
  if (start < 1 || (end !== null && end < start - 1)) return undefined;
  if (total !== null && (start > total + 1 || (end !== null && end > total))) return undefined;
  return { start, end, total };
}

function parseStatus(text: string): ReportStatus | undefined {
  const found = /^(\d{3}) (\d{3})(?: .*)?$/.exec(text);
  return found === null ? undefined : { namespace: found[1] ?? '', code: Number(found[2]) };
}

function parseFailureReport(text: string): FailureReport | undefined {
  const value = text.toLowerCase();
  return value === 'yes' || value === 'partial' || value === 'no' ? value : undefined;
}
