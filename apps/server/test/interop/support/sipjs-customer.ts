import { Inviter, type Message, Messager, Registerer, SessionState, UserAgent } from 'sip.js';
import { MessageSessionHandler } from './message-session-handler.ts';

const STEP_TIMEOUT_MS = 10_000;

/** A customer on sip.js over WebSocket, as a browser has it. */
export class SipjsCustomer {
  readonly #userAgent: UserAgent;
  readonly #target: string;
  readonly #handler = new MessageSessionHandler();
  readonly texts: string[] = [];
  #session: Inviter | undefined;
  #changed: () => void = () => {};

  private constructor(userAgent: UserAgent, target: string) {
    this.#userAgent = userAgent;
    this.#target = target;
  }

  /** `place` is a port on 127.0.0.1, or the whole address of the socket. */
  static async connect(
    place: number | string,
    identity: string,
    target: string,
    password?: string,
  ): Promise<SipjsCustomer> {
    const uri = UserAgent.makeURI(identity);
    if (uri === undefined) throw new Error(`no URI: ${identity}`);
    const userAgent = new UserAgent({
      uri,
      logLevel: 'error',
      ...(password === undefined ? {} : { authorizationUsername: uri.user ?? '', authorizationPassword: password }),
      transportOptions: { server: typeof place === 'number' ? `ws://127.0.0.1:${place}/sip` : place },
      sessionDescriptionHandlerFactory: () => customer.#handler,
      delegate: { onMessage: (message) => customer.#receive(message) },
    });
    const customer = new SipjsCustomer(userAgent, target);
    await userAgent.start();
    return customer;
  }

  get remoteDescription(): string {
    return this.#handler.remoteDescription;
  }

  get isSessionOpen(): boolean {
    return this.#session?.state === SessionState.Established;
  }

  /** Registers; resolves with the status of the answer. */
  register(): Promise<number> {
    const registerer = new Registerer(this.#userAgent);
    return new Promise((resolve, reject) => {
      registerer
        .register({
          requestDelegate: {
            onAccept: ({ message }) => resolve(message.statusCode ?? 0),
            onReject: ({ message }) => resolve(message.statusCode ?? 0),
          },
        })
        .catch(reject);
    });
  }

  /** INVITE, until its 2xx. */
  async invite(): Promise<void> {
    const session = new Inviter(this.#userAgent, this.#targetUri());
    this.#session = session;
    session.delegate = { onMessage: (message) => this.#receive(message) };
    session.stateChange.addListener(() => this.#changed());
    await session.invite();
    await this.#until(() => session.state === SessionState.Established, 'the session is established');
  }

  /** Sends a text within the session; resolves with the status of its answer. */
  async say(text: string): Promise<number> {
    const session = this.#session;
    if (session === undefined) throw new Error('there is no session');
    return new Promise((resolve, reject) => {
      session
        .message({
          requestOptions: { body: { contentDisposition: 'render', contentType: 'text/plain', content: text } },
          requestDelegate: {
            onAccept: ({ message }) => resolve(message.statusCode ?? 0),
            onReject: ({ message }) => resolve(message.statusCode ?? 0),
          },
        })
        .catch(reject);
    });
  }

  /** Sends a lone text; resolves with the status of its answer. */
  async page(text: string): Promise<number> {
    const messager = new Messager(this.#userAgent, this.#targetUri(), text);
    return new Promise((resolve, reject) => {
      messager
        .message({
          requestDelegate: {
            onAccept: ({ message }) => resolve(message.statusCode ?? 0),
            onReject: ({ message }) => resolve(message.statusCode ?? 0),
          },
        })
        .catch(reject);
    });
  }

  async bye(): Promise<void> {
    await this.#session?.bye();
    await this.#until(() => this.#session?.state === SessionState.Terminated, 'the session has ended');
  }

  async hear(count: number): Promise<readonly string[]> {
    await this.#until(() => this.texts.length >= count, `${count} texts came`);
    return this.texts;
  }

  async stop(): Promise<void> {
    await this.#userAgent.stop();
  }

  #targetUri() {
    const uri = UserAgent.makeURI(this.#target);
    if (uri === undefined) throw new Error(`no URI: ${this.#target}`);
    return uri;
  }

  #receive(message: Message): void {
    this.texts.push(message.request.body);
    void message.accept();
    this.#changed();
  }

  async #until(holds: () => boolean, what: string): Promise<void> {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      this.#changed();
    }, STEP_TIMEOUT_MS);
    while (!holds()) {
      if (isLate) throw new Error(`not seen within ${STEP_TIMEOUT_MS} ms: ${what}`);
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
    }
    clearTimeout(timer);
  }
}
