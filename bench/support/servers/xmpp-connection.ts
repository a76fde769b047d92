import { once } from 'node:events';
import net, { type Socket } from 'node:net';

const STREAM =
  "<?xml version='1.0'?><stream:stream to='localhost' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";
const ANSWER_MS_MAX = 20_000;

/** Bodies of the whole messages in what has come, and what is not whole yet. Everything else is passed over. */
export function cutBodies(text: string): { readonly bodies: readonly string[]; readonly rest: string } {
  const bodies: string[] = [];
  let rest = text;
  for (;;) {
    const end = rest.indexOf('</message>');
    if (end < 0) break;
    const body = /<body>([^<]*)<\/body>/.exec(rest.slice(0, end))?.[1];
    if (body !== undefined) bodies.push(body);
    rest = rest.slice(end + '</message>'.length);
  }
  const start = rest.lastIndexOf('<message');
  if (start >= 0) return { bodies, rest: rest.slice(start) };
  // A start tag may be cut anywhere.
  return { bodies, rest: rest.slice(Math.max(0, rest.lastIndexOf('<'))) };
}

/** A user of an XMPP server, logged in with PLAIN and available. */
export class XmppConnection {
  readonly #socket: Socket;
  #received = '';
  #arrived: () => void = () => {};
  /** Told of the body of each message. */
  onBody: ((body: string) => void) | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding('utf8');
    socket.setNoDelay(true);
    socket.on('error', () => {});
    socket.on('data', (text: string) => this.#receive(text));
  }

  static async logIn(port: number, user: string, password: string): Promise<XmppConnection> {
    const socket = net.connect({ host: '127.0.0.1', port });
    await once(socket, 'connect');
    const connection = new XmppConnection(socket);
    await connection.#ask(STREAM, '</stream:features>');
    const secret = Buffer.from(`\0${user}\0${password}`).toString('base64');
    await connection.#ask(
      `<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${secret}</auth>`,
      '<success',
    );
    await connection.#ask(STREAM, '</stream:features>');
    const bind = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>bench</resource></bind>";
    await connection.#ask(`<iq type='set' id='bind'>${bind}</iq>`, '</iq>');
    await connection.#ask('<presence/>', '<presence');
    connection.#received = '';
    connection.onBody = () => {};
    return connection;
  }

  /** A chat message to the bare address of a user. */
  write(user: string, body: string): void {
    this.#socket.write(`<message to='${user}@localhost' type='chat'><body>${body}</body></message>`);
  }

  close(): void {
    this.#socket.destroy();
  }

  #receive(text: string): void {
    this.#received += text;
    if (this.onBody === undefined) {
      this.#arrived();
      return;
    }
    const { bodies, rest } = cutBodies(this.#received);
    this.#received = rest;
    for (const body of bodies) this.onBody(body);
  }

  /** Sends this and waits for an answer that holds that. */
  async #ask(stanza: string, answer: string): Promise<void> {
    this.#received = '';
    let late: NodeJS.Timeout | undefined;
    const answered = new Promise<void>((resolve, reject) => {
      const fail = () => reject(new Error(`no ${answer} of the XMPP server, but: ${this.#received}`));
      late = setTimeout(fail, ANSWER_MS_MAX);
      this.#arrived = () => {
        if (this.#received.includes(answer)) resolve();
      };
    });
    this.#socket.write(stanza);
    try {
      await answered;
    } finally {
      clearTimeout(late);
    }
  }
}
