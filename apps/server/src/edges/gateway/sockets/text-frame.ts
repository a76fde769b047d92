const FINAL_TEXT = 0x81;
/** From these lengths on the length stands in 2 or in 8 bytes of its own. */
const LENGTH_IN_2 = 126;
const LENGTH_IN_8 = 65_536;

/** A text as one unmasked WebSocket frame (RFC 6455 5.2). */
export function buildTextFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const start = length < LENGTH_IN_2 ? 2 : length < LENGTH_IN_8 ? 4 : 10;
  const frame = Buffer.allocUnsafe(start + length);
  frame[0] = FINAL_TEXT;
  if (start === 2) frame[1] = length;
  else if (start === 4) {
    frame[1] = LENGTH_IN_2;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = LENGTH_IN_2 + 1;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, start);
  return frame;
}
