import { advanceReconnect, type ReconnectEffect, type ReconnectInput, type ReconnectState } from '../sip/reconnect.ts';
import { SipLine, type SipLineListener, type SipLineOptions } from './sip-line.ts';

/** How it stands with the SIP client of the desk; `elsewhere` is another tab of this browser. */
export type EndpointStatus = 'off' | 'elsewhere' | 'connecting' | 'registered' | 'interrupted' | 'refused';

/** What the endpoint needs of a line. */
export type Line = Pick<SipLine, 'openFlow' | 'closeFlow' | 'probeFlow' | 'register' | 'close'>;

/** How long a password that was refused is not tried again. */
const REFUSED_PAUSE_MS = 60_000;

/** Keeps the DN registered on one living socket: the supervisor of the line. */
export class SipEndpoint {
  readonly #report: (status: EndpointStatus) => void;
  readonly #line: Line;
  #state: ReconnectState = { name: 'stopped' };
  #isRefused = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #wentOnline = () => this.#advance({ type: 'wentOnline' });
  readonly #lifeDoubted = () => this.#advance({ type: 'lifeDoubted' });

  constructor(
    options: SipLineOptions,
    report: (status: EndpointStatus) => void,
    createLine: (options: SipLineOptions, listener: SipLineListener) => Line = (of, listener) =>
      new SipLine(of, listener),
  ) {
    this.#report = report;
    this.#line = createLine(options, {
      flowOpened: () => this.#advance({ type: 'socketOpened' }),
      flowClosed: () => this.#advance({ type: 'socketClosed' }),
      registered: () => {
        this.#isRefused = false;
        this.#advance({ type: 'bound' });
      },
      registerRefused: (statusCode) => this.#refused(statusCode),
    });
  }

  start(): void {
    window.addEventListener('online', this.#wentOnline);
    document.addEventListener('visibilitychange', this.#lifeDoubted);
    this.#advance({ type: 'startAsked' });
  }

  async stop(): Promise<void> {
    window.removeEventListener('online', this.#wentOnline);
    document.removeEventListener('visibilitychange', this.#lifeDoubted);
    clearTimeout(this.#timer);
    await this.#line.close();
    this.#advance({ type: 'stopAsked' });
  }

  /** A password that is wrong stays wrong; anything else is worth another socket. */
  #refused(statusCode: number): void {
    this.#isRefused = statusCode === 401 || statusCode === 403;
    if (this.#isRefused) this.#advance({ type: 'bindDeferred', delayMs: REFUSED_PAUSE_MS });
    else this.#advance({ type: 'flowSuspected' });
  }

  #advance(input: ReconnectInput): void {
    const { state, effects } = advanceReconnect(this.#state, input, { random: Math.random() });
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
    this.#report(this.#status());
  }

  #perform(effect: ReconnectEffect): void {
    switch (effect.type) {
      case 'openSocket':
        this.#line.openFlow();
        break;
      case 'closeSocket':
        this.#line.closeFlow();
        break;
      case 'probeSocket':
        this.#line.probeFlow();
        break;
      case 'bind':
        this.#line.register();
        break;
      case 'startTimer':
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#advance({ type: 'timerFired' }), effect.delayMs);
        break;
      case 'stopTimer':
        clearTimeout(this.#timer);
        break;
    }
  }

  #status(): EndpointStatus {
    if (this.#isRefused) return 'refused';
    switch (this.#state.name) {
      case 'stopped':
        return 'off';
      case 'ready':
        return 'registered';
      case 'connecting':
      case 'binding':
      case 'deferred':
        return 'connecting';
      case 'backingOff':
        return 'interrupted';
    }
  }
}
