import type { ReconnectInput, ReconnectState } from '../../sip/reconnect.ts';
import { Reconnector } from '../../sip/reconnector.ts';
import { ownTexts } from './conversation-reducer.ts';
import type { ConversationStore } from './conversation-store.ts';
import { COMPOSING_TYPE, RECEIPT_TYPE, writeComposing, writeReceipt } from './notices.ts';
import { type DeliveryInput, selectNextText } from './outbox.ts';
import { OwnTyping } from './own-typing.ts';
import { createMessageId } from './random-token.ts';
import { classifyBindAnswer, classifyTextAnswer, type SipAnswer } from './sip-answers.ts';
import type { SipConversation, SipConversationListener } from './sip-conversation.ts';

/** What the customer sees of the connection. */
export type Link = 'none' | 'connecting' | 'busy' | 'interrupted' | 'ready';

/** How many texts are reported as read when the page is looked at again. */
const UNREAD_MAX = 100;
/** A BYE that nobody answers must not keep the socket open. */
const BYE_WAIT_MS = 4_000;

/**
 * The customer's side of one conversation: what the page calls, what it may look at. Joins the store (what was said),
 * the reconnect machine (is there a living socket) and the SIP side (how it is said).
 */
export class Conversation {
  readonly store: ConversationStore;
  readonly #sip: SipConversation;
  readonly #listeners = new Set<() => void>();
  readonly #reconnector: Reconnector;
  #outboxTimer: ReturnType<typeof setTimeout> | undefined;
  /** Rises with each lost flow: an answer to something sent before says nothing about what is sent now. */
  #flow = 0;
  #wasBound = false;
  readonly #ownTyping: OwnTyping;
  #agentTyping: ReturnType<typeof setTimeout> | undefined;
  /** Texts of the service that nobody has looked at, and of which it wants to know. */
  #unread: string[] = [];
  readonly #isLookedAt: () => boolean;

