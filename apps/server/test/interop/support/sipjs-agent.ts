import { type Invitation, Registerer, UserAgent } from 'sip.js';
import { MessageSessionHandler } from './message-session-handler.ts';

/** An agent on sip.js over WebSocket who is invited to each chat and accepts it. */
export class SipjsAgent {
  readonly #userAgent: UserAgent;
  readonly texts: string[] = [];
  readonly subjects: string[] = [];
  session: Invitation | undefined;
  #changed: () => void = () => {};

  private constructor(userAgent: UserAgent) {
    this.#userAgent = userAgent;
  }

  /** Registered with the password, or not at all. */
  static async register(httpPort: number, dn: string, password: string): Promise<SipjsAgent> {
    const uri = UserAgent.makeURI(`sip:${dn}@localhost`);
    if (uri === undefined) throw new Error(`no URI for ${dn}`);
    const userAgent = new UserAgent({
      uri,
      authorizationUsername: dn,
      authorizationPassword: password,
      logLevel: 'error',
      transportOptions: { server: `ws://127.0.0.1:${httpPort}/sip` },
      sessionDescriptionHandlerFactory: () => new MessageSessionHandler(),
      delegate: { onInvite: (invitation) => void agent.#accept(invitation) },
    });
    const agent = new SipjsAgent(userAgent);
    await userAgent.start();
    await new Promise<void>((resolve, reject) => {
      void new Registerer(userAgent).register({
        requestDelegate: {
          onAccept: () => resolve(),
          onReject: ({ message }) => reject(new Error(`refused with ${message.statusCode}`)),
        },
      });
    });
    return agent;
  }

  async say(text: string): Promise<number> {
    return new Promise((resolve, reject) => {
      const answer = ({ message }: { readonly message: { readonly statusCode?: number | undefined } }) =>
        resolve(message.statusCode ?? 0);
      const body = { contentDisposition: 'render', contentType: 'text/plain', content: text } as const;
      if (this.session === undefined) throw new Error('there is no session');
      this.session
        .message({ requestOptions: { body }, requestDelegate: { onAccept: answer, onReject: answer } })
        .catch(reject);
    });
  }

  /** Ends the session; resolves when the server has answered. */
  bye(): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.session === undefined) throw new Error('there is no session');
      this.session.bye({ requestDelegate: { onAccept: () => resolve(), onReject: () => resolve() } }).catch(reject);
    });
  }

  /** Waits for something that this client sees. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
    }
  }

  stop(): Promise<void> {
    return this.#userAgent.stop();
  }

  async #accept(invitation: Invitation): Promise<void> {
    this.session = invitation;
    this.subjects.push(invitation.request.getHeader('Subject') ?? '');
    invitation.delegate = {
      onMessage: (message) => {
        this.texts.push(message.request.body);
        void message.accept();
        this.#changed();
      },
    };
    await invitation.accept();
    this.#changed();
  }
}
