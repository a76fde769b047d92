import { readFile } from 'node:fs/promises';
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import type { Environment } from '../startup/read-environment.ts';
import { StartFailure } from '../startup/start-failure.ts';
import { OwnCertificates, SelfSignedCertificate } from './certificate-source.ts';
import { Certificates } from './certificates.ts';

/** The operator's certificates, or one that the server makes for itself. Rejects with StartFailure. */
export async function openCertificates(environment: Environment, clock: Clock, logger: Logger): Promise<Certificates> {
  const { tlsCertificates, dataDir, host, publicAddress, sipDomain } = environment;
  const isOwn = tlsCertificates.length > 0;
  const names = ['localhost', '127.0.0.1', '::1', host, publicAddress, sipDomain];
  const source = isOwn
    ? new OwnCertificates(tlsCertificates)
    : new SelfSignedCertificate({ dataDir, names, now: () => clock.now() });
  const certificates = new Certificates({ source, clock, logger });
  await certificates.start().catch((error: unknown) => {
    const variable = isOwn ? 'CORDBOARD_TLS_CERTIFICATE' : 'CORDBOARD_DATA_DIR';
    throw new StartFailure(`${variable} gives no certificate that can be used: ${messageOf(error)}.`);
  });
  return certificates;
}

/** Authorities besides those that Node.js trusts, as PEM. Rejects with StartFailure. */
export async function readTrusted(paths: readonly string[]): Promise<readonly string[]> {
  try {
    return await Promise.all(paths.map((path) => readFile(path, 'utf8')));
  } catch (error) {
    throw new StartFailure(`CORDBOARD_TLS_TRUSTED names a file that cannot be read: ${messageOf(error)}.`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