  constructor(
    store: ConversationStore,
    createSip: (listener: SipConversationListener) => SipConversation,
    isLookedAt: () => boolean = () => document.visibilityState === 'visible',
  ) {
    this.store = store;
    this.#isLookedAt = isLookedAt;
    this.#ownTyping = new OwnTyping((isActive) => this.#tell(COMPOSING_TYPE, writeComposing(isActive)));
    const sip = createSip(this.#listenToSip());
    this.#sip = sip;
    this.#reconnector = new Reconnector(
      {
        openFlow: () => sip.openFlow(store.state.displayName),
        closeFlow: () => sip.closeFlow(),
        probeFlow: () => sip.probeFlow(),
        bind: () => {
          const { phase } = store.state;
          sip.bind(phase.name === 'open' || phase.name === 'ending' ? phase.dialog : undefined);
        },
      },
      () => this.#notify(),
    );
    store.subscribe(() => this.#notify());
  }

  get link(): Link {
    return describeLink(this.#reconnector.state, this.#wasBound);
  }

  /** Whether an agent is writing. */
  get isAgentTyping(): boolean {
    return this.#agentTyping !== undefined;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** After a page load: goes on with the conversation that the tab kept. */
  resume(): void {
    const { name } = this.store.state.phase;
    if (name === 'opening' || name === 'open' || name === 'ending') this.#reconnector.advance({ type: 'startAsked' });
  }

  start(displayName: string): void {
    const { name } = this.store.state.phase;
    if (name === 'open' || name === 'opening') return;
    if (name === 'ending') this.#stop();
    this.store.dispatch({ type: 'startAsked', displayName: displayName.trim(), atMs: Date.now() });
    this.#reconnector.advance({ type: 'startAsked' });
  }

  /** What stands in the composer has changed. */
  typing(draft: string): void {
    this.#ownTyping.draftChanged(draft);
  }

  /** Somebody looks at the page. */
  looked(): void {
    if (!this.#isLookedAt() || this.#reconnector.state.name !== 'ready') return;
    for (const messageId of this.#unread.splice(0)) this.#report(messageId, 'read');
  }

  write(text: string): void {
    this.#ownTyping.textSent();
    this.store.dispatch({ type: 'textWritten', messageId: createMessageId(), text, atMs: Date.now() });
    this.#sendNext();
  }

  repeat(messageId: string): void {
    this.store.dispatch({ type: 'textRepeated', messageId, newMessageId: createMessageId(), atMs: Date.now() });
    const { phase, displayName } = this.store.state;
    if (phase.name === 'ended' || phase.name === 'ending') this.start(displayName);
    this.#sendNext();
  }

  end(): void {
    this.store.dispatch({ type: 'endAsked', atMs: Date.now() });
    if (this.store.state.phase.name === 'ended') this.#stop();
    else if (this.#reconnector.state.name === 'ready') this.#sayGoodbye();
  }

  /** The network is back. */
  networkReturned(): void {
    this.#reconnector.advance({ type: 'wentOnline' });
  }

  /** The device woke up, or the network went: is the socket still good? */
  doubtLink(): void {
    this.#reconnector.advance({ type: 'lifeDoubted' });
  }

  #listenToSip(): SipConversationListener {
    return {
      flowOpened: () => this.#reconnector.advance({ type: 'socketOpened' }),
      flowClosed: () => this.#loseFlow({ type: 'socketClosed' }),
      bound: (dialog) => {
        this.store.dispatch({ type: 'dialogEstablished', dialog });
        this.#wasBound = true;
        this.#reconnector.advance({ type: 'bound' });
        if (this.store.state.phase.name === 'ending') this.#sayGoodbye();
        else this.#sendNext();
        this.looked();
      },
      bindRefused: (answer) => this.#handleBindRefusal(answer),
      textReceived: (messageId, text, isAsked) => {
        this.#setAgentTyping(undefined);
        const isKept = this.store.dispatch({ type: 'textReceived', messageId, text, atMs: Date.now() });
        if (isKept && isAsked) this.#hasArrived(messageId);
        return isKept;
      },
      composing: ({ isActive, seconds }) => this.#setAgentTyping(isActive ? seconds : undefined),
      reported: ({ messageId, status }) => this.#deliver(messageId, { type: 'reported', status }),
      isKept: (messageId) =>
        this.store.state.transcript.some((entry) => entry.kind === 'received' && entry.messageId === messageId),
      ended: () => this.#finish('service'),
    };
  }

  /** What is on a page that nobody looks at has arrived; it is read when somebody does. */
  #hasArrived(messageId: string): void {
    if (this.#isLookedAt()) this.#report(messageId, 'read');
    else {
      this.#unread = [...this.#unread, messageId].slice(-UNREAD_MAX);
      this.#report(messageId, 'delivered');
    }
  }

  #report(messageId: string, status: 'delivered' | 'read'): void {
    const receipt = writeReceipt(messageId, status, Date.now());
    if (receipt !== undefined) this.#tell(RECEIPT_TYPE, receipt);
  }

  #tell(contentType: string, content: string): void {
    const isOpen = this.#reconnector.state.name === 'ready' && this.store.state.phase.name === 'open';
    if (isOpen) this.#sip.sendNotice(contentType, content);
  }

  #setAgentTyping(seconds: number | undefined): void {
    const wasTyping = this.isAgentTyping;
    clearTimeout(this.#agentTyping);
    this.#agentTyping =
      seconds === undefined ? undefined : setTimeout(() => this.#setAgentTyping(undefined), seconds * 1000);
    if (wasTyping !== this.isAgentTyping) this.#notify();
  }

  #handleBindRefusal(answer: SipAnswer): void {
    const { phase } = this.store.state;
    const outcome = classifyBindAnswer(answer, phase.name === 'open' || phase.name === 'ending');
    if (outcome.name === 'repeatLater') {
      this.#reconnector.advance({ type: 'bindDeferred', delayMs: outcome.delayMs });
    } else if (outcome.name === 'conversationOver') {
      this.#finish('lost');
    } else {
      this.store.dispatch({ type: 'conversationRefused', statusCode: outcome.statusCode });
      this.#stop();
    }
  }

  #sendNext(): void {
    clearTimeout(this.#outboxTimer);
    if (this.#reconnector.state.name !== 'ready' || this.store.state.phase.name !== 'open') return;
    const choice = selectNextText(ownTexts(this.store.state), Date.now());
    if (choice.name === 'wait') {
      this.#outboxTimer = setTimeout(() => this.#sendNext(), choice.untilMs - Date.now());
    } else if (choice.name === 'send') {
      const { messageId, text } = choice.text;
      this.#deliver(messageId, { type: 'sendStarted' });
      const flow = this.#flow;
      void this.#sip.send(messageId, text).then((answer) => {
        if (flow === this.#flow) this.#handleTextAnswer(messageId, answer);
      });
    }
  }

  #handleTextAnswer(messageId: string, answer: SipAnswer): void {
    const outcome = classifyTextAnswer(answer);
    switch (outcome.name) {
      case 'accepted':
        this.#deliver(messageId, { type: 'accepted' });
        break;
      case 'repeatLater':
        this.#deliver(messageId, { type: 'deferred', notBeforeMs: Date.now() + outcome.delayMs });
        break;
      case 'failed':
        this.#deliver(messageId, { type: 'refused', reason: outcome.reason });
        break;
      case 'flowSuspected':
        this.#loseFlow({ type: 'flowSuspected' });
        return;
      case 'conversationOver':
        this.#finish('lost');
        return;
    }
    this.#sendNext();
  }

  #deliver(messageId: string, input: DeliveryInput): void {
    this.store.dispatch({ type: 'deliveryChanged', messageId, input });
  }

  #loseFlow(input: ReconnectInput): void {
    this.#flow += 1;
    this.store.dispatch({ type: 'flowLost' });
    this.#reconnector.advance(input);
  }

  #sayGoodbye(): void {
    const flow = this.#flow;
    const finish = () => {
      if (flow === this.#flow) this.#finish('customer');
    };
    const timer = setTimeout(finish, BYE_WAIT_MS);
    void this.#sip.bye().then(() => {
      clearTimeout(timer);
      finish();
    });
  }

  #finish(by: 'service' | 'customer' | 'lost'): void {
    this.store.dispatch({ type: 'conversationEnded', by, atMs: Date.now() });
    this.#stop();
  }

  #stop(): void {
    this.#flow += 1;
    this.#wasBound = false;
    clearTimeout(this.#outboxTimer);
    this.#ownTyping.textSent();
    this.#setAgentTyping(undefined);
    this.#unread = [];
    this.#reconnector.advance({ type: 'stopAsked' });
    this.#sip.close();
  }

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }
}

function describeLink(reconnect: ReconnectState, wasBound: boolean): Link {
  switch (reconnect.name) {
    case 'stopped':
      return 'none';
    case 'ready':
      return 'ready';
    case 'deferred':
      return 'busy';
    case 'connecting':
    case 'binding':
      return wasBound ? 'interrupted' : 'connecting';
    case 'backingOff':
      return 'interrupted';
  }
}
