/** Parsing and writing SIP messages on one thread, beside the parsers of sip.js and of the npm package `sip`. */
import sip from 'sip';
import { Core } from 'sip.js';
import { parseCSeq } from '../apps/server/src/protocols/sip/grammar/parse-cseq.ts';
import { parseMessage } from '../apps/server/src/protocols/sip/grammar/parse-message.ts';
import { parseNameAddr } from '../apps/server/src/protocols/sip/grammar/parse-name-addr.ts';
import { parseVia } from '../apps/server/src/protocols/sip/grammar/parse-via.ts';
import { serializeMessage } from '../apps/server/src/protocols/sip/grammar/serialize-message.ts';
import { header } from '../apps/server/src/protocols/sip/message/message.ts';
import type { BenchRow } from './support/bench-row.ts';
import { median } from './support/median.ts';

const ROUNDS = 9;
const SLICE_MS = 200;
const DISTINCT = 512;

function buildText(index: number): string {
  const body = `Hello, this is text ${index} of a customer who was charged twice this month.`;
  return [
    'MESSAGE sip:1111@localhost SIP/2.0',
    `Via: SIP/2.0/UDP 192.0.2.7:5062;rport;branch=z9hG4bK${index}`,
    'Max-Forwards: 70',
    `From: "Customer ${index}" <sip:customer${index}@customers.example>;tag=a${index}`,
    'To: <sip:1111@localhost>',
    `Call-ID: ${index}-8f14e45fceea167a@192.0.2.7`,
    `CSeq: ${index + 1} MESSAGE`,
    'Content-Type: text/plain;charset=UTF-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
}

const DATAGRAMS = Array.from({ length: DISTINCT }, (_, index) => Buffer.from(buildText(index)));
const datagram = (index: number) => DATAGRAMS[index] ?? Buffer.alloc(0);

const parseOurs = (index: number) => {
  const parsed = parseMessage(datagram(index), { isStream: false });
  if (!parsed.ok) throw new Error(parsed.failure.what);
  return parsed.value;
};

const logger = new Core.LoggerFactory().getLogger('bench');
Object.assign(logger, { enabled: false });

/** Each gets the bytes of a datagram and, where it writes, makes bytes again. */
const candidates: readonly { readonly name: string; readonly note: string; work(index: number): unknown }[] = [
  { name: 'Cordboard: parse', note: 'headers found, values left as text', work: parseOurs },
  {
    name: 'Cordboard: parse, read key headers, write',
    note: 'Via, From, To, CSeq read into values',
    work: (index) => {
      const message = parseOurs(index);
      const isRead =
        parseVia(header(message, 'Via') ?? '').ok &&
        parseNameAddr(header(message, 'From') ?? '').ok &&
        parseNameAddr(header(message, 'To') ?? '').ok &&
        parseCSeq(header(message, 'CSeq') ?? '').ok;
      if (!isRead) throw new Error('a header could not be read');
      return serializeMessage(message);
    },
  },
  {
    name: 'npm sip: parse, write',
    note: 'reads all headers it knows',
    work: (index) => {
      const message = sip.parse(datagram(index).toString('latin1'));
      if (message === undefined) throw new Error('npm sip refused it');
      return Buffer.from(sip.stringify(message), 'latin1');
    },
  },
  {
    name: 'sip.js: parse',
    note: 'reads the key headers; the text it came from is kept',
    work: (index) => {
      const message = Core.Parser.parseMessage(datagram(index).toString(), logger);
      if (message === undefined) throw new Error('sip.js refused it');
      return message;
    },
  },
];

/** Messages per CPU second of this thread over one slice. */
function measure(work: (index: number) => unknown): number {
  const before = process.cpuUsage();
  const end = performance.now() + SLICE_MS;
  let count = 0;
  while (performance.now() < end) {
    for (let batch = 0; batch < 16; batch += 1) work((count + batch) % DISTINCT);
    count += 16;
  }
  const { user, system } = process.cpuUsage(before);
  return count / ((user + system) / 1e6);
}

export async function run(): Promise<BenchRow[]> {
  const rates = candidates.map(() => [] as number[]);
  for (const { work } of candidates) measure(work);
  for (let round = 0; round < ROUNDS; round += 1) {
    candidates.forEach(({ work }, index) => {
      rates[index]?.push(measure(work));
    });
  }
  return candidates.map(({ name, note }, index) => ({
    name,
    value: Math.round(median(rates[index] ?? [])),
    unit: 'messages per CPU second',
    note: `${note}; ${DATAGRAMS[0]?.length} bytes, median of ${ROUNDS} interleaved slices`,
  }));
}

if (import.meta.main) console.table(await run());
