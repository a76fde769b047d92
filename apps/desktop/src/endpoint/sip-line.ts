import { type Core, Registerer, RegistererState, URI, UserAgent, UserAgentState } from 'sip.js';
import { WatchedWebSocketTransport } from '../sip/watched-web-socket-transport.ts';

/** Who registers, and with what. */
export interface SipLineOptions {
  readonly dn: string;
  readonly domain: string;
  /** MD5 of user, realm and password: all that digest needs. */
  readonly ha1: string;
  /** UUID of this browser: the server takes its registrations for one client. */
  readonly instanceId: string;
  readonly url: string;
  readonly createSocket?: (url: string, protocol: string) => WebSocket;
}

export interface SipLineListener {
  flowOpened(): void;
  flowClosed(): void;
  registered(): void;
  registerRefused(statusCode: number): void;
}

/** The SIP side of the desk: registers the DN and takes every text that comes. What it says the desk knows by T-Library already. */
export class SipLine {
  readonly #options: SipLineOptions;
  readonly #listener: SipLineListener;
  #userAgent: UserAgent | undefined;
  #registerer: Registerer | undefined;

  constructor(options: SipLineOptions, listener: SipLineListener) {
    this.#options = options;
    this.#listener = listener;
  }

  openFlow(): void {
    this.#forget();
    const userAgent = this.#createUserAgent();
    this.#userAgent = userAgent;
    userAgent.start().catch(() => {
      if (this.#userAgent === userAgent) this.#listener.flowClosed();
    });
  }

  closeFlow(): void {
    void this.#userAgent?.transport.disconnect();
  }

  probeFlow(): void {
    const transport = this.#userAgent?.transport;
    if (transport instanceof WatchedWebSocketTransport) transport.probe();
  }

  register(): void {
    const userAgent = this.#userAgent;
    if (userAgent === undefined || userAgent.state !== UserAgentState.Started) return;
    const registerer = this.#registerer ?? this.#createRegisterer(userAgent);
    const refused = (response: Core.IncomingResponse) =>
      this.#listener.registerRefused(response.message.statusCode ?? 500);
    registerer
      .register({ requestDelegate: { onAccept: () => this.#listener.registered(), onReject: refused } })
      .catch(() => this.#listener.registerRefused(500));
  }

  /** The DN has this client no more. */
  async close(): Promise<void> {
    const registerer = this.#registerer;
    if (registerer?.state === RegistererState.Registered) await registerer.unregister().catch(() => {});
    this.#forget();
  }

  #createRegisterer(userAgent: UserAgent): Registerer {
    const { instanceId } = this.#options;
    const registerer = new Registerer(userAgent, { instanceId, regId: 1, expires: 600, refreshFrequency: 75 });
    this.#registerer = registerer;
    let wasRegistered = false;
    registerer.stateChange.addListener((state) => {
      if (state === RegistererState.Registered) wasRegistered = true;
      // A refresh that failed: the server does not know this client any more.
      else if (wasRegistered && state === RegistererState.Unregistered && this.#registerer === registerer) {
        this.#registerer = undefined;
        this.#listener.registerRefused(408);
      }
    });
    return registerer;
  }

  #createUserAgent(): UserAgent {
    const { dn, domain, ha1, url, createSocket } = this.#options;
    return new UserAgent({
      uri: new URI('sip', dn, domain),
      authorizationUsername: dn,
      authorizationHa1: ha1,
      userAgentString: 'Cordboard desk',
      transportConstructor: WatchedWebSocketTransport,
      transportOptions: { url, ...(createSocket === undefined ? {} : { createSocket }) },
      gracefulShutdown: false,
      logBuiltinEnabled: false,
      logConfiguration: false,
      delegate: {
        onConnect: () => this.#listener.flowOpened(),
        onDisconnect: () => this.#listener.flowClosed(),
        onMessage: (message) => void message.accept(),
      },
    });
  }

  #forget(): void {
    const userAgent = this.#userAgent;
    this.#userAgent = undefined;
    this.#registerer = undefined;
    if (userAgent === undefined) return;
    userAgent.delegate = {};
    void userAgent.stop();
  }
}
