/** Certificates by their fingerprints (RFC 8122 5), as descriptions name them: `sha-256 AB:CD:…`. */
import { createHash, type X509Certificate } from 'node:crypto';
import { FINGERPRINT_FUNCTIONS } from '../../protocols/msrp/peer-certificate.ts';

export function fingerprintOf(certificate: X509Certificate): string {
  return `sha-256 ${certificate.fingerprint256}`;
}

/** By every hash function that a description may use. */
export function fingerprintsOf({ raw }: Pick<X509Certificate, 'raw'>): readonly string[] {
  return FINGERPRINT_FUNCTIONS.map((name) => {
    const hash = createHash(name.replace('-', '')).update(raw).digest('hex').toUpperCase();
    return `${name} ${hash.replaceAll(/..(?=.)/g, '$&:')}`;
  });
}
