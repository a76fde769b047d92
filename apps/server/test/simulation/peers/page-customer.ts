import type { Flow } from '../../../src/protocols/sip/transport/sip-transport.ts';
import type { FakeClock } from '../../support/fakes/fake-clock.ts';
import type { SeededRandom } from '../../support/fakes/seeded-random.ts';
import type { Endpoint, LossyNetwork } from '../network/lossy-network.ts';
import { branchOf, buildAnswer, buildWire, readWire, statusOf, type WireMessage } from '../network/wire.ts';
import type { ShownText, SimulatedCustomer, WrittenText } from './simulated-customer.ts';

const T1 = 500;
const T2 = 4000;
const MEMORY_MS = 64 * T1;

interface ClientTransaction {
  readonly text: WrittenText;
  readonly branch: string;
  readonly bytes: Buffer;
  readonly startedAt: number;
  intervalMs: number;
  isDone: boolean;
}

/** Where a customer is: at a socket of his own, or behind that of the server of his domain. */
export interface PageAbode {
  /** What his name begins with. */
  readonly kind: string;
  readonly domain: string;
  readonly flow?: Flow;
}

/** Page mode over UDP: retransmits as RFC 3261 17.1.2 says, and remembers what it answered for 32 s (17.2.2). */
export class PageCustomer implements SimulatedCustomer, Endpoint {
  readonly name: string;
  readonly address: string;
  readonly flow: Flow;
  readonly written: WrittenText[] = [];
  readonly shown: ShownText[] = [];
  readonly refusedIds = new Set<string>();
  readonly #clock: FakeClock;
  readonly #network: LossyNetwork;
  readonly #random: SeededRandom;
  readonly #answered = new Map<string, { readonly bytes: Buffer; readonly until: number }>();
  /** Another server of his domain may bring a text again: what was shown under its id is not shown again. */
  readonly #dropsRepeats: boolean;
  #current: ClientTransaction | undefined;
  #pausedUntil = 0;
  #isModel = false;

  constructor(
    number: number,
    surroundings: { readonly clock: FakeClock; readonly network: LossyNetwork; readonly random: SeededRandom },
    abode: PageAbode = { kind: 'page', domain: 'example.net' },
  ) {
    this.name = `${abode.kind}${number}`;
    this.address = `${this.name}@${abode.domain}`;
    this.#dropsRepeats = abode.flow !== undefined;
    this.#clock = surroundings.clock;
    this.#network = surroundings.network;
    this.#random = surroundings.random;
    const port = 30_000 + number;
    const own: Flow = {
      id: `udp:198.51.100.7:${port}`,
      transport: 'UDP',
      remoteAddress: '198.51.100.7',
      remotePort: port,
    };
    this.flow = abode.flow ?? own;
    if (abode.flow === undefined) this.#network.openSocket(own, this);
  }

  get isIdle(): boolean {
    return this.#current === undefined && this.written.every(({ state }) => state !== 'waiting');
  }

  write(im: string): void {
    this.written.push({ im, state: 'waiting', sentAnew: 0 });
    this.#sendNext();
  }

  /** In page mode nobody can leave; one only falls silent. */
  leave(): void {}

  behave(): void {
    this.#isModel = true;
  }

  closed(): void {}

  receive(bytes: Buffer): void {
    this.receiveFrom(readWire(bytes), (answer) => this.#network.toServer(this.flow, answer));
  }

  receiveFrom(message: WireMessage, reply: (answer: Buffer) => void): void {
    if (statusOf(message) === 0) this.#receiveRequest(message, reply);
    else this.#receiveAnswer(message);
  }

  #sendNext(): void {
    const text = this.written.find(({ state }) => state === 'waiting');
    if (this.#current !== undefined || text === undefined) return;
    const wait = this.#pausedUntil - this.#clock.now();
    if (wait > 0) {
      this.#clock.startTimer(wait, () => this.#sendNext());
      return;
    }
    text.state = 'sending';
    const id = this.#random.hex(8);
    const branch = `z9hG4bK${id}`;
    const from = `<sip:${this.address}>;tag=${id}`;
    const bytes = buildWire(
      'MESSAGE sip:1111@localhost SIP/2.0',
      [
        ['Via', `SIP/2.0/UDP ${this.flow.remoteAddress}:${this.flow.remotePort};rport;branch=${branch}`],
        ['Max-Forwards', '70'],
        ['From', from],
        ['To', '<sip:1111@localhost>'],
        ['Call-ID', `${id}@${this.name}`],
        ['CSeq', '1 MESSAGE'],
        ['Content-Type', 'text/plain;charset=utf-8'],
      ],
      text.im,
    );
    const current = { text, branch, bytes, startedAt: this.#clock.now(), intervalMs: T1, isDone: false };
    this.#current = current;
    this.#network.toServer(this.flow, bytes);
    this.#clock.startTimer(T1, () => this.#repeat(current));
  }

  #repeat(current: ClientTransaction): void {
    if (current.isDone) return;
    if (this.#clock.now() - current.startedAt >= MEMORY_MS) {
      this.#end(current, 'uncertain');
      return;
    }
    this.#network.toServer(this.flow, current.bytes);
    current.intervalMs = Math.min(2 * current.intervalMs, T2);
    const left = current.startedAt + MEMORY_MS - this.#clock.now();
    this.#clock.startTimer(Math.min(current.intervalMs, left), () => this.#repeat(current));
  }

  #end(current: ClientTransaction, state: WrittenText['state']): void {
    current.isDone = true;
    current.text.state = state;
    this.#current = undefined;
    this.#sendNext();
  }

  #receiveAnswer(answer: WireMessage): void {
    const current = this.#current;
    const status = statusOf(answer);
    if (current === undefined || branchOf(answer) !== current.branch || status < 200) return;
    if (status < 300) this.#end(current, 'acknowledged');
    else if (status === 503) {
      this.#pausedUntil = this.#clock.now() + 1000 * Number(answer.headers.get('retry-after') ?? 5);
      current.text.sentAnew += 1;
      this.#end(current, 'waiting');
    } else this.#end(current, 'refused');
  }

  #receiveRequest(request: WireMessage, reply: (answer: Buffer) => void): void {
    const branch = branchOf(request);
    const now = this.#clock.now();
    const known = this.#answered.get(branch);
    if (known !== undefined && known.until > now) {
      reply(known.bytes);
      return;
    }
    const bytes = this.#answer(request);
    this.#answered.set(branch, { bytes, until: now + MEMORY_MS });
    reply(bytes);
  }

  #answer(request: WireMessage): Buffer {
    const id = request.headers.get('cordboard-message-id') ?? '';
    const [messageId = '', part = ''] = id.split('.');
    const isShown = this.shown.some((text) => text.messageId === messageId && text.part === part);
    if (this.#dropsRepeats && isShown) return buildAnswer(request, 200);
    const mood = this.#isModel ? 1 : this.#random.fraction();
    if (mood < 0.03) return buildAnswer(request, 503, [['Retry-After', '2']]);
    if (mood < 0.04) {
      this.refusedIds.add(messageId);
      return buildAnswer(request, 486);
    }
    this.shown.push({ messageId, part, body: request.body, at: this.#clock.now() });
    return buildAnswer(request, 200);
  }
}
