import { fail, succeed } from '../../../src/base/result.ts';
import type { Flow } from '../../../src/protocols/sip/transport/sip-transport.ts';
import type { WayOpener } from '../../../src/services/trunks/trunk-keeper.ts';
import type { FakeClock } from '../../support/fakes/fake-clock.ts';
import type { LossyNetwork } from '../network/lossy-network.ts';
import { branchOf, buildAnswer, methodOf, readWire, statusOf, type WireMessage } from '../network/wire.ts';

export const PEER_DOMAIN = 'partner.example';
/** Where the two servers of the other domain are. */
export const PEER_ADDRESSES = ['203.0.113.10', '203.0.113.11'] as const;
const MEMORY_MS = 32_000;

/** Somebody of the other domain, as his server knows him. */
export interface PeerUser {
  readonly address: string;
  receiveFrom(message: WireMessage, reply: (answer: Buffer) => void): void;
}

/** Another SIP domain behind a trunk: two servers, over UDP or over a stream, which hand everything to their users. */
export class TrunkPeer {
  /** From where its first server sends over UDP. */
  readonly flow: Flow;
  readonly #flows: readonly Flow[];
  readonly #clock: FakeClock;
  readonly #network: LossyNetwork;
  readonly #transport: 'UDP' | 'TCP';
  readonly #users = new Map<string, PeerUser>();
  readonly #silent = new Set<string>();
  /** A server answers a request once, however often it comes. */
  readonly #answered = new Map<string, { readonly answer: Buffer; readonly until: number }>();

  constructor(
    { clock, network }: { readonly clock: FakeClock; readonly network: LossyNetwork },
    transport: 'UDP' | 'TCP',
  ) {
    this.#clock = clock;
    this.#network = network;
    this.#transport = transport;
    const [first, second] = PEER_ADDRESSES;
    this.flow = this.#openSocket(first);
    this.#flows = [this.flow, this.#openSocket(second)];
  }

  get ways(): WayOpener {
    return {
      open: async ({ host }, tried = []) => {
        const at = host.startsWith('one') ? 0 : 1;
        const udp = this.#flows[at];
        if (udp === undefined || tried.some((other) => other.host === host)) return fail('no further address');
        const flow = this.#transport === 'UDP' ? udp : this.#openStream(udp.remoteAddress);
        if (flow === undefined) return fail('it takes no connection');
        const target = { transport: this.#transport, address: flow.remoteAddress, port: 5060, host } as const;
        return succeed({ target, flow });
      },
      failed: () => {},
    };
  }

  serve(users: readonly PeerUser[]): void {
    for (const user of users) this.#users.set(user.address, user);
  }

  /** One server falls silent, or is there again. */
  toggle(address: string): string {
    const isBack = this.#silent.delete(address);
    if (!isBack) this.#silent.add(address);
    return `${address} ${isBack ? 'is back' : 'is silent'}`;
  }

  behave(): void {
    this.#silent.clear();
  }

  #openSocket(address: string): Flow {
    const flow: Flow = { id: `udp:${address}:5060`, transport: 'UDP', remoteAddress: address, remotePort: 5060 };
    this.#network.openSocket(flow, { receive: (bytes) => this.#receive(bytes, flow), closed: () => {} });
    return flow;
  }

  #openStream(address: string): Flow | undefined {
    if (this.#silent.has(address)) return undefined;
    const endpoint = {
      receive: (bytes: Buffer) => (flow === undefined ? undefined : this.#receive(bytes, flow)),
      closed: () => {},
    };
    const flow: Flow | undefined = this.#network.openStream(endpoint, address);
    return flow;
  }

  #receive(bytes: Buffer, flow: Flow): void {
    if (this.#silent.has(flow.remoteAddress)) return;
    const message = readWire(bytes);
    const whose = message.headers.get(statusOf(message) === 0 ? 'to' : 'from') ?? '';
    const user = this.#users.get(/<sip:([^>;]*)/.exec(whose)?.[1] ?? '');
    const reply = (answer: Buffer) => this.#network.toServer(flow, answer);
    // What comes of a response is an ACK.
    if (statusOf(message) > 0) user?.receiveFrom(message, reply);
    else this.#answer(message, user, reply);
  }

  #answer(request: WireMessage, user: PeerUser | undefined, reply: (answer: Buffer) => void): void {
    const branch = branchOf(request);
    const known = this.#answered.get(branch);
    if (known !== undefined && known.until > this.#clock.now()) {
      reply(known.answer);
      return;
    }
    const send = (answer: Buffer) => {
      this.#answered.set(branch, { answer, until: this.#clock.now() + MEMORY_MS });
      reply(answer);
    };
    if (methodOf(request) === 'OPTIONS') send(buildAnswer(request, 200));
    else if (user === undefined) send(buildAnswer(request, 404));
    else user.receiveFrom(request, send);
  }
}
