import type { Flow } from '../../../src/protocols/sip/transport/sip-transport.ts';
import type { ContactCentre } from '../centre/contact-centre.ts';
import { nextNumber, type SentRequest, SipCustomer } from './sip-customer.ts';

export interface PageText {
  readonly to?: string;
  /** URI. */
  readonly from?: string;
  readonly displayName?: string;
  readonly contentType?: string;
  readonly headers?: readonly string[];
}

/** A customer who writes lone MESSAGEs (RFC 3428). */
export class PageCustomer extends SipCustomer {
  readonly #from: string;

  constructor(centre: ContactCentre, from = 'sip:alice@example.net', transport: Flow['transport'] = 'UDP') {
    super(centre, transport);
    this.#from = from;
  }

  /** Writes a text; resolves when the server has dealt with it as far as it can without time. */
  say(text: string | Buffer, options: PageText = {}): Promise<SentRequest> {
    const to = `sip:${options.to ?? '1111'}@localhost`;
    const name = options.displayName === undefined ? '' : `"${options.displayName}" `;
    const number = nextNumber();
    return this.send({
      method: 'MESSAGE',
      requestUri: to,
      from: `${name}<${options.from ?? this.#from}>;tag=t${number}`,
      to: `<${to}>`,
      callId: `page-${number}@peer`,
      cseq: 1,
      body: text,
      ...(options.contentType === undefined ? {} : { contentType: options.contentType }),
      ...(options.headers === undefined ? {} : { headers: options.headers }),
    });
  }
}
