import { X509Certificate } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CertificatePair, createSelfSignedCertificate } from './self-signed-certificate.ts';

/** Where certificates come from. */
export interface CertificateSource {
  /** The first is shown to clients that name no host, or one that no certificate has. Rejects with a sentence's end. */
  read(): Promise<readonly CertificatePair[]>;
  /** Another text when what `read` would give may have changed. */
  version(): Promise<string>;
}

export interface CertificateFiles {
  readonly certificate: string;
  readonly key: string;
}

/** PEM files of the operator, each certificate with its chain. */
export class OwnCertificates implements CertificateSource {
  readonly #files: readonly CertificateFiles[];

  constructor(files: readonly CertificateFiles[]) {
    this.#files = files;
  }

  read(): Promise<readonly CertificatePair[]> {
    return Promise.all(
      this.#files.map(async ({ certificate, key }) => ({
        certificate: await readFile(certificate, 'utf8'),
        key: await readFile(key, 'utf8'),
      })),
    );
  }

  async version(): Promise<string> {
    const paths = this.#files.flatMap(({ certificate, key }) => [certificate, key]);
    const states = await Promise.all(paths.map((path) => stat(path)));
    return states.map(({ ino, size, mtimeMs }) => `${ino}:${size}:${mtimeMs}`).join(' ');
  }
}

/** Certificates have names without the last dot, and addresses without their zone. */
function asInCertificate(name: string): string {
  return name.replace(/%.*$/, '').replace(/\.$/, '').toLowerCase();
}

/** Made anew when less than this is left. */
const RENEWAL_MS = 30 * 86_400_000;
const DAY_MS = 86_400_000;

/** A self-signed certificate in the data directory, made when it is missing, runs out, or lacks one of the names. */
export class SelfSignedCertificate implements CertificateSource {
  readonly #directory: string;
  readonly #names: readonly string[];
  readonly #now: () => number;

  constructor(options: {
    readonly dataDir: string;
    readonly names: readonly string[];
    readonly now: () => number;
  }) {
    this.#directory = join(options.dataDir, 'tls');
    this.#names = [...new Set(options.names.map(asInCertificate))];
    this.#now = options.now;
  }

  async read(): Promise<readonly CertificatePair[]> {
    const kept = await this.#readKept();
    if (kept !== undefined && this.#isGood(kept)) return [kept];
    const made = createSelfSignedCertificate(this.#names, this.#now());
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    await this.#write('key.pem', made.key);
    await this.#write('certificate.pem', made.certificate);
    return [made];
  }

  /** Looked at once a day: nobody but the server writes it. */
  async version(): Promise<string> {
    return String(Math.floor(this.#now() / DAY_MS));
  }

  async #readKept(): Promise<CertificatePair | undefined> {
    try {
      const [certificate, key] = await Promise.all(
        ['certificate.pem', 'key.pem'].map((name) => readFile(join(this.#directory, name), 'utf8')),
      );
      return certificate === undefined || key === undefined ? undefined : { certificate, key };
    } catch {
      return undefined;
    }
  }

  #isGood({ certificate }: CertificatePair): boolean {
    try {
      const read = new X509Certificate(certificate);
      if (read.validToDate.getTime() - this.#now() < RENEWAL_MS) return false;
      return this.#names.every((name) => (read.checkHost(name) ?? read.checkIP(name)) !== undefined);
    } catch {
      return false;
    }
  }

  async #write(name: string, text: string): Promise<void> {
    const path = join(this.#directory, name);
    await writeFile(`${path}.new`, text, { mode: 0o600 });
    await rename(`${path}.new`, path);
  }
}
