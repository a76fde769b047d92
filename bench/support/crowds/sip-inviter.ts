import { once } from 'node:events';
import net, { type Socket } from 'node:net';

/** Whole SIP messages with the length that they say, and what is not whole yet. */
export function cutMessages(text: string): { readonly messages: readonly string[]; readonly rest: string } {
  const messages: string[] = [];
  let rest = text.replace(/^(\r\n)+/, '');
  for (;;) {
    const headEnd = rest.indexOf('\r\n\r\n');
    if (headEnd < 0) return { messages, rest };
    const length = Number(/\r\nContent-Length: *(\d+)/i.exec(rest.slice(0, headEnd))?.[1] ?? 0);
    const end = headEnd + 4 + length;
    if (rest.length < end) return { messages, rest };
    messages.push(rest.slice(0, end));
    rest = rest.slice(end).replace(/^(\r\n)+/, '');
  }
}

/** Opens sessions by INVITE over one TCP connection, as small as it can be: it answers nothing and ends no session. */
export class SipInviter {
  readonly #socket: Socket;
  readonly #waiting = new Map<string, { resolve(sdp: string): void; reject(failure: Error): void }>();
  #rest = '';

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (bytes: Buffer) => this.#receive(bytes.toString('latin1')));
    socket.on('error', () => {});
  }

  static async connect(port: number): Promise<SipInviter> {
    const socket = net.connect({ host: '127.0.0.1', port });
    await once(socket, 'connect');
    return new SipInviter(socket);
  }

  /** Resolves with the description in the 200, once ACK has been sent. */
  invite(user: string, to: string, offer: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#waiting.set(user, { resolve, reject });
      this.#send('INVITE', user, `<sip:${to}@localhost>`, offer);
    });
  }

  #receive(text: string): void {
    const { messages, rest } = cutMessages(this.#rest + text);
    this.#rest = rest;
    for (const message of messages) this.#take(message);
  }

  #take(message: string): void {
    const status = Number(/^SIP\/2\.0 (\d{3}) /.exec(message)?.[1]);
    const user = /\r\nCall-ID: ([^\r]*)/.exec(message)?.[1] ?? '';
    const waiting = this.#waiting.get(user);
    if (!(status >= 200) || waiting === undefined) return;
    this.#waiting.delete(user);
    if (status >= 300) {
      waiting.reject(new Error(`the INVITE of ${user} was answered ${status}`));
      return;
    }
    this.#send('ACK', user, /\r\nTo: ([^\r]*)/.exec(message)?.[1] ?? '', '');
    waiting.resolve(message.slice(message.indexOf('\r\n\r\n') + 4));
  }

  #send(method: string, user: string, to: string, body: string): void {
    const lines = [
      `${method} ${/<([^>]*)>/.exec(to)?.[1]} SIP/2.0`,
      `Via: SIP/2.0/TCP client.invalid;branch=z9hG4bK${user}${method}`,
      'Max-Forwards: 70',
      `From: <sip:${user}@customers.example>;tag=${user}`,
      `To: ${to}`,
      `Call-ID: ${user}`,
      `CSeq: 1 ${method}`,
      `Contact: <sip:${user}@client.invalid;transport=tcp>`,
      ...(body === '' ? [] : ['Content-Type: application/sdp']),
      `Content-Length: ${Buffer.byteLength(body)}`,
    ];
    this.#socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`);
  }
}
