/**
 * A small MSRP client written against RFC 4975, 6135 and 7977 alone: it shares no code with the server. Whoever has it hands
 * it bytes and takes bytes from it, so the same client works on a virtual network, a TCP socket and a WebSocket.
 */
export interface MsrpFrame {
  readonly id: string;
  readonly method: string | undefined;
  readonly status: number | undefined;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
  readonly flag: string;
  readonly bytes: Buffer;
}

/** Cuts what has come into frames; the rest is what is not whole yet. */
export function cutFrames(bytes: Buffer): { readonly frames: readonly MsrpFrame[]; readonly rest: Buffer } {
  const frames: MsrpFrame[] = [];
  let rest = bytes;
  for (;;) {
    const text = rest.toString('latin1');
    const id = /^MSRP (\S+) /.exec(text)?.[1];
    if (id === undefined) return { frames, rest };
    const end = new RegExp(`\\r\\n-{7}${id.replaceAll(/[.+]/g, String.raw`\$&`)}([$+#])\\r\\n`).exec(text);
    if (end === null) return { frames, rest };
    const length = end.index + end[0].length;
    frames.push(readFrame(rest.subarray(0, length), id, end.index, end[1] ?? ''));
    rest = rest.subarray(length);
  }
}

function readFrame(bytes: Buffer, id: string, endAt: number, flag: string): MsrpFrame {
  const content = bytes.subarray(0, endAt);
  const blank = content.indexOf('\r\n\r\n');
  const head = content.toString('utf8', 0, blank < 0 ? content.length : blank);
  const [startLine = '', ...lines] = head.split('\r\n');
  const word = startLine.split(' ')[2] ?? '';
  const isStatus = /^\d{3}$/.test(word);
  return {
    id,
    method: isStatus ? undefined : word,
    status: isStatus ? Number(word) : undefined,
    headers: new Map(
      lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
    ),
    body: blank < 0 ? Buffer.alloc(0) : content.subarray(blank + 4),
    flag,
    bytes,
  };
}

let numbers = 0;
function nextId(what: string): string {
  numbers += 1;
  return `${what}${numbers.toString().padStart(6, '0')}`;
}

export interface ChunkOptions {
  readonly messageId?: string;
  /** Text of Byte-Range; none when empty. */
  readonly range?: string;
  readonly type?: string;
  readonly flag?: '$' | '+' | '#';
  readonly headers?: readonly string[];
  readonly method?: string;
  readonly toPath?: string;
  readonly fromPath?: string;
}

/** What the client sent in one transaction, and what it was answered. */
export interface SentChunk {
  readonly id: string;
  readonly messageId: string;
  status: number | undefined;
}

export class MsrpClient {
  /** `msrp://…`; the server's comes from its SDP. */
  readonly localPath: string;
  remotePath = '';
  /** Whole texts of the server, in the order in which they became whole. */
  readonly shown: string[] = [];
  readonly shownTypes: string[] = [];
  readonly shownIds: string[] = [];
  /** Every frame of the server. */
  readonly received: MsrpFrame[] = [];
  /** How chunks of the server are answered; null leaves them without an answer. */
  reply: number | null = 200;
  /** Whether texts that came whole are reported, as the server asks for with Success-Report. */
  reports = true;
  /** In how many parts, one REPORT for each. */
  reportParts = 1;
  readonly #write: (bytes: Buffer) => void;
  readonly #sent = new Map<string, SentChunk>();
  readonly #parts = new Map<string, { bytes: Buffer; covered: number }>();
  #rest: Buffer = Buffer.alloc(0);

  constructor(localPath: string, write: (bytes: Buffer) => void) {
    this.localPath = localPath;
    this.#write = write;
  }

  /** What the client puts into its SDP. */
  offer(
    options: { readonly setup?: string; readonly types?: string; readonly extra?: readonly string[] } = {},
  ): string {
    const isSecure = this.localPath.startsWith('msrps');
    return [
      'v=0',
      'o=- 0 0 IN IP4 198.51.100.7',
      's=-',
      'c=IN IP4 198.51.100.7',
      't=0 0',
      `m=message 9 TCP/${isSecure ? 'TLS/' : ''}MSRP *`,
      `a=accept-types:${options.types ?? 'text/plain'}`,
      ...(options.setup === '' ? [] : [`a=setup:${options.setup ?? 'active'}`]),
      `a=path:${this.localPath}`,
      ...(options.extra ?? []),
      '',
    ].join('\r\n');
  }

  /** Takes the server's path from its SDP. */
  takeAnswer(sdp: string): void {
    this.remotePath = /^a=path:(.*)\r?$/m.exec(sdp)?.[1]?.trim() ?? '';
  }

  /** An empty SEND: tells the server which session this connection is for. */
  hello(): SentChunk {
    return this.chunk(undefined, { range: '1-0/0' });
  }

  /** A text in one chunk. */
  say(text: string, options: ChunkOptions = {}): SentChunk {
    const length = Buffer.byteLength(text);
    return this.chunk(text, { range: `1-${length}/${length}`, ...options });
  }

