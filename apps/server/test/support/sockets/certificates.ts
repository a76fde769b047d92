import { silentLogger } from '../../../src/base/logger.ts';
import type { CertificateSource } from '../../../src/edges/tls/certificate-source.ts';
import { Certificates } from '../../../src/edges/tls/certificates.ts';
import { type CertificatePair, createSelfSignedCertificate } from '../../../src/edges/tls/self-signed-certificate.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

/** A certificate that holds now, for these names. */
export function certificateFor(...names: readonly string[]): CertificatePair {
  return createSelfSignedCertificate(names, Date.now());
}

/** Certificates that a test replaces. */
export class GivenCertificates implements CertificateSource {
  pairs: readonly CertificatePair[];
  changes = 0;

  constructor(...pairs: readonly CertificatePair[]) {
    this.pairs = pairs;
  }

  async read(): Promise<readonly CertificatePair[]> {
    return this.pairs;
  }

  async version(): Promise<string> {
    return String(this.changes);
  }

  replace(...pairs: readonly CertificatePair[]): void {
    this.pairs = pairs;
    this.changes += 1;
  }
}

export async function startCertificates(
  source: CertificateSource = new GivenCertificates(certificateFor('localhost', '127.0.0.1')),
  clock = new FakeClock(),
): Promise<Certificates> {
  const certificates = new Certificates({ source, clock, logger: silentLogger });
  await certificates.start();
  return certificates;
}
