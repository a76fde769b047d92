import {
  Core,
  Inviter,
  type Message,
  type Session,
  SessionState,
  SIPExtension,
  URI,
  UserAgent,
  type UserAgentOptions,
  UserAgentState,
} from 'sip.js';
import {
  WatchedWebSocketTransport,
  type WatchedWebSocketTransportOptions,
} from '../../sip/watched-web-socket-transport.ts';
import type { DialogIdentity } from './conversation-reducer.ts';
import { MessageSessionDescriptionHandler } from './message-session-description-handler.ts';
import { COMPOSING_TYPE, type Composing, RECEIPT_TYPE, type Receipt, readComposing, readReceipt } from './notices.ts';
import type { SipAnswer } from './sip-answers.ts';

export const MESSAGE_ID_HEADER = 'Cordboard-Message-ID';
/** Beside it: what one wants to be told of the text, in the words of RFC 5438 6.3. */
const DISPOSITION_HEADER = 'Cordboard-Disposition-Notification';
const TEXT_TYPE = 'text/plain;charset=utf-8';
const TEXT_ACCEPT = `text/plain, ${COMPOSING_TYPE}, ${RECEIPT_TYPE}`;

export interface SipConversationOptions {
  guest: string;
  /** SIP user and host of the routing point. */
  routingPoint: string;
  host: string;
  transport: WatchedWebSocketTransportOptions;
}

/** What the SIP side tells. Everything else is an answer to a call. */
export interface SipConversationListener {
  flowOpened(): void;
  flowClosed(): void;
  /** The server knows this socket as the way to this dialog. */
  bound(dialog: DialogIdentity): void;
  bindRefused(answer: SipAnswer): void;
  /** True once the text is kept; only then it is acknowledged. `isAsked`: the service wants to know what becomes of it. */
  textReceived(messageId: string, text: string, isAsked: boolean): boolean;
  composing(composing: Composing): void;
  reported(receipt: Receipt): void;
  isKept(messageId: string): boolean;
  /** BYE from the server, or a dialog that sip.js had to give up. */
  ended(): void;
}

/**
 * One conversation as SIP: INVITE to open it, MESSAGE within the dialog both ways, BYE. After a lost socket the same
 * dialog goes on by re-INVITE; after a page reload by an INVITE that replaces it (RFC 3891).
 */
export class SipConversation {
  readonly #options: SipConversationOptions;
  readonly #listener: SipConversationListener;
  #userAgent: UserAgent | undefined;
  #session: Session | undefined;
  #isBinding = false;

  constructor(options: SipConversationOptions, listener: SipConversationListener) {
    this.#options = options;
    this.#listener = listener;
  }

  /** Opens a socket: for the user agent that has the dialog when it can go on, else for a new one. */
  openFlow(displayName: string): void {
    if (!this.#canReinvite()) {
      this.#forgetUserAgent();
      this.#userAgent = this.#createUserAgent(displayName);
    }
    const userAgent = this.#userAgent;
    const connecting = userAgent?.state === UserAgentState.Started ? userAgent.transport.connect() : userAgent?.start();
    connecting?.catch(() => {
      if (this.#userAgent === userAgent) this.#listener.flowClosed();
    });
  }

  closeFlow(): void {
    void this.#transport()?.disconnect();
  }

  probeFlow(): void {
    this.#transport()?.probe();
  }

  /** The conversation is over: the next one starts with a new user agent. */
  close(): void {
    this.#forgetUserAgent();
  }

  /** Makes this socket the way to the conversation: re-INVITE, INVITE with Replaces, or a first INVITE. */
  bind(dialog: DialogIdentity | undefined): void {
    this.#isBinding = true;
    if (dialog && this.#session && this.#canReinvite(true)) this.#reinvite(this.#session);
    else this.#invite(dialog);
  }

  /** The final answer to a MESSAGE; 408 when nobody answered. */
  send(messageId: string, text: string): Promise<SipAnswer> {
    const session = this.#session;
    if (!session) return Promise.resolve({ statusCode: 408 });
    return new Promise((resolve) => {
      const answer = (response: Core.IncomingResponse) => resolve(readAnswer(response));
      session
        .message({
          requestOptions: {
            extraHeaders: [
              `${MESSAGE_ID_HEADER}: ${messageId}`,
              `${DISPOSITION_HEADER}: positive-delivery, negative-delivery, display`,
            ],
            body: { contentDisposition: 'render', contentType: TEXT_TYPE, content: text },
          },
          requestDelegate: { onAccept: answer, onReject: answer, onRedirect: answer },
        })
        .catch(() => resolve({ statusCode: 408 }));
    });
  }

  /** Says something beside the texts; what becomes of it does not matter. */
  sendNotice(contentType: string, content: string): void {
    const contentDisposition = contentType === RECEIPT_TYPE ? 'notification' : 'render';
    this.#session
      ?.message({ requestOptions: { body: { contentDisposition, contentType, content } } })
      .catch(() => undefined);
  }

  /** Resolves when the BYE is answered, whatever the answer: both sides are done with the dialog then. */
  bye(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    if (session?.state !== SessionState.Established) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => resolve();
      session.bye({ requestDelegate: { onAccept: done, onReject: done, onRedirect: done } }).catch(done);
    });
  }

