const encoder = new TextEncoder();

/** Bytes of UTF-8 that a text takes. */
export function byteLength(text: string): number {
  return encoder.encode(text).length;
}
