import { once } from 'node:events';
import net, { type Socket } from 'node:net';
import { expect } from 'vitest';

const PATIENCE = { timeout: 20_000 };

/** A SIP dialog over TCP, as small as it can be. */
export class TcpDialog {
  readonly #socket: Socket;
  readonly #callId: string;
  #received = '';
  #toTag = '';
  #cseq = 0;

  private constructor(socket: Socket, callId: string) {
    this.#socket = socket;
    this.#callId = callId;
    socket.on('data', (bytes: Buffer) => {
      this.#received += bytes.toString();
    });
  }

  /** With `former` the dialog goes on where that one is. */
  static async open(port: number, callId: string, former?: TcpDialog): Promise<TcpDialog> {
    const socket = net.connect({ host: '127.0.0.1', port });
    socket.on('error', () => {});
    await once(socket, 'connect');
    const dialog = new TcpDialog(socket, callId);
    if (former !== undefined) [dialog.#toTag, dialog.#cseq] = [former.#toTag, former.#cseq];
    return dialog;
  }

  close(): void {
    this.#socket.destroy();
  }

  /** INVITE and ACK; resolves with the description in the answer. */
  async invite(offer: string): Promise<string> {
    this.#received = '';
    this.#cseq += 1;
    this.#send('INVITE', this.#cseq, offer);
    const whole = () =>
      /^SIP\/2\.0 200 [\s\S]*CSeq: (\d+) INVITE[\s\S]*\r\n\r\n(v=0[\s\S]*a=path:[^\r]*\r\n)/m.exec(this.#received);
    await expect.poll(whole, PATIENCE).not.toBeNull();
    this.#toTag ||= /\r\nTo: [^\r]*;tag=([^\r;]*)/.exec(this.#received)?.[1] ?? '';
    this.#send('ACK', this.#cseq, '');
    return whole()?.[2] ?? '';
  }

  /** Waits for the server's BYE and answers it. */
  async ended(): Promise<void> {
    const whole = () => /^BYE [\s\S]*?\r\n\r\n/m.exec(this.#received)?.[0];
    await expect.poll(whole, PATIENCE).toBeDefined();
    const copied = (whole() ?? '').split('\r\n').filter((line) => /^(Via|From|To|Call-ID|CSeq):/.test(line));
    this.#socket.write(`${['SIP/2.0 200 OK', ...copied, 'Content-Length: 0'].join('\r\n')}\r\n\r\n`);
  }

  #send(method: string, cseq: number, body: string): void {
    const lines = [
      `${method} sip:1111@localhost SIP/2.0`,
      `Via: SIP/2.0/TCP client.invalid;branch=z9hG4bK${this.#callId}${method}${cseq}`,
      'Max-Forwards: 70',
      'From: <sip:eve@customers.example>;tag=t1',
      `To: <sip:1111@localhost>${this.#toTag === '' ? '' : `;tag=${this.#toTag}`}`,
      `Call-ID: ${this.#callId}`,
      `CSeq: ${cseq} ${method}`,
      'Contact: <sip:eve@client.invalid;transport=tcp>',
      ...(body === '' ? [] : ['Content-Type: application/sdp']),
      `Content-Length: ${Buffer.byteLength(body)}`,
    ];
    this.#socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`);
  }
}
