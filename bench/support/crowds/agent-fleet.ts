import { TLIB_NAMESPACE } from '@cordboard/shared/gateway/tlib-channel';
import type { TEvent } from '@cordboard/shared/tlib/events';
import { io, type Socket } from 'socket.io-client';
import { agentNumber, password } from '../servers/bench-configuration.ts';

const LOGINS_AT_ONCE = 8;

/** Logs a person in over HTTP. */
export async function createToken(httpPort: number, userName: string): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${httpPort}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ userName, password }),
  });
  const body: unknown = await response.json();
  if (typeof body === 'object' && body !== null && 'token' in body && typeof body.token === 'string') return body.token;
  throw new Error(`login of ${userName} failed: ${JSON.stringify(body)}`);
}

/** Agents with real socket.io connections, who answer whatever rings and report each customer's text once it has come. */
export class AgentFleet {
  readonly #sockets: Socket[] = [];
  #establishedCount = 0;
  #errorCount = 0;
  #referenceID = 0;
  /** Texts of each open chat, where chats are ended after some. */
  readonly #textsByChat = new Map<string, number>();
  /** A chat is ended after so many texts; without it never. */
  textsPerChat: number | undefined;
  /** Told of every text from a customer: who got it, and its content. */
  onText: (agent: string, text: string) => void = () => {};
  onEstablished: (count: number) => void = () => {};

  /** Chats that were answered. */
  get establishedCount(): number {
    return this.#establishedCount;
  }

  /** EventErrors that came. */
  get errorCount(): number {
    return this.#errorCount;
  }

  async logIn(httpPort: number, agentCount: number): Promise<void> {
    const numbers = Array.from({ length: agentCount }, (_, index) => agentNumber(index));
    const next = numbers.values();
    const logInRest = async () => {
      for (const number of next) await this.#logIn(httpPort, number);
    };
    await Promise.all(Array.from({ length: LOGINS_AT_ONCE }, logInRest));
  }

  close(): void {
    for (const socket of this.#sockets) socket.disconnect();
  }

  async #logIn(httpPort: number, number: string): Promise<void> {
    const token = await createToken(httpPort, number);
    const socket = io(`http://127.0.0.1:${httpPort}${TLIB_NAMESPACE}`, {
      auth: { token },
      transports: ['websocket'],
      forceNew: true,
    });
    this.#sockets.push(socket);
    const answers = new Map<number, (event: TEvent) => void>();
    socket.on('event', (event: TEvent) => {
      if (event.referenceID !== undefined) answers.get(event.referenceID)?.(event);
      this.#receive(socket, number, event);
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', () => resolve());
      socket.once('connect_error', reject);
    });
    const request = (name: string, attributes: object) =>
      new Promise<void>((resolve, reject) => {
        const referenceID = this.#nextReference();
        answers.set(referenceID, (event) => {
          answers.delete(referenceID);
          if (event.name === 'EventError') reject(new Error(`${name} of ${number}: ${JSON.stringify(event)}`));
          else resolve();
        });
        socket.emit('request', { name, referenceID, thisDN: number, ...attributes });
      });
    await request('TRegisterAddress', { registerMode: 0 });
    await request('TAgentLogin', { agentID: number, thisQueue: '1101' });
    await request('TAgentSetReady', {});
  }

  #receive(socket: Socket, number: string, event: TEvent): void {
    if (event.name === 'EventPrivateInfo' && event.privateMsgID === 3001 && event.otherDN !== number) {
      const text = event.extensions?.im;
      if (typeof text === 'string') this.onText(number, text);
      this.#endAfterTexts(socket, number, event.connID ?? '');
    } else if (event.name === 'EventRinging') {
      const { connID } = event;
      socket.emit('request', { name: 'TAnswerCall', referenceID: this.#nextReference(), thisDN: number, connID });
    } else if (event.name === 'EventEstablished') {
      this.#establishedCount += 1;
      this.onEstablished(this.#establishedCount);
    } else if (event.name === 'EventError') this.#errorCount += 1;
  }

  #endAfterTexts(socket: Socket, number: string, connID: string): void {
    if (this.textsPerChat === undefined) return;
    const texts = (this.#textsByChat.get(connID) ?? 0) + 1;
    this.#textsByChat.set(connID, texts);
    if (texts < this.textsPerChat) return;
    this.#textsByChat.delete(connID);
    socket.emit('request', { name: 'TReleaseCall', referenceID: this.#nextReference(), thisDN: number, connID });
  }

  #nextReference(): number {
    this.#referenceID += 1;
    return this.#referenceID;
  }
}
