import { randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import sip, { type SipInstance } from 'sip';
import { findFreePort } from './free-port.ts';

const STEP_TIMEOUT_MS = 10_000;

/** A page-mode customer on the npm package `sip`, whose transactions are somebody else's reading of RFC 3261. */
export class NpmSipCustomer {
  readonly #sip: SipInstance;
  readonly #target: string;
  readonly #changed = new EventEmitter();
  readonly texts: string[] = [];
  #cseq = 0;

  private constructor(port: number, target: string, transport: 'UDP' | 'TCP') {
    this.#target = target;
    const options = { port, address: '127.0.0.1', udp: transport === 'UDP', tcp: transport === 'TCP' };
    // The package takes requests to its own host name for flow tokens, so it must not share that of the server.
    this.#sip = sip.create({ ...options, publicAddress: 'customer.invalid' }, (request) => {
      if (request.method !== 'MESSAGE') return;
      this.texts.push(Buffer.from(request.content ?? '', 'latin1').toString());
      this.#sip.send(sip.makeResponse(request, 200, 'OK'));
      this.#changed.emit('text');
    });
  }

  static async open(serverPort: number, transport: 'UDP' | 'TCP'): Promise<NpmSipCustomer> {
    const parameter = transport === 'TCP' ? ';transport=tcp' : '';
    return new NpmSipCustomer(await findFreePort(), `sip:1111@127.0.0.1:${serverPort}${parameter}`, transport);
  }

  page(text: string): Promise<number> {
    this.#cseq += 1;
    const headers = {
      to: { uri: 'sip:1111@localhost' },
      from: { uri: 'sip:kirm@customers.example', params: { tag: randomBytes(8).toString('hex') } },
      'call-id': randomBytes(8).toString('hex'),
      cseq: { method: 'MESSAGE', seq: this.#cseq },
      'max-forwards': 70,
      'content-type': 'text/plain;charset=UTF-8',
    };
    const content = Buffer.from(text).toString('latin1');
    return new Promise((resolve) => {
      this.#sip.send({ method: 'MESSAGE', uri: this.#target, headers, content }, (response) =>
        resolve(response.status ?? 0),
      );
    });
  }

  async hear(count: number): Promise<readonly string[]> {
    const signal = AbortSignal.timeout(STEP_TIMEOUT_MS);
    while (this.texts.length < count) await once(this.#changed, 'text', { signal });
    return this.texts;
  }

  close(): void {
    this.#sip.destroy();
  }
}
