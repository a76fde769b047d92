import net, { type Socket } from 'node:net';
import tls from 'node:tls';
import { fail, type Result, succeed } from '../../base/result.ts';
import type { PeerFingerprints } from '../../protocols/msrp/msrp-transport.ts';
import { isNamedBy } from '../../protocols/msrp/peer-certificate.ts';
import type { Flow } from '../../protocols/sip/transport/sip-transport.ts';
import { type Target, targetKey } from '../../protocols/sip/transport/target.ts';
import { fingerprintsOf } from '../tls/fingerprints.ts';
import type { StreamConnections, StreamSurroundings } from './stream-connections.ts';

/** What a TLS client of ours shows and trusts. */
export interface ClientCertificates {
  /** Our own certificate, where an authority has signed it or the peer knows it by its fingerprint. */
  clientIdentity(isKnown: boolean): tls.SecureContextOptions;
  /** PEM, besides the authorities that Node.js trusts. */
  readonly trusted: readonly string[];
}

type Opened = Result<Flow, string>;

/** RFC 8122 6.2: with fingerprints nobody else's certificate will do. */
function whyNotTrusted(socket: Socket, fingerprints: PeerFingerprints | undefined): string | undefined {
  if (fingerprints === undefined || !(socket instanceof tls.TLSSocket)) return undefined;
  const certificate = socket.getPeerX509Certificate();
  const isIt = certificate !== undefined && isNamedBy(fingerprintsOf(certificate), fingerprints.values);
  return isIt ? undefined : 'another certificate than its description names';
}

/** Connections that we open (RFC 3261 18.1.1): one for each target, used again as long as it is open. */
export class OutgoingConnections {
  readonly #surroundings: StreamSurroundings;
  readonly #streams: Readonly<Record<'TCP' | 'TLS', StreamConnections>>;
  readonly #certificates: ClientCertificates | undefined;
  readonly #flows = new Map<string, Flow>();
  readonly #opening = new Map<string, Promise<Opened>>();

  constructor(
    surroundings: StreamSurroundings,
    streams: Readonly<Record<'TCP' | 'TLS', StreamConnections>>,
    certificates: ClientCertificates | undefined,
  ) {
    this.#surroundings = surroundings;
    this.#streams = streams;
    this.#certificates = certificates;
  }

  /** Fails with a reason in words: no answer in time, refused, a certificate that does not name the host, or too many. */
  async connect(target: Target, transport: 'TCP' | 'TLS', fingerprints?: PeerFingerprints): Promise<Opened> {
    const known = fingerprints === undefined ? '' : ` ${fingerprints.isProtected} ${fingerprints.values.join(' ')}`;
    const key = `${targetKey(target)}${known}`;
    const flow = this.#flows.get(key);
    if (flow !== undefined && this.#surroundings.connections.get(flow.id)?.isOpen === true) return succeed(flow);
    const opening = this.#opening.get(key) ?? this.#open(key, target, transport, fingerprints);
    this.#opening.set(key, opening);
    return opening.finally(() => this.#opening.delete(key));
  }

  async #open(
    key: string,
    target: Target,
    transport: 'TCP' | 'TLS',
    fingerprints: PeerFingerprints | undefined,
  ): Promise<Opened> {
    const { limits, counters } = this.#surroundings;
    if (this.#flows.size + this.#opening.size >= limits.outgoingMax)
      return fail('too many connections of our own are open');
    const socket = transport === 'TCP' ? this.#connectTcp(target) : this.#connectTls(target, fingerprints);
    const failure = await this.#connected(socket, () => whyNotTrusted(socket, fingerprints));
    const flow = failure === undefined ? this.#streams[transport].open(socket, { isOutgoing: true }) : undefined;
    if (flow === undefined) {
      counters.connectFailures[transport] += 1;
      return fail(`${target.host} at ${target.address} port ${target.port} over ${transport}: ${failure ?? 'closed'}`);
    }
    this.#flows.set(key, flow);
    socket.once('close', () => {
      if (this.#flows.get(key) === flow) this.#flows.delete(key);
    });
    return succeed(flow);
  }

  #connectTcp({ address, port }: Target): Socket {
    return net.connect({ host: address, port, allowHalfOpen: true });
  }

  /**
   * RFC 5922 7: the certificate has to be for the name that was asked for, wherever its address was found. One whose fingerprint
   * came in a safe way needs neither that nor an authority.
   */
  #connectTls({ address, port, host }: Target, fingerprints: PeerFingerprints | undefined): Socket {
    const trusted = this.#certificates?.trusted ?? [];
    const isKnown = fingerprints?.isProtected === true;
    return tls.connect({
      ...this.#certificates?.clientIdentity(fingerprints !== undefined),
      minVersion: 'TLSv1.2',
      ...(trusted.length > 0 ? { ca: [...tls.getCACertificates('default'), ...trusted] } : {}),
      ...(net.isIP(host) === 0 ? { servername: host } : {}),
      rejectUnauthorized: !isKnown,
      checkServerIdentity: (_name, certificate) => (isKnown ? undefined : tls.checkServerIdentity(host, certificate)),
      host: address,
      port,
    });
  }

  /** Why it cannot be used; undefined once it can. */
  #connected(socket: Socket, check: () => string | undefined): Promise<string | undefined> {
    const { clock, limits } = this.#surroundings;
    return new Promise((resolve) => {
      const give = (why: string | undefined) => {
        stop();
        if (why !== undefined) socket.destroy();
        resolve(why);
      };
      const stop = clock.startTimer(limits.connectMs, () => give('no answer in time'));
      socket.once(socket instanceof tls.TLSSocket ? 'secureConnect' : 'connect', () => give(check()));
      socket.on('error', (error) => give(error.message));
      socket.once('close', () => give('closed'));
    });
  }
}
