import { randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** A message as a small peer written for tests sees it: start line, headers by lower-case name, body. */
export interface WireMessage {
  readonly startLine: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** A page-mode SIP customer over UDP that shares no code with the server. */
export class UdpCustomer {
  readonly received: WireMessage[] = [];
  readonly #socket: Socket;
  readonly #serverPort: number;
  readonly #from: string;
  readonly #waiting = new Set<() => void>();
  /** Whether MESSAGEs of the server are answered with 200. */
  answers = true;
  #cseq = 0;

  private constructor(socket: Socket, serverPort: number, from: string) {
    this.#socket = socket;
    this.#serverPort = serverPort;
    this.#from = from;
    socket.on('message', (bytes) => this.#receive(readWire(bytes)));
  }

  static async open(serverPort: number, from = 'sip:akim@example.net'): Promise<UdpCustomer> {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new UdpCustomer(socket, serverPort, from);
  }

  get port(): number {
    return (this.#socket.address() as AddressInfo).port;
  }

  /** A page-mode MESSAGE as bytes; sending the same again is a retransmission. */
  buildMessage(text: string, to = '1111', extra: readonly string[] = []): Buffer {
    this.#cseq += 1;
    const id = randomBytes(8).toString('hex');
    const body = Buffer.from(text);
    const head = [
      `MESSAGE sip:${to}@127.0.0.1 SIP/2.0`,
      `Via: SIP/2.0/UDP 127.0.0.1:${this.port};rport;branch=z9hG4bK${id}`,
      'Max-Forwards: 70',
      `From: <${this.#from}>;tag=${id}`,
      `To: <sip:${to}@127.0.0.1>`,
      `Call-ID: ${id}@test`,
      `CSeq: ${this.#cseq} MESSAGE`,
      'Content-Type: text/plain',
      ...extra,
      `Content-Length: ${body.length}`,
    ];
    return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]);
  }

  send(bytes: Buffer): void {
    this.#socket.send(bytes, this.#serverPort, '127.0.0.1');
  }

  /** Sends a text and waits for the status of its answer. */
  async say(text: string, to?: string): Promise<number> {
    const bytes = this.buildMessage(text, to);
    const callId = readWire(bytes).headers.get('call-id');
    this.send(bytes);
    const response = await this.find(
      (message) => message.startLine.startsWith('SIP/2.0') && message.headers.get('call-id') === callId,
    );
    return Number(response.startLine.split(' ')[1]);
  }

  /** Texts of the server's MESSAGEs so far, retransmissions left out. */
  get texts(): readonly string[] {
    const seen = new Set<string>();
    return this.received
      .filter((message) => message.startLine.startsWith('MESSAGE'))
      .filter((message) => {
        const branch = message.headers.get('via') ?? '';
        return seen.has(branch) ? false : seen.add(branch);
      })
      .map((message) => message.body);
  }

  /** Waits until the server has sent this many texts. */
  async hear(count: number): Promise<readonly string[]> {
    await this.find(() => this.texts.length >= count);
    return this.texts;
  }

  find(isIt: (message: WireMessage) => boolean): Promise<WireMessage> {
    const found = this.received.find(isIt);
    if (found !== undefined) return Promise.resolve(found);
    return new Promise((resolve) => {
      const look = () => {
        const message = this.received.find(isIt);
        if (message === undefined) return;
        this.#waiting.delete(look);
        resolve(message);
      };
      this.#waiting.add(look);
    });
  }

  close(): void {
    this.#socket.close();
  }

  #receive(message: WireMessage): void {
    this.received.push(message);
    if (this.answers && message.startLine.startsWith('MESSAGE')) this.send(buildOk(message));
    for (const look of [...this.#waiting]) look();
  }
}

export function readWire(bytes: Buffer): WireMessage {
  const text = bytes.toString();
  const [head = '', ...body] = text.split('\r\n\r\n');
  const [startLine = '', ...lines] = head.split('\r\n');
  const headers = new Map(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  return { startLine, headers, body: body.join('\r\n\r\n') };
}

function buildOk({ headers }: WireMessage): Buffer {
  const copied = ['via', 'from', 'to', 'call-id', 'cseq'].map((name) => `${name}: ${headers.get(name) ?? ''}`);
  return Buffer.from(['SIP/2.0 200 OK', ...copied, 'Content-Length: 0', '', ''].join('\r\n'));
}