  /** A text in chunks of so many bytes. */
  sayInChunks(text: string, size: number, options: ChunkOptions = {}): readonly SentChunk[] {
    const bytes = Buffer.from(text);
    const messageId = options.messageId ?? nextId('mess');
    const chunks: SentChunk[] = [];
    for (let at = 0; at < bytes.length; at += size) {
      const to = Math.min(at + size, bytes.length);
      const flag = to === bytes.length ? '$' : '+';
      chunks.push(
        this.chunk(bytes.subarray(at, to), { ...options, messageId, range: `${at + 1}-${to}/${bytes.length}`, flag }),
      );
    }
    return chunks;
  }

  chunk(body: string | Buffer | undefined, options: ChunkOptions = {}): SentChunk {
    const id = nextId('tid');
    const sent: SentChunk = { id, messageId: options.messageId ?? nextId('mess'), status: undefined };
    const lines = [
      `MSRP ${id} ${options.method ?? 'SEND'}`,
      `To-Path: ${options.toPath ?? this.remotePath}`,
      `From-Path: ${options.fromPath ?? this.localPath}`,
      `Message-ID: ${sent.messageId}`,
      ...(options.range === undefined || options.range === '' ? [] : [`Byte-Range: ${options.range}`]),
      ...(options.headers ?? []),
    ];
    const content =
      body === undefined
        ? []
        : [
            Buffer.from(`Content-Type: ${options.type ?? 'text/plain'}\r\n\r\n`),
            Buffer.from(body),
            Buffer.from('\r\n'),
          ];
    this.#sent.set(id, sent);
    this.#write(
      Buffer.concat([
        Buffer.from(`${lines.join('\r\n')}\r\n`),
        ...content,
        Buffer.from(`-------${id}${options.flag ?? '$'}\r\n`),
      ]),
    );
    return sent;
  }

  /** What the server has reported of a message of this client: `000 200`. */
  reportsOf(messageId: string): readonly string[] {
    return this.received
      .filter(({ method, headers }) => method === 'REPORT' && headers.get('message-id') === messageId)
      .map(({ headers }) => headers.get('status') ?? '');
  }

  /** A new connection: what was half received is no more. */
  connectionLost(): void {
    this.#rest = Buffer.alloc(0);
    this.#parts.clear();
  }

  receive(bytes: Buffer): void {
    const { frames, rest } = cutFrames(Buffer.concat([this.#rest, bytes]));
    this.#rest = Buffer.from(rest);
    for (const frame of frames) this.#take(frame);
  }

  #take(frame: MsrpFrame): void {
    this.received.push(frame);
    if (frame.status !== undefined) {
      const sent = this.#sent.get(frame.id);
      if (sent !== undefined) sent.status = frame.status;
      return;
    }
    if (frame.method !== 'SEND' || this.reply === null) return;
    this.#answer(frame, this.reply);
    if (this.reply === 200 && frame.headers.has('content-type')) this.#assemble(frame);
  }

  #answer({ id, headers }: MsrpFrame, status: number): void {
    const lines = [
      `MSRP ${id} ${status}`,
      `To-Path: ${headers.get('from-path')?.split(' ')[0] ?? ''}`,
      `From-Path: ${this.localPath}`,
      `-------${id}$`,
    ];
    this.#write(Buffer.from(`${lines.join('\r\n')}\r\n`));
  }

  #assemble({ headers, body }: MsrpFrame): void {
    const messageId = headers.get('message-id') ?? '';
    const [, start, total] = /^(\d+)-[\d*]+\/(\d+)$/.exec(headers.get('byte-range') ?? '') ?? [];
    const part = this.#parts.get(messageId) ?? { bytes: Buffer.alloc(Number(total)), covered: 0 };
    body.copy(part.bytes, Number(start) - 1);
    part.covered += body.length;
    this.#parts.set(messageId, part);
    if (part.covered < Number(total)) return;
    this.#parts.delete(messageId);
    this.shown.push(part.bytes.toString('utf8'));
    this.shownTypes.push(headers.get('content-type') ?? '');
    this.shownIds.push(messageId);
    if (this.reports && headers.get('success-report') === 'yes') this.#report(headers, messageId, Number(total));
  }

  #report(headers: ReadonlyMap<string, string>, messageId: string, total: number): void {
    const size = Math.ceil(total / this.reportParts);
    for (let from = 1; from <= total; from += size) {
      const id = nextId('tid');
      const lines = [
        `MSRP ${id} REPORT`,
        `To-Path: ${headers.get('from-path') ?? ''}`,
        `From-Path: ${this.localPath}`,
        `Message-ID: ${messageId}`,
        `Byte-Range: ${from}-${Math.min(from + size - 1, total)}/${total}`,
        'Status: 000 200 OK',
        `-------${id}$`,
      ];
      this.#write(Buffer.from(`${lines.join('\r\n')}\r\n`));
    }
  }
}
