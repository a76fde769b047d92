import { canonicalHost } from '../../../protocols/sip/message/host.ts';
import type { Uri } from '../../../protocols/sip/message/uri.ts';

/** What this server is called in SIP: its domain, and the addresses under which it listens. */
export class OwnAddresses {
  readonly #sipDomain: string;
  readonly #addresses: readonly string[];
  readonly #ports: () => readonly number[];

  constructor(options: {
    readonly sipDomain: string;
    readonly addresses: readonly string[];
    /** Of every listener for SIP; known once the server listens. */
    readonly ports: () => readonly number[];
  }) {
    this.#sipDomain = canonicalHost(options.sipDomain);
    this.#addresses = options.addresses.map(canonicalHost);
    this.#ports = options.ports;
  }

  get sipDomain(): string {
    return this.#sipDomain;
  }

  /** Whether a request for this host and port, lower case, is for this server. */
  isOwnHost(host: string, port: number | undefined): boolean {
    const name = canonicalHost(host);
    if (name !== this.#sipDomain && !this.#addresses.includes(name)) return false;
    return port === undefined || this.#ports().includes(port);
  }

  isOwnUri(uri: Uri): boolean {
    return uri.kind === 'sip' && this.isOwnHost(uri.host, uri.port);
  }

  /**
   * Whether a From claims to be somebody of ours. The SIP domain is ours with any port; at one of our addresses another port
   * is another program.
   */
  claimsOurDomain(uri: Uri): boolean {
    return this.isOwnUri(uri) || (uri.kind === 'sip' && canonicalHost(uri.host) === this.#sipDomain);
  }

  /** `user@host` of a From URI; with its port where the host alone would look like one of ours. */
  identityOf(uri: Uri, user: string | undefined): string {
    if (uri.kind === 'opaque') return `${uri.scheme}:${uri.rest}`;
    const isLikeOurs = uri.port !== undefined && this.isOwnHost(uri.host, undefined);
    return `${user ?? 'anonymous'}@${uri.host}${isLikeOurs ? `:${uri.port}` : ''}`;
  }
}
