import type { Random } from '../../../base/random.ts';
import type { Header, SipRequest } from '../message/message.ts';
import type { TransportName } from '../message/transport-name.ts';
import { buildVia, magicCookie } from '../message/via.ts';

/** RFC 3261 8.1.1.7. */
export function createBranch(random: Random): string {
  return `${magicCookie}${random.hex(12)}`;
}

/** RFC 3261 19.3: at least 32 random bits. */
export function createTag(random: Random): string {
  return random.hex(8);
}

/** RFC 3261 8.1.1.4. */
export function createCallId(random: Random): string {
  return random.hex(16);
}

export interface RequestOptions {
  readonly method: string;
  readonly requestUri: string;
  readonly transport: TransportName;
  readonly sentBy: string;
  readonly branch: string;
  /** Whole From and To values, tags included; see `buildNameAddr`. */
  readonly from: string;
  readonly to: string;
  readonly callId: string;
  readonly cseq: number;
  readonly maxForwards?: number;
  /** Route first; then what this request needs, such as Contact. */
  readonly headers?: readonly Header[];
  readonly body?: Buffer | string;
  readonly contentType?: string;
}

/** RFC 3261 8.1.1. */
export function buildRequest(options: RequestOptions): SipRequest {
  const { method, branch, body } = options;
  const headers: Header[] = [
    { name: 'Via', value: buildVia({ transport: options.transport, sentBy: options.sentBy, branch }) },
    { name: 'Max-Forwards', value: String(options.maxForwards ?? 70) },
    { name: 'From', value: options.from },
    { name: 'To', value: options.to },
    { name: 'Call-ID', value: options.callId },
    { name: 'CSeq', value: `${options.cseq} ${method}` },
    ...(options.headers ?? []),
  ];
  if (options.contentType !== undefined) headers.push({ name: 'Content-Type', value: options.contentType });
  const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : (body ?? Buffer.alloc(0));
  return { kind: 'request', method, requestUri: options.requestUri, headers, body: bytes };
}
