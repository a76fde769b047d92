/** Certificates by their fingerprints (RFC 8122 5): `sha-256 AB:CD:…`. */

/** Strongest first: with several functions the strongest counts. */
export const FINGERPRINT_FUNCTIONS = ['sha-512', 'sha-384', 'sha-256'] as const;

/** Whether the certificate that has these fingerprints is the one that a description names by those. */
export function isNamedBy(shown: readonly string[], named: readonly string[]): boolean {
  const strongest = FINGERPRINT_FUNCTIONS.find((name) => named.some((one) => one.startsWith(`${name} `)));
  return strongest !== undefined && named.some((one) => one.startsWith(`${strongest} `) && shown.includes(one));
}
