import type { TEvent } from '@cordboard/shared/tlib/events';
import type { Flow } from '../../protocols/sip/transport/sip-transport.ts';
import { clockTime } from './clock-time.ts';
import { formatEvent } from './format-event.ts';
import { printable } from './printable.ts';

/** Most bytes of one SIP message that are shown. */
const SHOWN_BYTES_MAX = 32_768;
/** Header fields that carry credentials. */
const CREDENTIALS = /^((?:Proxy-)?Authorization\s*:\s*\S+).*$/i;

export interface MessageLogOptions {
  readonly isOn: boolean;
  readonly now: () => number;
  readonly write: (text: string) => void;
  /** Zone of the printed times; the machine's by default. */
  readonly minutesEastOfUtc?: (time: number) => number;
}

type SipFlow = Pick<Flow, 'transport' | 'remoteAddress' | 'remotePort'>;

/**
 * The way of a message through the server as one can read it: the SIP message that came, the events that were distributed
 * for it with all attributes, the clients that got them. Costs nothing when off.
 */
export class MessageLog {
  readonly isOn: boolean;
  readonly #options: MessageLogOptions;
  readonly #minutesEastOfUtc: (time: number) => number;
  readonly #clients = new Map<string, string>();

  constructor(options: MessageLogOptions) {
    this.isOn = options.isOn;
    this.#options = options;
    this.#minutesEastOfUtc = options.minutesEastOfUtc ?? ((time) => -new Date(time).getTimezoneOffset());
  }

  sipReceived(bytes: Uint8Array, flow: SipFlow): void {
    if (this.isOn) this.#writeBlock(bytes, `Received [${flow.transport}] ${bytes.length} bytes from`, flow, '<<<<<');
  }

  sipSent(bytes: Uint8Array, flow: SipFlow): void {
    if (this.isOn) this.#writeBlock(bytes, `Sending [${flow.transport}] ${bytes.length} bytes to`, flow, '>>>>>');
  }

  msrpReceived(bytes: Uint8Array, from: SipFlow): void {
    if (this.isOn)
      this.#writeBlock(bytes, `Received [MSRP ${from.transport}] ${bytes.length} bytes from`, from, '<<<<<');
  }

  msrpSent(bytes: Uint8Array, to: SipFlow): void {
    if (this.isOn) this.#writeBlock(bytes, `Sending [MSRP ${to.transport}] ${bytes.length} bytes to`, to, '>>>>>');
  }

  /** `clients` are the ids of the connections that get the event. */
  eventDistributed(event: TEvent, clients: readonly string[]): void {
    if (!this.isOn) return;
    const { zone, stamp, precise } = this.#stamps();
    const sentTo = clients.map(
      (id) => `${stamp} Trc 04542 ${event.name} sent to [${printable(id)}]${this.#nameOf(id)}`,
    );
    this.#write([
      `@${precise} distribute_event: message ${event.name}`,
      ...formatEvent(event, zone),
      `${stamp} Int 04544 Interaction message "${event.name}" generated`,
      ...sentTo,
    ]);
  }

  clientConnected(id: string, name: string, address: string): void {
    if (this.isOn) this.#clients.set(id, ` (${printable(name)} ${printable(address)})`);
  }

  clientDisconnected(id: string): void {
    this.#clients.delete(id);
  }

  #nameOf(id: string): string {
    return this.#clients.get(id) ?? '';
  }

  #writeBlock(bytes: Uint8Array, what: string, flow: SipFlow, mark: string): void {
    const { stamp } = this.#stamps();
    const shown = Buffer.from(bytes.subarray(0, SHOWN_BYTES_MAX)).toString('utf8');
    const cut = bytes.length > SHOWN_BYTES_MAX ? ['  ...'] : [];
    this.#write([
      `${stamp} SIPS:LOGBLOCK:BEGIN:SIPDATA:[`,
      `${stamp} ${what} ${printable(flow.remoteAddress)}:${flow.remotePort} ${mark}`,
      ...sipLines(shown),
      ...cut,
      `${stamp} SIPS:LOGBLOCK:END:SIPDATA:]`,
    ]);
  }

  #stamps(): { readonly zone: number; readonly stamp: string; readonly precise: string } {
    const now = this.#options.now();
    const zone = this.#minutesEastOfUtc(now);
    const precise = clockTime(now, zone);
    return { zone, stamp: precise.slice(0, -1), precise };
  }

  #write(lines: readonly string[]): void {
    this.#options.write(`${lines.join('\n')}\n`);
  }
}

/** Indented, so that no line of a message can pass for a line of the log. */
function sipLines(message: string): readonly string[] {
  const lines = message.split(/\r\n|\n|\r/);
  const headEnd = lines.indexOf('');
  return lines.map((line, index) => {
    const isHead = headEnd === -1 || index < headEnd;
    return `  ${printable(isHead ? line.replace(CREDENTIALS, '$1 [hidden]') : line)}`.trimEnd();
  });
}
