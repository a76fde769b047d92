/**
 * Content-Transfer-Encoding of a part (RFC 2045 6). SIP needs none, but what comes out of a mail library has one. What is no
 * such encoding is left as it is.
 */
export function decodeTransfer(content: Buffer, encoding: string | undefined): Buffer {
  switch (encoding?.trim().toLowerCase()) {
    case 'base64':
      return Buffer.from(content.toString('latin1'), 'base64');
    case 'quoted-printable':
      return decodeQuotedPrintable(content);
    default:
      return content;
  }
}

/** RFC 2045 6.7: `=41` is a byte, `=` at the end of a line joins it with the next. */
function decodeQuotedPrintable(content: Buffer): Buffer {
  const text = content
    .toString('latin1')
    .replaceAll(/=[ \t]*\r?\n/g, '')
    .replaceAll(/=([0-9a-fA-F]{2})/g, (_whole, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return Buffer.from(text, 'latin1');
}
