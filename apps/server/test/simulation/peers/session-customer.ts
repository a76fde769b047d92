import type { FakeClock } from '../../support/fakes/fake-clock.ts';
import type { SeededRandom } from '../../support/fakes/seeded-random.ts';
import type { LossyNetwork } from '../network/lossy-network.ts';
import { branchOf, buildAnswer, cseqOf, methodOf, statusOf, tagOf, type WireMessage } from '../network/wire.ts';
import { Connection } from './customer-connection.ts';
import { buildAck, buildRequest, type OwnDialog, type RequestContent } from './session-requests.ts';
import type { ShownText, SimulatedCustomer } from './simulated-customer.ts';
import type { CarriedCustomer, OwnText, SessionAbode, TextCarriage } from './text-carriage.ts';

const OFFER = 'v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=session\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\nm=message 9 sip null\r\n';

interface Pending {
  readonly kind: 'invite' | 'renewal' | 'takeOver' | 'message' | 'bye';
  readonly branch: string;
  readonly callId: string;
  readonly localTag: string;
  readonly cseq: number;
  readonly text?: OwnText;
}

/**
 * Session mode over a stream, as the web customer does it: one MESSAGE in flight, repeated under its id after a reconnect
 * (re-INVITE) or a page reload (INVITE with Replaces); a text shown once is not shown again.
 */
export class SessionCustomer implements SimulatedCustomer, CarriedCustomer {
  readonly name: string;
  readonly address: string;
  readonly written: OwnText[] = [];
  readonly shown: ShownText[] = [];
  readonly refusedIds = new Set<string>();
  /** The server's tags of dialogs that were refused when the customer came back. */
  readonly lostDialogs: string[] = [];
  readonly #clock: FakeClock;
  readonly #network: LossyNetwork;
  readonly #random: SeededRandom;
  readonly #shownIds = new Set<string>();
  readonly #abode: SessionAbode;
  readonly #carriage: TextCarriage | undefined;
  #connection: Connection | undefined;
  #dialog: OwnDialog | undefined;
  #isConfirmed = false;
  #pending: Pending | undefined;
  #isLeaving = false;
  #wantsReload = false;
  #isConnecting = false;
  #isModel = false;
  #hasLeft = false;

  constructor(
    number: number,
    surroundings: { readonly clock: FakeClock; readonly network: LossyNetwork; readonly random: SeededRandom },
    abode: SessionAbode = { kind: 'web' },
  ) {
    this.name = `${abode.kind}${number}`;
    const user = abode.kind === 'web' ? `guest-${number}` : `guest-${this.name}`;
    this.address = `${user}@${abode.domain ?? 'anonymous.invalid'}`;
    this.#abode = abode;
    this.#clock = surroundings.clock;
    this.#network = surroundings.network;
    this.#random = surroundings.random;
    this.#carriage = abode.carriage?.(this);
  }

  get flowId(): string | undefined {
    return this.#connection?.flow?.id;
  }

  get isInChat(): boolean {
    return this.#dialog !== undefined;
  }

  get isIdle(): boolean {
    const isWaiting = this.written.some(({ state }) => state === 'waiting' || state === 'sending');
    return this.#pending === undefined && !isWaiting && !this.#isLeaving;
  }

