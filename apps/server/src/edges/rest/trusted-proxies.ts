import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { TLSSocket } from 'node:tls';

/** Who asks: the address of the client itself, and whether nobody can read what it sends on its way here. */
export interface HttpClient {
  readonly address: string;
  readonly isEncrypted: boolean;
}

/** Who asks; a reverse proxy may stand in between. */
export type ClientOf = (request: IncomingMessage) => HttpClient;

/** Proxies that one request can have come through. */
const HOPS_MAX = 10;

/**
 * Reverse proxies whose word is taken for where a request comes from. What anybody else says in X-Forwarded-For, X-Forwarded-Proto
 * and X-Forwarded-Host means nothing.
 */
export class TrustedProxies {
  readonly #trusted = new BlockList();

  /** Addresses and networks (`10.0.0.0/8`), checked by `isNetwork`. */
  constructor(networks: readonly string[]) {
    for (const network of networks) {
      const [address = '', prefix] = network.split('/');
      const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
      if (prefix === undefined) this.#trusted.addAddress(address, family);
      else this.#trusted.addSubnet(address, Number(prefix), family);
    }
  }

  isTrusted(address: string): boolean {
    const kind = isIP(address);
    return kind !== 0 && this.#trusted.check(address, kind === 6 ? 'ipv6' : 'ipv4');
  }

  /** Goes back along the chain of proxies as far as it is trusted. */
  clientOf(request: IncomingMessage): HttpClient {
    const own = plain(request.socket.remoteAddress ?? '');
    const isDirect = !this.isTrusted(own);
    if (isDirect) return { address: own, isEncrypted: request.socket instanceof TLSSocket };
    const chain = valuesOf(request, 'x-forwarded-for').slice(-HOPS_MAX).map(withoutPort);
    let address = own;
    while (this.isTrusted(address)) {
      const before = chain.pop();
      if (before === undefined || isIP(before) === 0) break;
      address = plain(before);
    }
    const protocol = valuesOf(request, 'x-forwarded-proto').at(-1)?.toLowerCase();
    const isEncrypted =
      protocol === undefined ? request.socket instanceof TLSSocket : protocol === 'https' || protocol === 'wss';
    return { address, isEncrypted };
  }

  /** The host that the client asked for. */
  hostOf(request: IncomingMessage): string | undefined {
    const isProxied = this.isTrusted(plain(request.socket.remoteAddress ?? ''));
    return (isProxied ? valuesOf(request, 'x-forwarded-host').at(-1) : undefined) ?? request.headers.host;
  }
}

function valuesOf(request: IncomingMessage, name: string): string[] {
  const value = request.headers[name];
  const text = Array.isArray(value) ? value.join(',') : (value ?? '');
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** `192.0.2.1:4711` and `[2001:db8::1]:4711`, which some proxies write. */
function withoutPort(text: string): string {
  return /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(text)?.[1] ?? text;
}

function plain(address: string): string {
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
}
