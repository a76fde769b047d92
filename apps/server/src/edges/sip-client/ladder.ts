/** One message of the ladder. */
export interface LadderRung {
  /** Milliseconds since the beginning. */
  readonly at: number;
  readonly direction: 'in' | 'out';
  readonly bytes: Buffer;
}

const WIDTH = 52;
const TEXT_MAX = 24;

/** What a message is, in few words: `MESSAGE "Hello"`, `200 OK (MESSAGE)`. */
export function describeMessage(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  const headEnd = text.indexOf('\r\n\r\n');
  const [start = '', ...lines] = text.slice(0, headEnd < 0 ? undefined : headEnd).split('\r\n');
  const valueIn = (name: string) =>
    lines
      .find((line) => line.toLowerCase().startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim() ?? '';
  if (start.startsWith('MSRP ')) return describeChunk(start, text, headEnd);
  if (start.startsWith('SIP/2.0 ')) return `${start.slice(8)} (${valueIn('cseq').split(' ')[1] ?? '?'})`;
  const method = start.split(' ')[0] ?? '';
  const body = headEnd < 0 ? '' : text.slice(headEnd + 4);
  if (body === '' || !valueIn('content-type').startsWith('text/plain')) return method;
  return `${method} ${quote(body)}`;
}

/** `MSRP SEND "Hello"`, `MSRP 200 OK`. */
function describeChunk(start: string, text: string, headEnd: number): string {
  const what = start.split(' ').slice(2).join(' ');
  const end = text.lastIndexOf('\r\n-------');
  return headEnd < 0 || end < headEnd + 4 ? `MSRP ${what}` : `MSRP ${what} ${quote(text.slice(headEnd + 4, end))}`;
}

function quote(text: string): string {
  const line = text.replaceAll(/[\r\n\t]+/g, ' ');
  return `"${line.length > TEXT_MAX ? `${line.slice(0, TEXT_MAX)}…` : line}"`;
}

/** The messages as arrows between the client and the server, each with its time. */
export function formatLadder(
  rungs: readonly LadderRung[],
  names: { readonly client: string; readonly server: string },
): string {
  const head = `${' '.repeat(11)}${names.client}${' '.repeat(Math.max(2, WIDTH + 2 - names.client.length - names.server.length))}${names.server}`;
  return [head, ...rungs.map(formatRung)].join('\n');
}

function formatRung({ at, direction, bytes }: LadderRung): string {
  const label = ` ${describeMessage(bytes)} `;
  const line = '─'.repeat(Math.max(2, WIDTH - 1 - label.length));
  const arrow = direction === 'out' ? `──${label}${line.slice(2)}►` : `◄──${label}${line.slice(2)}`;
  return `${(at / 1000).toFixed(3).padStart(9)}  │${arrow}│`;
}
