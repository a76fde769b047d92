/** Source of randomness, handed in. `edges/system` has the cryptographic one, tests a seeded one. */
export interface Random {
  /** `byteCount` random bytes as lower-case hex, so twice as many characters. */
  hex(byteCount: number): string;
}

const FRACTION_BYTES = 6;

/** From 0 up to, but not, 1; each as likely as the other. */
export function randomFraction(random: Random): number {
  return Number.parseInt(random.hex(FRACTION_BYTES), 16) / 256 ** FRACTION_BYTES;
}