  write(im: string): void {
    this.written.push({ im, state: 'waiting', sentAnew: 0, id: this.#random.hex(12) });
    this.#goOn();
  }

  leave(): void {
    if (this.#dialog === undefined || this.#isLeaving) return;
    this.#isLeaving = true;
    this.#goOn();
  }

  /** The page is loaded anew: the dialog is taken over by a new one. */
  reload(): void {
    if (this.#dialog === undefined || this.flowId === undefined) return;
    this.#wantsReload = true;
    this.#carriage?.drop();
    this.#network.cut(this.flowId);
  }

  behave(): void {
    this.#isModel = true;
    this.#carriage?.behave();
  }

  carriageChanged(needs: 'text' | 'offer'): void {
    if (needs === 'offer') this.#isConfirmed = false;
    if (this.#dialog !== undefined) this.#goOn();
  }

  /** A text, or a part of one that was cut for UDP, is on the screen, unless it was there before. */
  show(id: string, body: string): void {
    if (this.#shownIds.has(id)) return;
    this.#shownIds.add(id);
    const [messageId = '', part = ''] = id.split('.');
    this.shown.push({ messageId, part, body, at: this.#clock.now() });
  }

  hasShown(id: string): boolean {
    return this.#shownIds.has(id);
  }

  /** By way of the server of his domain. */
  receiveFrom(message: WireMessage, reply: (answer: Buffer) => void): void {
    if (statusOf(message) === 0) this.#receiveRequest(message, reply);
    else this.#repeatAcknowledgement(message, reply);
  }

  /** Does what is to be done next, when nothing is under way. */
  #goOn(): void {
    if (this.#connection === undefined) {
      this.#connect();
      return;
    }
    if (this.#pending !== undefined) return;
    if (this.#dialog === undefined) {
      this.#isLeaving = false;
      if (this.written.some(({ state }) => state === 'waiting')) this.#invite();
    } else if (!this.#isConfirmed) this.#renew();
    else if (this.#isLeaving) {
      this.#hasLeft = true;
      this.#request('bye', 'BYE', this.#dialog);
    } else this.#sendText(this.#dialog);
  }

  #connect(): void {
    if (this.#isConnecting) return;
    const needsServer = this.#dialog !== undefined || this.written.some(({ state }) => state === 'waiting');
    if (!needsServer) return;
    this.#isConnecting = true;
    // Long in a tunnel now and then, but not as long as the grace of two minutes.
    const awayMs = this.#random.fraction() < 0.15 ? this.#random.below(80_000) : this.#random.below(8000);
    this.#clock.startTimer(500 + awayMs, () => {
      this.#isConnecting = false;
      if (this.#connection !== undefined) return;
      const connection = new Connection(
        (from, message) => this.#receive(from, message),
        (from) => this.#lost(from),
      );
      connection.flow = this.#network.openStream(connection, this.#abode.remoteAddress);
      if (connection.flow !== undefined) this.#connection = connection;
      this.#goOn();
    });
  }

  #lost(connection: Connection): void {
    if (connection !== this.#connection) return;
    this.#connection = undefined;
    const pending = this.#pending;
    this.#pending = undefined;
    this.#isConfirmed = false;
    if (pending?.text !== undefined) pending.text.state = 'waiting';
    this.#goOn();
  }

  #invite(): void {
    const dialog = { callId: this.#random.hex(10), localTag: this.#random.hex(6), remoteTag: '', cseq: 0 };
    this.#request('invite', 'INVITE', dialog, { body: this.#offer() });
  }

  #renew(): void {
    const dialog = this.#dialog;
    if (dialog === undefined) return;
    if (!this.#wantsReload) {
      this.#request('renewal', 'INVITE', dialog, { body: this.#offer() });
      return;
    }
    const replacing = { callId: this.#random.hex(10), localTag: this.#random.hex(6), remoteTag: '', cseq: 0 };
    const replaces = `${dialog.callId};to-tag=${dialog.remoteTag};from-tag=${dialog.localTag}`;
    this.#request('takeOver', 'INVITE', replacing, { body: this.#offer(), headers: [['Replaces', replaces]] });
  }

  #offer(): string {
    return this.#carriage?.offer() ?? OFFER;
  }

  #sendText(dialog: OwnDialog): void {
    const text = this.written.find(({ state }) => state === 'waiting');
    if (text === undefined) return;
    if (this.#carriage !== undefined) {
      this.#carriage.carry(text);
      return;
    }
    text.state = 'sending';
    this.#request('message', 'MESSAGE', dialog, {
      body: text.im,
      text,
      headers: [['Cordboard-Message-ID', text.id]],
    });
  }

  #request(
    kind: Pending['kind'],
    method: string,
    dialog: OwnDialog,
    content: RequestContent & { readonly text?: OwnText } = {},
  ): void {
    dialog.cseq += 1;
    const branch = `z9hG4bK${this.#random.hex(8)}`;
    const { callId, localTag, cseq } = dialog;
    this.#pending = {
      kind,
      branch,
      callId,
      localTag,
      cseq,
      ...(content.text === undefined ? {} : { text: content.text }),
    };
    this.#send(buildRequest(this, method, dialog, branch, content));
  }

  #send(bytes: Buffer): void {
    const flow = this.#connection?.flow;
    if (flow !== undefined) this.#network.toServer(flow, bytes);
  }

  #receive(connection: Connection, message: WireMessage): void {
    if (connection !== this.#connection) return;
    if (statusOf(message) === 0) this.#receiveRequest(message);
    else this.#receiveAnswer(message);
  }

  #receiveAnswer(answer: WireMessage): void {
    const status = statusOf(answer);
    const pending = this.#pending;
    const { method } = cseqOf(answer);
    if (status < 200) return;
    const isRepeatedAcceptance = method === 'INVITE' && status < 300 && branchOf(answer) !== pending?.branch;
    if (isRepeatedAcceptance) {
      this.#repeatAcknowledgement(answer);
      return;
    }
    if (pending === undefined || branchOf(answer) !== pending.branch) return;
    this.#pending = undefined;
    if (method === 'INVITE' && status >= 300) this.#acknowledgeRefusal(answer, pending);
    if (status < 300) this.#accepted(pending, answer);
    else this.#refused(pending, status, Number(answer.headers.get('retry-after') ?? 2));
    this.#goOn();
  }

