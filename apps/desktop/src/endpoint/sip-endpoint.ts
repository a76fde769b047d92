import { Reconnector } from '../sip/reconnector.ts';
import { SipLine, type SipLineListener, type SipLineOptions } from './sip-line.ts';

/** How it stands with the SIP client of the desk; `elsewhere` is another tab of this browser. */
export type EndpointStatus = 'off' | 'elsewhere' | 'connecting' | 'registered' | 'interrupted' | 'refused';

/** What the endpoint needs of a line. */
export type Line = Pick<SipLine, 'openFlow' | 'closeFlow' | 'probeFlow' | 'register' | 'close'>;

/** How long a password that was refused is not tried again. */
const REFUSED_PAUSE_MS = 60_000;

/** Keeps the DN registered on one living socket: the supervisor of the line. */
export class SipEndpoint {
  readonly #line: Line;
  readonly #reconnector: Reconnector;
  #isRefused = false;
  readonly #wentOnline = () => this.#reconnector.advance({ type: 'wentOnline' });
  readonly #lifeDoubted = () => this.#reconnector.advance({ type: 'lifeDoubted' });

  constructor(
    options: SipLineOptions,
    report: (status: EndpointStatus) => void,
    createLine: (options: SipLineOptions, listener: SipLineListener) => Line = (of, listener) =>
      new SipLine(of, listener),
  ) {
    const line = createLine(options, {
      flowOpened: () => this.#reconnector.advance({ type: 'socketOpened' }),
      flowClosed: () => this.#reconnector.advance({ type: 'socketClosed' }),
      registered: () => {
        this.#isRefused = false;
        this.#reconnector.advance({ type: 'bound' });
      },
      registerRefused: (statusCode) => this.#refused(statusCode),
    });
    this.#line = line;
    this.#reconnector = new Reconnector(
      {
        openFlow: () => line.openFlow(),
        closeFlow: () => line.closeFlow(),
        probeFlow: () => line.probeFlow(),
        bind: () => line.register(),
      },
      () => report(this.#status()),
    );
  }

  start(): void {
    window.addEventListener('online', this.#wentOnline);
    document.addEventListener('visibilitychange', this.#lifeDoubted);
    this.#reconnector.advance({ type: 'startAsked' });
  }

  async stop(): Promise<void> {
    window.removeEventListener('online', this.#wentOnline);
    document.removeEventListener('visibilitychange', this.#lifeDoubted);
    this.#reconnector.stopTimer();
    await this.#line.close();
    this.#reconnector.advance({ type: 'stopAsked' });
  }

  /** A password that is wrong stays wrong; anything else is worth another socket. */
  #refused(statusCode: number): void {
    this.#isRefused = statusCode === 401 || statusCode === 403;
    if (this.#isRefused) this.#reconnector.advance({ type: 'bindDeferred', delayMs: REFUSED_PAUSE_MS });
    else this.#reconnector.advance({ type: 'flowSuspected' });
  }

  #status(): EndpointStatus {
    if (this.#isRefused) return 'refused';
    switch (this.#reconnector.state.name) {
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
