/** What a chunk's end-line says of its message (RFC 4975 7.1): `$` it ends here, `+` more will come, `#` it is given up. */
export type Continuation = '$' | '+' | '#';

/** Byte-Range (RFC 4975 9): counts from 1; null is `*`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number | null;
  readonly total: number | null;
}

/** What of a transaction its sender wants to hear: all, failures only, nothing (RFC 4975 7.1.2). */
export type FailureReport = 'yes' | 'partial' | 'no';

/** Status of a REPORT; only the namespace 000 is known. */
export interface ReportStatus {
  readonly namespace: string;
  readonly code: number;
}

export interface MsrpHeader {
  readonly name: string;
  readonly value: string;
}

interface Envelope {
  readonly transactionId: string;
  /** URIs as they stand, next hop first. */
  readonly toPath: readonly string[];
  /** URIs as they stand, last hop first. */
  readonly fromPath: readonly string[];
}

/** SEND, REPORT, or what we do not know. */
export interface MsrpRequest extends Envelope {
  readonly kind: 'request';
  readonly method: string;
  readonly messageId: string | undefined;
  readonly byteRange: ByteRange | undefined;
  readonly wantsSuccessReport: boolean;
  readonly failureReport: FailureReport;
  readonly status: ReportStatus | undefined;
  /** Undefined when there is no body: a body always has a type (RFC 4975 7.1). */
  readonly contentType: string | undefined;
  /** Content-Disposition, Content-Encoding and what else comes, in order. */
  readonly headers: readonly MsrpHeader[];
  readonly body: Buffer;
  readonly continuation: Continuation;
}

export interface MsrpResponse extends Envelope {
  readonly kind: 'response';
  readonly status: number;
  readonly comment: string;
}

export type MsrpMessage = MsrpRequest | MsrpResponse;

/** RFC 4975 10. */
const comments: Readonly<Record<number, string>> = {
  200: 'OK',
  400: 'Bad Request',
  403: 'Forbidden',
  408: 'Request Timeout',
  413: 'Stop Sending Message',
  415: 'Unsupported Media Type',
  423: 'Parameters Out of Bounds',
  481: 'Session Does Not Exist',
  501: 'Unknown Method',
  506: 'Session Already In Use',
};

export function commentOf(status: number): string {
  return comments[status] ?? '';
}

const identPattern = /^[A-Za-z0-9][A-Za-z0-9.\-+%=]{3,63}$/;

/** `ident` of RFC 4975 9, for message ids; twice its 32 characters are read, since some clients put UUIDs there. */
export function isIdent(text: string): boolean {
  return identPattern.test(text);
}

/** A request of ours, with what every one of them has. */
export function createRequest(
  parts: Pick<MsrpRequest, 'transactionId' | 'method' | 'toPath' | 'fromPath' | 'messageId'> & Partial<MsrpRequest>,
): MsrpRequest {
  return {
    kind: 'request',
    byteRange: undefined,
    wantsSuccessReport: false,
    failureReport: 'yes',
    status: undefined,
    contentType: undefined,
    headers: [],
    body: Buffer.alloc(0),
    continuation: '$',
    ...parts,
  };
}

/** The answer to a request: it goes to the hop that the request came from (RFC 4975 7.2). */
export function createResponse(
  request: Pick<MsrpRequest, 'transactionId' | 'toPath' | 'fromPath'>,
  status: number,
): MsrpResponse {
  const [hop = ''] = request.fromPath;
  const [own = ''] = request.toPath;
  const { transactionId } = request;
  return { kind: 'response', transactionId, toPath: [hop], fromPath: [own], status, comment: commentOf(status) };
}
