/** One end of a socket, as a server sees it. */
export interface FakeFlow {
  send(raw: string): void;
  close(): void;
}

export interface FakeSipMessage {
  startLine: string;
  method: string;
  headers: Map<string, string>;
  body: string;
}

interface FakeDialog {
  callId: string;
  localTag: string;
  remoteTag: string;
  localUri: string;
  remoteUri: string;
  remoteTarget: string;
  cseq: number;
  flow: FakeFlow | undefined;
}

interface StoredText {
  messageId: string;
  text: string;
  contentType: string;
  cseq?: number;
  raw?: string;
}

export interface FakeAnswer {
  statusCode: number;
  headers?: string[];
}

/**
 * Plays the server's half of session mode for one customer at a time: INVITE, re-INVITE, Replaces, MESSAGE both ways,
 * BYE. Keeps a text until it is acknowledged, sends the very same bytes again after a re-INVITE and a new request after
 * Replaces, and takes a repeated Cordboard-Message-ID once. Knows no sockets: tests connect it to what they have.
 */
export class FakeSipServer {
  readonly received: FakeSipMessage[] = [];
  /** What came beside the texts. */
  readonly notices: { type: string; body: string }[] = [];
  readonly texts: { messageId: string; text: string }[] = [];
  /** Replaces the answer to the next requests of a method, first come first. */
  readonly plannedAnswers: { method: string; answer: FakeAnswer | 'silence' }[] = [];
  readonly responses: FakeSipMessage[] = [];
  /** Wants to know what becomes of its texts. */
  asks = false;
  isSilent = false;
  /** As if the answer to the next text had been lost on its way here. */
  losesNextAnswer = false;
  dialog: FakeDialog | undefined;
  readonly #flows = new Set<FakeFlow>();
  readonly #stored: StoredText[] = [];
  #inFlight: StoredText | undefined;
  #serial = 0;

  connect(flow: FakeFlow): { receive(raw: string): void; closed(): void } {
    this.#flows.add(flow);
    return {
      receive: (raw) => this.#receive(flow, raw),
      closed: () => {
        this.#flows.delete(flow);
        if (this.dialog?.flow === flow) this.dialog.flow = undefined;
      },
    };
  }

  get unacknowledged(): number {
    return this.#stored.length;
  }

  requests(method: string): FakeSipMessage[] {
    return this.received.filter((message) => message.method === method);
  }

  /** A text of an agent or of the service; sent now or as soon as the customer is back. */
  say(
    text: string,
    messageId = `server-${++this.#serial}-abcdefghijklmnop`,
    contentType = 'text/plain;charset=utf-8',
  ): void {
    this.#stored.push({ messageId, text, contentType });
    this.#sendNext();
  }

