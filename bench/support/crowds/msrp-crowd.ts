import { once } from 'node:events';
import net, { type Socket } from 'node:net';
import { cutFrames, type MsrpFrame } from '../../../apps/server/test/support/customers/msrp-client.ts';
import { timedText } from '../measuring/arrivals.ts';
import type { Load, Sent } from '../measuring/contender.ts';
import { PacedSending } from '../measuring/paced-sending.ts';
import { calibrateWallClock } from '../measuring/wall-clock.ts';
import { routingPoint } from '../servers/bench-configuration.ts';
import { SipInviter } from './sip-inviter.ts';

const OPEN_RATE = 100;

interface Session {
  readonly socket: Socket;
  readonly localPath: string;
  readonly remotePath: string;
  rest: Buffer;
  /** Resolves what waits for the answer to the first request. */
  bound: () => void;
}

const BINDING = 'bind';

/** A text whole in one chunk. The transaction's id is the number of the text in this round. */
export function sendRequest(remotePath: string, localPath: string, id: string, text: string): string {
  const length = Buffer.byteLength(text);
  return [
    `MSRP ${id} SEND`,
    `To-Path: ${remotePath}`,
    `From-Path: ${localPath}`,
    `Message-ID: m${id}`,
    `Byte-Range: 1-${length}/${length}`,
    'Content-Type: text/plain',
    '',
    text,
    `-------${id}$\r\n`,
  ].join('\r\n');
}

/** An empty message: the first request of a session binds it to its connection. */
function bindRequest(remotePath: string, localPath: string): string {
  return [
    ...[`MSRP ${BINDING} SEND`, `To-Path: ${remotePath}`, `From-Path: ${localPath}`],
    ...[`Message-ID: ${BINDING}`, 'Byte-Range: 1-0/0', `-------${BINDING}$\r\n`],
  ].join('\r\n');
}

function offer(localPath: string): string {
  return [
    ...['v=0', 'o=- 0 0 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0', 'm=message 9 TCP/MSRP *'],
    ...['a=accept-types:text/plain', 'a=setup:active', `a=path:${localPath}`, ''],
  ].join('\r\n');
}

/** Customers with an MSRP session each: INVITE over TCP, then a TCP connection of its own for the texts. */
export class MsrpCrowd {
  readonly #sessions: Session[] = [];
  readonly #inviter: SipInviter;
  #rounds = 0;
  #closed = 0;
  #sending: PacedSending | undefined;

  private constructor(inviter: SipInviter) {
    this.#inviter = inviter;
  }

  static async open(sipPort: number, count: number): Promise<MsrpCrowd> {
    const crowd = new MsrpCrowd(await SipInviter.connect(sipPort));
    const opening: Promise<void>[] = [];
    for (let index = 0; index < count; index += 1) {
      opening.push(crowd.#open(`msrp${index}`));
      await new Promise((resolve) => setTimeout(resolve, 1_000 / OPEN_RATE));
    }
    await Promise.all(opening);
    return crowd;
  }

  /** Texts over the sessions in turn. */
  async run(load: Load): Promise<Sent> {
    if (this.#closed > 0) throw new Error(`the server has ended ${this.#closed} MSRP connections`);
    this.#rounds += 1;
    const now = calibrateWallClock();
    const sending = new PacedSending((number) => {
      const session = this.#sessions[number % this.#sessions.length];
      const id = `r${this.#rounds}x${number}`;
      session?.socket.write(sendRequest(session.remotePath, session.localPath, id, timedText(now(), id)));
    });
    this.#sending = sending;
    return sending.run(load);
  }

  async #open(name: string): Promise<void> {
    const localPath = `msrp://client.invalid:2855/${name};tcp`;
    const answer = await this.#inviter.invite(name, routingPoint, offer(localPath));
    const remotePath = /^a=path:(\S+)/m.exec(answer)?.[1] ?? '';
    const socket = net.connect({ host: '127.0.0.1', port: Number(/:(\d+)\//.exec(remotePath)?.[1]) });
    await once(socket, 'connect');
    const session: Session = { socket, localPath, remotePath, rest: Buffer.alloc(0), bound: () => {} };
    socket.on('data', (bytes: Buffer) => this.#receive(session, bytes));
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#closed += 1;
    });
    await new Promise<void>((resolve) => {
      session.bound = resolve;
      socket.write(bindRequest(remotePath, localPath));
    });
    this.#sessions.push(session);
  }

  #receive(session: Session, bytes: Buffer): void {
    const { frames, rest } = cutFrames(session.rest.length === 0 ? bytes : Buffer.concat([session.rest, bytes]));
    session.rest = rest;
    for (const frame of frames) this.#take(session, frame);
  }

  #take({ socket, localPath, remotePath, bound }: Session, { id, status, method }: MsrpFrame): void {
    if (id === BINDING) bound();
    else if (status === 200) {
      const [round, number] = id.slice(1).split('x').map(Number);
      if (round === this.#rounds) this.#sending?.answered(number ?? Number.NaN);
    } else if (method === 'SEND') {
      socket.write(`MSRP ${id} 200 OK\r\nTo-Path: ${remotePath}\r\nFrom-Path: ${localPath}\r\n-------${id}$\r\n`);
    }
  }
}
