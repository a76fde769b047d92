import net, { type Socket } from 'node:net';
import tls from 'node:tls';
import { fail, type Result, succeed } from '../../base/result.ts';
import { type Target, targetKey } from '../../protocols/sip/resolver/target.ts';
import type { Flow } from '../../protocols/sip/transactions/sip-transport.ts';
import type { StreamConnections, StreamSurroundings } from './stream-connections.ts';

/** What a TLS client of ours shows and trusts. */
export interface ClientCertificates {
  /** Our own certificate, where an authority has signed it. */
  clientIdentity(): tls.SecureContextOptions;
  /** PEM, besides the authorities that Node.js trusts. */
  readonly trusted: readonly string[];
}

type Opened = Result<Flow, string>;

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
  async connect(target: Target, transport: 'TCP' | 'TLS'): Promise<Opened> {
    const key = targetKey(target);
    const flow = this.#flows.get(key);
    if (flow !== undefined && this.#surroundings.connections.get(flow.id)?.isOpen === true) return succeed(flow);
    const opening = this.#opening.get(key) ?? this.#open(key, target, transport);
    this.#opening.set(key, opening);
    return opening.finally(() => this.#opening.delete(key));
  }

  async #open(key: string, target: Target, transport: 'TCP' | 'TLS'): Promise<Opened> {
    const { limits, counters } = this.#surroundings;
    if (this.#flows.size + this.#opening.size >= limits.outgoingMax)
      return fail('too many connections of our own are open');
    const socket = transport === 'TCP' ? this.#connectTcp(target) : this.#connectTls(target);
    const failure = await this.#connected(socket, transport);
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

  /** RFC 5922 7: the certificate has to be for the name that was asked for, wherever its address was found. */
  #connectTls({ address, port, host }: Target): Socket {
    const trusted = this.#certificates?.trusted ?? [];
    return tls.connect({
      ...this.#certificates?.clientIdentity(),
      minVersion: 'TLSv1.2',
      ...(trusted.length > 0 ? { ca: [...tls.getCACertificates('default'), ...trusted] } : {}),
      ...(net.isIP(host) === 0 ? { servername: host } : {}),
      checkServerIdentity: (_name, certificate) => tls.checkServerIdentity(host, certificate),
      host: address,
      port,
    });
  }

  /** Why it cannot be used; undefined once it can. */
  #connected(socket: Socket, transport: 'TCP' | 'TLS'): Promise<string | undefined> {
    const { clock, limits } = this.#surroundings;
    return new Promise((resolve) => {
      const give = (why: string | undefined) => {
        stop();
        if (why !== undefined) socket.destroy();
        resolve(why);
      };
      const stop = clock.startTimer(limits.connectMs, () => give('no answer in time'));
      socket.once(transport === 'TCP' ? 'connect' : 'secureConnect', () => give(undefined));
      socket.on('error', (error) => give(error.message));
      socket.once('close', () => give('closed'));
    });
  }
}
