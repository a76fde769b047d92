import type { MsrpConnection } from '../../../src/protocols/msrp/msrp-transport.ts';
import { MsrpClient, type SentChunk } from '../../support/customers/msrp-client.ts';
import type { FakeClock } from '../../support/fakes/fake-clock.ts';
import type { SeededRandom } from '../../support/fakes/seeded-random.ts';
import type { MsrpStreams } from '../network/msrp-streams.ts';
import type { CarriedCustomer, OwnText, TextCarriage } from './text-carriage.ts';

/** RFC 4975 7.1.1: so long a chunk waits for its answer. */
const ANSWER_MS = 30_000;
const RETRY_MS = 2000;
/** What passes: nothing can be stored, or too much waits. */
const PASSING = [408, 413];

interface InFlight {
  readonly text: OwnText;
  readonly chunks: readonly SentChunk[];
}

/**
 * Texts over MSRP: one in flight, repeated under its id on the next session; a session whose connection is lost is replaced
 * by a new one in a re-INVITE.
 */
export class MsrpTexts implements TextCarriage {
  readonly #customer: CarriedCustomer;
  readonly #streams: MsrpStreams;
  readonly #clock: FakeClock;
  readonly #random: SeededRandom;
  #client: MsrpClient | undefined;
  #connection: MsrpConnection | undefined;
  #hello: SentChunk | undefined;
  #inFlight: InFlight | undefined;
  #pausedUntil = 0;
  #isModel = false;

  constructor(
    customer: CarriedCustomer,
    surroundings: { readonly streams: MsrpStreams; readonly clock: FakeClock; readonly random: SeededRandom },
  ) {
    this.#customer = customer;
    this.#streams = surroundings.streams;
    this.#clock = surroundings.clock;
    this.#random = surroundings.random;
  }

  get connection(): MsrpConnection | undefined {
    return this.#connection;
  }

  offer(): string {
    if (this.#client === undefined || this.#connection === undefined) this.#client = this.#createClient();
    return this.#client.offer();
  }

  answered(description: string): boolean {
    const client = this.#client;
    if (client === undefined) return false;
    if (this.#connection !== undefined) return true;
    client.takeAnswer(description);
    this.#connect(client);
    return true;
  }

  carry(text: OwnText): void {
    const client = this.#client;
    if (client === undefined || this.#connection === undefined || this.#inFlight !== undefined) return;
    if (this.#pausedUntil > this.#clock.now()) return;
    text.state = 'sending';
    const bytes = this.#random.fraction() < 0.3 ? 5 : 2048;
    const chunks = client.sayInChunks(text.im, bytes, { messageId: text.id });
    const inFlight = { text, chunks };
    this.#inFlight = inFlight;
    this.#clock.startTimer(ANSWER_MS, () => {
      if (this.#inFlight === inFlight && this.#connection !== undefined) this.#streams.cut(this.#connection);
    });
  }

  drop(): void {
    const connection = this.#connection;
    this.#forget();
    if (connection !== undefined) this.#streams.cut(connection);
  }

  behave(): void {
    this.#isModel = true;
  }

  #createClient(): MsrpClient {
    const client: MsrpClient = new MsrpClient(`msrp://client.example:4855/${this.#random.hex(10)};tcp`, (bytes) => {
      if (this.#client === client && this.#connection !== undefined) this.#streams.write(this.#connection, bytes);
    });
    return client;
  }

  /** While the server is gone nothing comes of it: then the dialog's connection ends as well, and another offer follows. */
  #connect(client: MsrpClient): void {
    const connection = this.#streams.open({
      receive: (bytes) => this.#receive(client, bytes),
      connectionLost: () => {
        if (this.#connection !== connection) return;
        this.#forget();
        this.#customer.carriageChanged('offer');
      },
    });
    if (connection === undefined) return;
    this.#connection = connection;
    this.#hello = client.hello();
  }

  #forget(): void {
    this.#connection = undefined;
    this.#client = undefined;
    this.#hello = undefined;
    const inFlight = this.#inFlight;
    this.#inFlight = undefined;
    if (inFlight?.text.state === 'sending') inFlight.text.state = 'waiting';
  }

  #receive(client: MsrpClient, bytes: Buffer): void {
    if (client !== this.#client) return;
    client.reply = this.#mood(bytes);
    client.receive(bytes);
    for (const [at, id] of client.shownIds.entries()) this.#customer.show(id, client.shown[at] ?? '');
    const greeting = this.#hello?.status;
    if (greeting !== undefined && greeting !== 200) this.#giveUp();
    else this.#settle();
  }

  /** What was shown is taken again; else now and then a chunk is refused, or left without an answer. */
  #mood(bytes: Buffer): number | null {
    const id = /\r\nMessage-ID: (\S+)/.exec(bytes.toString('latin1'))?.[1] ?? '';
    if (this.#isModel || this.#customer.hasShown(id)) return 200;
    const mood = this.#random.fraction();
    if (mood < 0.02) return 413;
    return mood < 0.03 ? null : 200;
  }

  #settle(): void {
    const inFlight = this.#inFlight;
    if (inFlight === undefined) return;
    const refused = inFlight.chunks.find(({ status = 200 }) => status !== 200)?.status;
    if (refused === undefined && inFlight.chunks.some(({ status }) => status === undefined)) return;
    this.#inFlight = undefined;
    if (refused === undefined) {
      if (inFlight.text.state === 'sending') inFlight.text.state = 'acknowledged';
      this.#customer.carriageChanged('text');
      return;
    }
    if (inFlight.text.state === 'sending') inFlight.text.state = 'waiting';
    if (PASSING.includes(refused)) {
      this.#pausedUntil = this.#clock.now() + RETRY_MS;
      this.#clock.startTimer(RETRY_MS, () => this.#customer.carriageChanged('text'));
    } else this.#giveUp();
  }

  #giveUp(): void {
    if (this.#connection !== undefined) this.#streams.cut(this.#connection);
  }
}
