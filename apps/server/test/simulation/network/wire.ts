/** SIP as a simulated peer writes and reads it; shares no code with the server. */
export interface WireMessage {
  readonly startLine: string;
  /** First value of each header, by lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

export function readWire(bytes: Buffer): WireMessage {
  const text = bytes.toString();
  const end = text.indexOf('\r\n\r\n');
  const [startLine = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = new Map<string, string>();
  for (const line of lines) {
    const name = line.slice(0, line.indexOf(':')).toLowerCase();
    if (!headers.has(name)) headers.set(name, line.slice(line.indexOf(':') + 1).trim());
  }
  return { startLine, headers, body: text.slice(end + 4) };
}

export function buildWire(startLine: string, headers: readonly (readonly [string, string])[], body = ''): Buffer {
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  return Buffer.from([startLine, ...lines, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n'));
}

export function buildAnswer(request: WireMessage, status: number, extra: readonly (readonly [string, string])[] = []) {
  const copied = ['Via', 'From', 'To', 'Call-ID', 'CSeq'].map(
    (name) => [name, request.headers.get(name.toLowerCase()) ?? ''] as const,
  );
  return buildWire(`SIP/2.0 ${status} Simulated`, [...copied, ...extra]);
}

/** 0 for a request. */
export function statusOf(message: WireMessage): number {
  return message.startLine.startsWith('SIP/2.0 ') ? Number(message.startLine.split(' ')[1]) : 0;
}

export function methodOf(message: WireMessage): string {
  return message.startLine.split(' ')[0] ?? '';
}

export function branchOf(message: WireMessage): string {
  return /branch=([^;,\s]+)/.exec(message.headers.get('via') ?? '')?.[1] ?? '';
}

export function tagOf(value: string | undefined): string {
  return /;tag=([^;\s]+)/.exec(value ?? '')?.[1] ?? '';
}

export function cseqOf(message: WireMessage): { readonly number: number; readonly method: string } {
  const [number = '0', method = ''] = (message.headers.get('cseq') ?? '').split(' ');
  return { number: Number(number), method };
}