  /** Something beside the texts; the answer to it does not matter. */
  notify(contentType: string, body: string): void {
    const { dialog } = this;
    dialog?.flow?.send(this.#request(dialog, 'MESSAGE', ++dialog.cseq, [`Content-Type: ${contentType}`], body));
  }

  hangUp(): void {
    const { dialog } = this;
    if (!dialog?.flow) return;
    dialog.flow.send(this.#request(dialog, 'BYE', ++dialog.cseq, [], ''));
    this.dialog = undefined;
  }

  dropFlows(): void {
    for (const flow of [...this.#flows]) flow.close();
  }

  #receive(flow: FakeFlow, raw: string): void {
    if (this.isSilent) return;
    if (raw === '\r\n\r\n') {
      flow.send('\r\n');
      return;
    }
    const message = parse(raw);
    if (message.startLine.startsWith('SIP/2.0')) {
      this.#handleResponse(message);
      return;
    }
    this.received.push(message);
    const planned = isNotice(message) ? -1 : this.plannedAnswers.findIndex(({ method }) => method === message.method);
    const [plan] = planned < 0 ? [] : this.plannedAnswers.splice(planned, 1);
    if (!plan) this.#handleRequest(flow, message);
    else if (plan.answer !== 'silence') this.#respond(flow, message, plan.answer);
  }

  #handleRequest(flow: FakeFlow, request: FakeSipMessage): void {
    if (request.method === 'INVITE') this.#handleInvite(flow, request);
    else if (request.method === 'ACK') this.#sendNext();
    else if (request.method === 'MESSAGE') this.#handleText(flow, request);
    else if (request.method === 'BYE') {
      this.dialog = undefined;
      this.#respond(flow, request, { statusCode: 200 });
    }
  }

  #handleInvite(flow: FakeFlow, invite: FakeSipMessage): void {
    if (!this.#takeDialog(flow, invite)) {
      this.#respond(flow, invite, { statusCode: 481 });
      return;
    }
    this.#inFlight = undefined;
    this.#respond(flow, invite, { statusCode: 200, headers: ['Contact: <sip:fake@127.0.0.1;transport=ws>'] }, true);
  }

  #takeDialog(flow: FakeFlow, invite: FakeSipMessage): boolean {
    if (header(invite, 'To').includes(';tag=')) {
      if (!this.dialog || !this.#isCurrent(invite)) return false;
      this.dialog.flow = flow;
      return true;
    }
    const replaces = invite.headers.get('replaces');
    if (replaces !== undefined && !this.#isReplaceable(replaces)) return false;
    this.dialog = {
      callId: header(invite, 'Call-ID'),
      localTag: `server${++this.#serial}`,
      remoteTag: tagOf(header(invite, 'From')),
      localUri: header(invite, 'To'),
      remoteUri: header(invite, 'From'),
      remoteTarget: /<([^>]+)>/.exec(header(invite, 'Contact'))?.[1] ?? '',
      cseq: 100,
      flow,
    };
    for (const stored of this.#stored) delete stored.raw;
    return true;
  }

  #handleText(flow: FakeFlow, message: FakeSipMessage): void {
    const isCurrent = this.#isCurrent(message);
    if (isNotice(message)) {
      this.notices.push({ type: header(message, 'Content-Type'), body: message.body });
      this.#respond(flow, message, { statusCode: isCurrent ? 200 : 481 });
      return;
    }
    const messageId = header(message, 'Cordboard-Message-ID');
    const isNew = !this.texts.some((text) => text.messageId === messageId);
    if (isCurrent && isNew) this.texts.push({ messageId, text: message.body });
    this.#respond(flow, message, { statusCode: isCurrent ? 200 : 481 });
  }

  #handleResponse(response: FakeSipMessage): void {
    if (this.losesNextAnswer) {
      this.losesNextAnswer = false;
      return;
    }
    this.responses.push(response);
    const cseq = Number.parseInt(header(response, 'CSeq'), 10);
    if (!this.#inFlight || this.#inFlight.cseq !== cseq || !/^SIP\/2\.0 2/.test(response.startLine)) return;
    this.#stored.splice(this.#stored.indexOf(this.#inFlight), 1);
    this.#inFlight = undefined;
    this.#sendNext();
  }

  #sendNext(): void {
    const { dialog } = this;
    const [next] = this.#stored;
    if (!dialog?.flow || this.#inFlight || !next) return;
    if (next.raw === undefined) {
      next.cseq = ++dialog.cseq;
      const headers = [
        `Cordboard-Message-ID: ${next.messageId}`,
        `Content-Type: ${next.contentType}`,
        ...(this.asks ? ['Cordboard-Disposition-Notification: positive-delivery, display'] : []),
      ];
      next.raw = this.#request(dialog, 'MESSAGE', next.cseq, headers, next.text);
    }
    this.#inFlight = next;
    dialog.flow.send(next.raw);
  }

  #isCurrent(request: FakeSipMessage): boolean {
    const tag = tagOf(header(request, 'To'));
    return this.dialog?.callId === header(request, 'Call-ID') && this.dialog.localTag === tag;
  }

  #isReplaceable(replaces: string): boolean {
    const { dialog } = this;
    return replaces === `${dialog?.callId};to-tag=${dialog?.localTag};from-tag=${dialog?.remoteTag}`;
  }

  #respond(flow: FakeFlow, request: FakeSipMessage, answer: FakeAnswer, hasDescription = false): void {
    const to = header(request, 'To');
    const body = hasDescription ? DESCRIPTION : '';
    const lines = [
      `SIP/2.0 ${answer.statusCode} Fake`,
      `Via: ${header(request, 'Via')}`,
      `From: ${header(request, 'From')}`,
      `To: ${to.includes(';tag=') ? to : `${to};tag=${this.dialog?.localTag ?? 'none'}`}`,
      `Call-ID: ${header(request, 'Call-ID')}`,
      `CSeq: ${header(request, 'CSeq')}`,
      ...(answer.headers ?? []),
      ...(hasDescription ? ['Content-Type: application/sdp'] : []),
    ];
    flow.send(serialize(lines, body));
  }

  #request(dialog: FakeDialog, method: string, cseq: number, headers: string[], body: string): string {
    const lines = [
      `${method} ${dialog.remoteTarget} SIP/2.0`,
      `Via: SIP/2.0/WS 127.0.0.1;branch=z9hG4bK${++this.#serial}`,
      'Max-Forwards: 70',
      `From: ${dialog.localUri};tag=${dialog.localTag}`,
      `To: ${dialog.remoteUri}`,
      `Call-ID: ${dialog.callId}`,
      `CSeq: ${cseq} ${method}`,
      ...headers,
    ];
    return serialize(lines, body);
  }
}

const DESCRIPTION = [
  'v=0',
  'o=- 1 1 IN IP4 127.0.0.1',
  's=session',
  'c=IN IP4 127.0.0.1',
  't=0 0',
  'm=message 5060 sip sip:1111@127.0.0.1',
  '',
].join('\r\n');

function serialize(lines: string[], body: string): string {
  const length = new TextEncoder().encode(body).byteLength;
  return `${[...lines, `Content-Length: ${length}`].join('\r\n')}\r\n\r\n${body}`;
}

function parse(raw: string): FakeSipMessage {
  const end = raw.indexOf('\r\n\r\n');
  const [startLine = '', ...lines] = raw.slice(0, end).split('\r\n');
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return { startLine, method: startLine.split(' ')[0] ?? '', headers, body: raw.slice(end + 4) };
}

/** Typing or a receipt: no text. */
function isNotice(message: FakeSipMessage): boolean {
  return message.method === 'MESSAGE' && /\+xml$/.test(header(message, 'Content-Type'));
}

export function header(message: FakeSipMessage, name: string): string {
  return message.headers.get(name.toLowerCase()) ?? '';
}

function tagOf(address: string): string {
  return /;tag=([^;]+)/.exec(address)?.[1] ?? '';
}
