/** Source of randomness, handed in. `edges/system` has the cryptographic one, tests a seeded one. */
export interface Random {
  /** `byteCount` random bytes as lower-case hex, so twice as many characters. */
  hex(byteCount: number): string;
}
