/** Certificates by their fingerprints (RFC 8122 5), as descriptions name them: `sha-256 AB:CD:…`. */
import { createHash, type X509Certificate } from 'node:crypto';

/** Strongest first: with several functions the strongest counts. */
const FUNCTIONS = ['sha-512', 'sha-384', 'sha-256'] as const;

export function fingerprintOf(certificate: X509Certificate): string {
  return `sha-256 ${certificate.fingerprint256}`;
}

/** Whether this is the certificate that one of the fingerprints names. */
export function isNamedBy({ raw }: Pick<X509Certificate, 'raw'>, fingerprints: readonly string[]): boolean {
  const strongest = FUNCTIONS.find((name) => fingerprints.some((one) => one.startsWith(`${name} `)));
  if (strongest === undefined) return false;
  const hash = createHash(strongest.replace('-', '')).update(raw).digest('hex').toUpperCase();
  return fingerprints.includes(`${strongest} ${hash.replaceAll(/..(?=.)/g, '$&:')}`);
}
