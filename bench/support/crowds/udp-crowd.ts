import { createSocket, type Socket } from 'node:dgram';
import {
  buildAnswer,
  buildWire,
  methodOf,
  readWire,
  statusOf,
} from '../../../apps/server/test/simulation/network/wire.ts';

/** Customers in page mode behind one UDP socket: each writes when told, and whatever comes is answered with 200. */
export class UdpCrowd {
  readonly #socket: Socket;
  readonly #serverPort: number;
  readonly #port: number;
  #count = 0;
  #refused = 0;

  private constructor(socket: Socket, serverPort: number) {
    this.#socket = socket;
    this.#serverPort = serverPort;
    this.#port = socket.address().port;
    socket.on('message', (bytes) => this.#receive(bytes));
  }

  static async open(serverPort: number): Promise<UdpCrowd> {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    return new UdpCrowd(socket, serverPort);
  }

  /** Texts that were not answered 2xx. */
  get refused(): number {
    return this.#refused;
  }

  write(user: string, to: string, im: string): void {
    this.#count += 1;
    const id = `${user}-${this.#count}`;
    const headers = [
      ['Via', `SIP/2.0/UDP 127.0.0.1:${this.#port};rport;branch=z9hG4bK${id}`],
      ['Max-Forwards', '70'],
      ['From', `<sip:${user}@example.net>;tag=${id}`],
      ['To', `<sip:${to}@localhost>`],
      ['Call-ID', `${id}@example.net`],
      ['CSeq', '1 MESSAGE'],
      ['Content-Type', 'text/plain;charset=utf-8'],
    ] as const;
    this.#send(buildWire(`MESSAGE sip:${to}@localhost SIP/2.0`, headers, im));
  }

  close(): void {
    this.#socket.close();
  }

  #send(bytes: Buffer): void {
    this.#socket.send(bytes, this.#serverPort, '127.0.0.1');
  }

  #receive(bytes: Buffer): void {
    const message = readWire(bytes);
    if (statusOf(message) >= 300) this.#refused += 1;
    if (methodOf(message) === 'MESSAGE') this.#send(buildAnswer(message, 200));
  }
}
