import type { Random } from '../../base/random.ts';
import type { ByteRange, MsrpMessage, MsrpRequest } from './message.ts';

/** A transaction id whose end-line cannot stand in this body (RFC 4975 7.1). */
export function createTransactionId(random: Random, body: Buffer): string {
  for (;;) {
    const id = random.hex(8);
    if (body.indexOf(`-------${id}`) < 0) return id;
  }
}

export function createMessageId(random: Random): string {
  return random.hex(12);
}

export function formatByteRange({ start, end, total }: ByteRange): string {
  return `${start}-${end ?? '*'}/${total ?? '*'}`;
}

/** The bytes of a chunk or a response. */
export function serializeMessage(message: MsrpMessage): Buffer {
  const { transactionId } = message;
  const what = message.kind === 'request' ? message.method : `${message.status} ${message.comment}`.trimEnd();
  const lines = [
    `MSRP ${transactionId} ${what}`,
    `To-Path: ${message.toPath.join(' ')}`,
    `From-Path: ${message.fromPath.join(' ')}`,
  ];
  if (message.kind === 'response') return Buffer.from(`${lines.join('\r\n')}\r\n-------${transactionId}$\r\n`, 'utf8');
  lines.push(...requestLines(message));
  const { contentType, body, continuation } = message;
  const endLine = `-------${transactionId}${continuation}\r\n`;
  if (contentType === undefined) return Buffer.from(`${lines.join('\r\n')}\r\n${endLine}`, 'utf8');
  // The type is the last header, right before the body (RFC 4975 9).
  lines.push(`Content-Type: ${contentType}`);
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'utf8'), body, Buffer.from(`\r\n${endLine}`)]);
}

function requestLines(request: MsrpRequest): readonly string[] {
  const { messageId, byteRange, wantsSuccessReport, failureReport, status, headers } = request;
  return [
    ...(messageId === undefined ? [] : [`Message-ID: ${messageId}`]),
    ...(byteRange === undefined ? [] : [`Byte-Range: ${formatByteRange(byteRange)}`]),
    ...(wantsSuccessReport ? ['Success-Report: yes'] : []),
    ...(failureReport === 'yes' ? [] : [`Failure-Report: ${failureReport}`]),
    ...(status === undefined ? [] : [`Status: ${status.namespace} ${status.code}`]),
    ...headers.map(({ name, value }) => `${name}: ${value}`),
  ];
}
