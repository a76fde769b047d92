import { createHash } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import net from 'node:net';
import { accountName, password } from '../servers/bench-configuration.ts';

/** Source addresses, so that no single one has too many connections. */
const ADDRESSES = 20;

interface Challenge {
  readonly nonce: string;
  count: number;
}

/** One registered client: how it sends, and where it is. */
interface Client {
  readonly name: string;
  readonly transport: 'UDP' | 'TCP';
  readonly address: string;
  readonly send: (text: string) => void;
  challenge: Challenge | undefined;
  cseq: number;
}

/** Clients that register by digest, each on a connection of its own or over one UDP socket. */
export class RegisteringCrowd {
  /** First lines of answers other than 200. */
  readonly refusals = new Set<string>();
  readonly #clients: Client[] = [];
  readonly #closers: (() => void)[] = [];
  readonly #waiting = new Map<string, (answer: string) => void>();

  get size(): number {
    return this.#clients.length;
  }

  async addUdp(serverPort: number, count: number): Promise<void> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: 4_194_304 });
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    socket.on('message', (bytes) => this.#receive(bytes.toString()));
    this.#closers.push(() => socket.close());
    const address = `127.0.0.1:${socket.address().port}`;
    const send = (text: string) => socket.send(text, serverPort, '127.0.0.1');
    for (let added = 0; added < count; added += 1) this.#add('UDP', address, send);
  }

  async addTcp(serverPort: number, count: number): Promise<void> {
    for (let added = 0; added < count; added += 1) {
      const localAddress = `127.1.0.${1 + (added % ADDRESSES)}`;
      const socket = net.connect({ port: serverPort, host: '127.0.0.1', localAddress });
      await once(socket, 'connect');
      socket.setNoDelay(true);
      // Answers without a body: each ends with an empty line.
      let rest = '';
      socket.on('data', (bytes) => {
        rest += bytes.toString();
        for (let end = rest.indexOf('\r\n\r\n'); end >= 0; end = rest.indexOf('\r\n\r\n')) {
          this.#receive(rest.slice(0, end));
          rest = rest.slice(end + 4);
        }
      });
      socket.on('error', () => {});
      this.#closers.push(() => socket.destroy());
      this.#add('TCP', `${localAddress}:${socket.localPort}`, (text) => void socket.write(text));
    }
  }

  /** All of them register, or refresh, so many at once. Returns how many were answered 200. */
  async registerAll(atOnce: number): Promise<number> {
    let next = 0;
    let done = 0;
    const work = async () => {
      for (let client = this.#clients[next++]; client !== undefined; client = this.#clients[next++]) {
        if (await this.#register(client)) done += 1;
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    return done;
  }

  close(): void {
    for (const close of this.#closers) close();
  }

  #add(transport: Client['transport'], address: string, send: Client['send']): void {
    const name = accountName(this.#clients.length);
    this.#clients.push({ name, transport, address, send, challenge: undefined, cseq: 0 });
  }

  async #register(client: Client): Promise<boolean> {
    let answer = await this.#ask(client);
    const nonce = /nonce="([^"]*)"/.exec(answer)?.[1];
    if (answer.startsWith('SIP/2.0 401') && nonce !== undefined) {
      client.challenge = { nonce, count: 0 };
      answer = await this.#ask(client);
    }
    if (!answer.startsWith('SIP/2.0 200')) this.refusals.add(answer.slice(0, answer.indexOf('\r\n')));
    return answer.startsWith('SIP/2.0 200');
  }

  #ask(client: Client): Promise<string> {
    client.cseq += 1;
    const { name, transport, address, cseq } = client;
    const key = `${name}@bench ${cseq}`;
    const lines = [
      'REGISTER sip:localhost SIP/2.0',
      `Via: SIP/2.0/${transport} ${address};rport;branch=z9hG4bK${name}.${cseq}`,
      'Max-Forwards: 70',
      `From: <sip:${name}@localhost>;tag=${name}`,
      `To: <sip:${name}@localhost>`,
      `Call-ID: ${name}@bench`,
      `CSeq: ${cseq} REGISTER`,
      `Contact: <sip:${name}@${address};transport=${transport.toLowerCase()}>`,
      'Expires: 3600',
      ...authorization(client),
      'Content-Length: 0',
    ];
    return new Promise((resolve) => {
      this.#waiting.set(key, resolve);
      client.send(`${lines.join('\r\n')}\r\n\r\n`);
    });
  }

  #receive(text: string): void {
    const key = `${/^Call-ID: (.*?)\r?$/m.exec(text)?.[1]} ${Number.parseInt(/^CSeq: (\d+)/m.exec(text)?.[1] ?? '', 10)}`;
    const resolve = this.#waiting.get(key);
    this.#waiting.delete(key);
    resolve?.(text);
  }
}

function authorization({ name, challenge }: Client): readonly string[] {
  if (challenge === undefined) return [];
  challenge.count += 1;
  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  const nc = challenge.count.toString(16).padStart(8, '0');
  const [a1, a2] = [hash(`${name}:localhost:${password}`), hash('REGISTER:sip:localhost')];
  const response = hash(`${a1}:${challenge.nonce}:${nc}:bench:auth:${a2}`);
  const said = `username="${name}", realm="localhost", nonce="${challenge.nonce}", uri="sip:localhost"`;
  const counted = `algorithm=SHA-256, cnonce="bench", qop=auth, nc=${nc}`;
  return [`Authorization: Digest ${said}, response="${response}", ${counted}`];
}
