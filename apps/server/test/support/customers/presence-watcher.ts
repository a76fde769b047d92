import { AccountCustomer, type AskOptions } from './account-customer.ts';
import type { SentRequest } from './sip-customer.ts';
import type { WireMessage } from './udp-customer.ts';

export interface SubscribeOptions extends AskOptions {
  readonly expires?: number;
  readonly event?: string;
  readonly accept?: string;
}

/** A SIP client with an account that watches presence. */
export class PresenceWatcher extends AccountCustomer {
  #lastCseq = 10;

  subscribe(to: string, options: SubscribeOptions = {}): Promise<SentRequest> {
    return this.prove(this.#request(to, options));
  }

  /** Without proving who it is, as `from` says. */
  subscribeAs(from: string, to: string, options: SubscribeOptions = {}): Promise<SentRequest> {
    return this.ask({ ...this.#request(to, options), from });
  }

  /** A SUBSCRIBE within the dialog that `sent` made; with another `from` or `event` it only looks so. */
  renew(
    sent: SentRequest,
    expires: number,
    { from, event = 'presence' }: { from?: string; event?: string } = {},
  ): Promise<SentRequest> {
    const { headers } = sent.response ?? { headers: new Map<string, string>() };
    this.#lastCseq += 1;
    return this.send({
      method: 'SUBSCRIBE',
      requestUri: /<([^>]*)>/.exec(headers.get('contact') ?? '')?.[1] ?? 'sip:nobody@localhost',
      from: from ?? headers.get('from') ?? '',
      to: headers.get('to') ?? '',
      callId: sent.callId,
      cseq: 1000 + this.#lastCseq,
      headers: [`Event: ${event}`, `Expires: ${expires}`, `Contact: <${this.contact}>`],
    });
  }

  /** NOTIFYs as they came, repeats of unanswered ones included. */
  get notices(): readonly WireMessage[] {
    return this.byes.filter(({ startLine }) => startLine.startsWith('NOTIFY'));
  }

  /** What was told, in order: `open`, `busy` or `closed`. */
  get told(): readonly string[] {
    return this.notices.map(({ body }) =>
      body.includes('<rpid:busy/>') ? 'busy' : (/<basic>(\w+)<\/basic>/.exec(body)?.[1] ?? 'nothing'),
    );
  }

  get states(): readonly string[] {
    return this.notices.map(({ headers }) => headers.get('subscription-state') ?? '');
  }

  #request(to: string, { expires = 600, event = 'presence', accept, ...options }: SubscribeOptions): AskOptions {
    return {
      method: 'SUBSCRIBE',
      to,
      ...options,
      headers: [
        `Event: ${event}`,
        `Expires: ${expires}`,
        `Contact: <${this.contact}>`,
        ...(accept === undefined ? [] : [`Accept: ${accept}`]),
        ...(options.headers ?? []),
      ],
    };
  }
}