  /** A re-INVITE that a dying socket swallowed blocks sip.js for 32 s; such a dialog is replaced instead. */
  #canReinvite(isFlowOpen = false): boolean {
    return this.#session?.state === SessionState.Established && (isFlowOpen || !this.#isBinding);
  }

  #reinvite(session: Session): void {
    session
      .invite({
        requestDelegate: {
          onAccept: () => this.#reportBound(session),
          onReject: (response) => this.#reportBindRefused(session, response),
        },
      })
      .catch(() => this.#listener.flowClosed());
  }

  #invite(dialog: DialogIdentity | undefined): void {
    const userAgent = this.#userAgent;
    if (!userAgent) return;
    const accept = `Accept: application/sdp, ${TEXT_ACCEPT}`;
    const extraHeaders = dialog
      ? // RFC 3891 3: to-tag is the tag of the one who receives this header, from-tag the other one.
        [
          accept,
          `Replaces: ${dialog.callId};to-tag=${dialog.remoteTag};from-tag=${dialog.localTag}`,
          'Require: replaces',
        ]
      : [accept];
    const target = new URI('sip', this.#options.routingPoint, this.#options.host);
    const inviter = new Inviter(userAgent, target, { extraHeaders });
    inviter.delegate = {
      onMessage: (message) => this.#receive(message),
      onBye: (bye) => void bye.accept(),
    };
    inviter.stateChange.addListener((state) => {
      if (state === SessionState.Terminated && this.#session === inviter && !this.#isBinding) {
        this.#session = undefined;
        this.#listener.ended();
      }
    });
    this.#session = inviter;
    inviter
      .invite({
        requestDelegate: {
          onAccept: () => this.#reportBound(inviter),
          onReject: (response) => this.#reportBindRefused(inviter, response),
          onRedirect: (response) => this.#reportBindRefused(inviter, response),
        },
      })
      .catch(() => this.#listener.flowClosed());
  }

  #reportBound(session: Session): void {
    if (this.#session !== session) return;
    this.#isBinding = false;
    const { dialog } = session;
    if (!dialog || session.state !== SessionState.Established) {
      // The 200 had no usable description: sip.js has sent ACK and BYE.
      this.#session = undefined;
      this.#listener.bindRefused({ statusCode: 488 });
      return;
    }
    this.#listener.bound({ callId: dialog.callId, localTag: dialog.localTag, remoteTag: dialog.remoteTag });
  }

  #reportBindRefused(session: Session, response: Core.IncomingResponse): void {
    if (this.#session !== session) return;
    this.#isBinding = false;
    if (session.state !== SessionState.Established) this.#session = undefined;
    this.#listener.bindRefused(readAnswer(response));
  }

  #receive(message: Message): void {
    const { request } = message;
    const type = request.getHeader('Content-Type')?.split(';')[0]?.trim().toLowerCase();
    if (type === COMPOSING_TYPE || type === RECEIPT_TYPE) {
      void message.accept();
      this.#receiveNotice(type, request.body);
      return;
    }
    if (type !== 'text/plain') {
      void message.reject({ statusCode: 415, extraHeaders: [`Accept: ${TEXT_ACCEPT}`] });
      return;
    }
    // Another server may not know the header: Call-ID and CSeq name the request as well.
    const messageId = request.getHeader(MESSAGE_ID_HEADER) ?? `${request.callId}-${request.cseq}`;
    const isAsked = request.getHeader(DISPOSITION_HEADER) !== undefined;
    if (this.#listener.textReceived(messageId, request.body, isAsked)) void message.accept();
    else void message.reject({ statusCode: 503, extraHeaders: ['Retry-After: 10'] });
  }

  #receiveNotice(type: string, body: string): void {
    const composing = type === COMPOSING_TYPE ? readComposing(body) : undefined;
    const receipt = type === RECEIPT_TYPE ? readReceipt(body) : undefined;
    if (composing) this.#listener.composing(composing);
    if (receipt) this.#listener.reported(receipt);
  }

  /**
   * Guarantee 2: a text that was kept, but whose 200 got lost, comes again, often as the very same bytes. sip.js
   * remembers no finished transaction on a WebSocket and would answer 500 to the old CSeq, so it is answered here.
   */
  #acknowledgeRepetition(userAgent: UserAgent, raw: string): boolean {
    if (!raw.startsWith('MESSAGE ')) return false;
    const head = raw.slice(0, raw.indexOf('\r\n\r\n'));
    const messageId = /^Cordboard-Message-ID:[ \t]*(\S+)/im.exec(head)?.[1];
    if (!messageId || !this.#listener.isKept(messageId)) return false;
    const request = Core.Parser.parseMessage(raw, userAgent.getLogger('customer'));
    if (!(request instanceof Core.IncomingRequestMessage)) return false;
    userAgent.userAgentCore.replyStateless(request, { statusCode: 200 });
    return true;
  }

  #createUserAgent(displayName: string): UserAgent {
    const { guest, transport } = this.#options;
    const options: UserAgentOptions = {
      uri: new URI('sip', guest, 'anonymous.invalid'),
      displayName: displayName.replace(/["\\\p{Cc}]/gu, ' ').trim(),
      contactName: guest,
      userAgentString: 'Cordboard web customer',
      transportConstructor: WatchedWebSocketTransport,
      transportOptions: transport,
      sessionDescriptionHandlerFactory: () => new MessageSessionDescriptionHandler(),
      sipExtensionReplaces: SIPExtension.Supported,
      gracefulShutdown: false,
      logBuiltinEnabled: false,
      logConfiguration: false,
      delegate: {
        onConnect: () => this.#listener.flowOpened(),
        onDisconnect: () => this.#listener.flowClosed(),
      },
    };
    const userAgent = new UserAgent(options);
    const passOn = userAgent.transport.onMessage;
    userAgent.transport.onMessage = (raw) => {
      if (!this.#acknowledgeRepetition(userAgent, raw)) passOn?.(raw);
    };
    return userAgent;
  }

  #transport(): WatchedWebSocketTransport | undefined {
    const transport = this.#userAgent?.transport;
    return transport instanceof WatchedWebSocketTransport ? transport : undefined;
  }

  #forgetUserAgent(): void {
    const userAgent = this.#userAgent;
    this.#session = undefined;
    this.#userAgent = undefined;
    this.#isBinding = false;
    if (!userAgent) return;
    userAgent.delegate = {};
    void userAgent.stop();
  }
}

function readAnswer({ message }: Core.IncomingResponse): SipAnswer {
  const statusCode = message.statusCode ?? 500;
  const retryAfter = /^\s*(\d{1,6})/.exec(message.getHeader('Retry-After') ?? '')?.[1];
  return retryAfter === undefined ? { statusCode } : { statusCode, retryAfterSeconds: Number(retryAfter) };
}
