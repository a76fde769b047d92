import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** A UDP sender at a loopback address of its own, such as 127.0.0.2, who does not wait for answers. */
export class Flooder {
  readonly answers: string[] = [];
  readonly #socket: Socket;
  readonly #address: string;
  readonly #serverPort: number;

  private constructor(socket: Socket, address: string, serverPort: number) {
    this.#socket = socket;
    this.#address = address;
    this.#serverPort = serverPort;
    socket.on('message', (bytes) => this.answers.push(bytes.toString()));
  }

  static async open(serverPort: number, address: string): Promise<Flooder> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: 4 * 2 ** 20 });
    socket.bind(0, address);
    await once(socket, 'listening');
    return new Flooder(socket, address, serverPort);
  }

  get port(): number {
    return (this.#socket.address() as AddressInfo).port;
  }

  /** Statuses of the answers, how often each. */
  get statuses(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const answer of this.answers) {
      const status = answer.split(' ')[1] ?? '';
      counts[status] = (counts[status] ?? 0) + 1;
    }
    return counts;
  }

  sendBytes(bytes: Buffer | string): void {
    this.#socket.send(bytes, this.#serverPort, '127.0.0.1');
  }

  /** One request; `id` makes its Call-ID and branch. */
  send(method: string, id: string, { to = '1111', headers = [] as readonly string[], body = '' } = {}): void {
    const lines = [
      `${method} sip:${to}@127.0.0.1 SIP/2.0`,
      `Via: SIP/2.0/UDP ${this.#address}:${this.port};rport;branch=z9hG4bK${id}`,
      'Max-Forwards: 70',
      `From: <sip:${id}@example.net>;tag=${id}`,
      `To: <sip:${to}@127.0.0.1>`,
      `Call-ID: ${id}`,
      `CSeq: 1 ${method}`,
      ...headers,
      ...(body === '' ? [] : ['Content-Type: text/plain']),
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ];
    this.sendBytes(lines.join('\r\n'));
  }

  close(): void {
    this.#socket.close();
  }
}