  #accepted(pending: Pending, answer: WireMessage): void {
    switch (pending.kind) {
      case 'invite':
      case 'renewal':
      case 'takeOver': {
        const remoteTag = tagOf(answer.headers.get('to'));
        const { callId, localTag, cseq } = pending;
        this.#dialog = { callId, localTag, remoteTag, cseq: Math.max(cseq, this.#dialogCseq(callId)) };
        this.#isConfirmed = this.#carriage?.answered(answer.body) ?? true;
        this.#wantsReload = false;
        this.#acknowledge(this.#dialog, cseq);
        return;
      }
      case 'message':
        if (pending.text !== undefined) pending.text.state = 'acknowledged';
        return;
      case 'bye':
        this.#chatOver();
    }
  }

  #dialogCseq(callId: string): number {
    return this.#dialog?.callId === callId ? this.#dialog.cseq : 0;
  }

  #refused(pending: Pending, status: number, retryAfter: number): void {
    const isPassing = status === 503 || status === 500 || status === 491;
    if (pending.kind === 'bye') this.#chatOver();
    else if (isPassing) {
      if (pending.text !== undefined) pending.text.state = 'waiting';
      // The next try waits its time, as an own request that nobody answers.
      const waiting: Pending = { ...pending, branch: 'waiting' };
      this.#pending = waiting;
      this.#clock.startTimer(retryAfter * 1000, () => {
        if (this.#pending !== waiting) return;
        this.#pending = undefined;
        this.#goOn();
      });
    } else if (pending.kind === 'invite') {
      for (const text of this.written) if (text.state === 'waiting') text.state = 'notSent';
    } else {
      if (this.#dialog !== undefined && !this.#hasLeft) this.lostDialogs.push(this.#dialog.remoteTag);
      if (pending.text !== undefined) pending.text.state = 'notSent';
      this.#chatOver();
    }
  }

  /** Texts that were not sent need a new conversation, which people here do not want. */
  #chatOver(): void {
    this.#dialog = undefined;
    this.#hasLeft = false;
    this.#isConfirmed = false;
    this.#isLeaving = false;
    this.#wantsReload = false;
    for (const text of this.written) {
      if (text.state === 'waiting') text.state = 'notSent';
      if (text.state === 'sending') text.state = 'uncertain';
    }
    this.#carriage?.drop();
  }

  #acknowledge(dialog: OwnDialog, cseq: number, send = (ack: Buffer) => this.#send(ack)): void {
    send(buildAck(this, { ...dialog, cseq }, `z9hG4bK${this.#random.hex(8)}`));
  }

  #repeatAcknowledgement(answer: WireMessage, send?: (ack: Buffer) => void): void {
    const { method, number } = cseqOf(answer);
    const dialog = this.#dialog;
    if (method !== 'INVITE' || dialog?.callId !== answer.headers.get('call-id')) return;
    if (dialog !== undefined) this.#acknowledge(dialog, number, send);
  }

  #acknowledgeRefusal(answer: WireMessage, pending: Pending): void {
    this.#send(buildAck(this, { ...pending, remoteTag: '' }, pending.branch, answer.headers.get('to') ?? ''));
  }

  #receiveRequest(request: WireMessage, reply = (answer: Buffer) => this.#send(answer)): void {
    const isOurs = this.#dialog !== undefined && request.headers.get('call-id') === this.#dialog.callId;
    if (methodOf(request) === 'BYE') {
      reply(buildAnswer(request, isOurs ? 200 : 481));
      if (!isOurs) return;
      this.#pending = undefined;
      this.#chatOver();
      this.#goOn();
      return;
    }
    reply(isOurs ? this.#answerText(request) : buildAnswer(request, 481));
  }

  #answerText(request: WireMessage): Buffer {
    const id = request.headers.get('cordboard-message-id') ?? '';
    if (this.#shownIds.has(id)) return buildAnswer(request, 200);
    const mood = this.#isModel ? 1 : this.#random.fraction();
    if (mood < 0.02) return buildAnswer(request, 503, [['Retry-After', '3']]);
    this.show(id, request.body);
    return buildAnswer(request, 200);
  }
}
