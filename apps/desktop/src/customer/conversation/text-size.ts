/** The service takes texts of up to 16 kB of UTF-8 (SIP answer 413 above). */
export const TEXT_BYTES_MAX = 16_384;

const encoder = new TextEncoder();

export function measureText(text: string): { bytes: number; isTooLong: boolean } {
  const bytes = encoder.encode(text).byteLength;
  return { bytes, isTooLong: bytes > TEXT_BYTES_MAX };
}
