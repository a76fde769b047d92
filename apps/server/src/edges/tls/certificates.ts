import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createSecureContext, type SecureContext, type SecureContextOptions, type Server } from 'node:tls';
import type { Clock, StopTimer } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import type { CertificateSource } from './certificate-source.ts';
import { fingerprintOf } from './fingerprints.ts';
import type { CertificatePair } from './self-signed-certificate.ts';

const WATCH_MS = 10_000;

/** TLS 1.2 with forward secrecy and authenticated encryption, or TLS 1.3 (RFC 9325). */
const PROTOCOL: SecureContextOptions = {
  minVersion: 'TLSv1.2',
  ciphers: [
    'TLS_AES_128_GCM_SHA256',
    'TLS_AES_256_GCM_SHA384',
    'TLS_CHACHA20_POLY1305_SHA256',
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES128-GCM-SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-RSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-CHACHA20-POLY1305',
    'ECDHE-RSA-CHACHA20-POLY1305',
  ].join(':'),
};

type ServerNameAnswer = (error: Error | null, context?: SecureContext) => void;

/** What a TLS or HTTPS server is made with. */
export interface TlsServerOptions extends SecureContextOptions {
  readonly SNICallback: (serverName: string, answer: ServerNameAnswer) => void;
}

interface Loaded {
  readonly identity: SecureContextOptions;
  readonly context: SecureContext;
  readonly certificate: X509Certificate;
}

/**
 * The certificates that TLS listeners show, one per name if there are several. New ones are taken while the server runs; connections
 * that are open go on with what they began with.
 */
export class Certificates {
  readonly #source: CertificateSource;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #servers = new Set<Server>();
  #loaded: readonly Loaded[] = [];
  #version = '';
  #stopTimer: StopTimer | undefined;
  #isClosed = false;

  constructor(options: { readonly source: CertificateSource; readonly clock: Clock; readonly logger: Logger }) {
    this.#source = options.source;
    this.#clock = options.clock;
    this.#logger = options.logger;
  }

  /** Reads the certificates for the first time and looks after them from then on. Rejects when they cannot be used. */
  async start(): Promise<void> {
    await this.#load();
    this.#watch();
  }

  close(): void {
    this.#isClosed = true;
    this.#stopTimer?.();
  }

  /** For `tls.createServer` and `https.createServer`; the server is to be given to `serve` then. */
  serverOptions(): TlsServerOptions {
    return {
      ...this.#loaded[0]?.identity,
      SNICallback: (serverName, answer) => answer(null, this.#contextFor(serverName)),
    };
  }

  /** For `tls.connect`: our certificate; one of our own making, which no authority has signed, only where it is known. */
  clientIdentity(isKnown: boolean): SecureContextOptions {
    const [first] = this.#loaded;
    const isOfOurMaking = first?.certificate.issuer === first?.certificate.subject;
    return first === undefined || (isOfOurMaking && !isKnown) ? {} : first.identity;
  }

  /** Fingerprints (RFC 8122) of what is shown to clients that ask for this host, and to those that name none. */
  fingerprints(host: string): readonly string[] {
    const [first] = this.#loaded;
    const shown = [this.#loaded.find(({ certificate }) => certificate.checkHost(host)) ?? first, first];
    return [...new Set(shown.flatMap((one) => (one === undefined ? [] : [fingerprintOf(one.certificate)])))];
  }

  /** From now on the server gets new certificates when there are some. */
  serve(server: Server): void {
    this.#servers.add(server);
    server.once('close', () => this.#servers.delete(server));
  }

  /** Reads the certificates again; what cannot be used changes nothing. */
  async reload(): Promise<void> {
    try {
      await this.#load();
      this.#logger.info({ certificates: this.#loaded.map(describe) }, 'certificates read again');
    } catch (error) {
      this.#logger.error({ error }, 'new certificates cannot be used, the old ones stay');
    }
  }

  async #load(): Promise<void> {
    this.#version = await this.#source.version();
    const pairs = await this.#source.read();
    this.#loaded = pairs.map(load);
    const [first] = this.#loaded;
    if (first !== undefined) for (const server of this.#servers) server.setSecureContext(first.identity);
  }

  #watch(): void {
    this.#stopTimer = this.#clock.startTimer(WATCH_MS, () => {
      this.#reloadIfChanged().finally(() => {
        if (!this.#isClosed) this.#watch();
      });
    });
  }

  /** A file that is missing for a moment, while another takes its place, is looked for again. */
  async #reloadIfChanged(): Promise<void> {
    const version = await this.#source.version().catch(() => this.#version);
    if (version !== this.#version) await this.reload();
  }

  #contextFor(serverName: string): SecureContext | undefined {
    return (this.#loaded.find(({ certificate }) => certificate.checkHost(serverName)) ?? this.#loaded[0])?.context;
  }
}

/** Throws when certificate and key do not belong together. */
function load({ certificate, key }: CertificatePair): Loaded {
  const read = new X509Certificate(certificate);
  if (!read.checkPrivateKey(createPrivateKey(key))) throw new Error('the key does not belong to the certificate');
  const identity: SecureContextOptions = { ...PROTOCOL, cert: certificate, key };
  return { identity, context: createSecureContext(identity), certificate: read };
}

function describe({ certificate }: Loaded): object {
  return { names: certificate.subjectAltName, validTo: certificate.validTo };
}
