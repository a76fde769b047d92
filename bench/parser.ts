/** Parsing and writing SIP messages on one thread, beside the parsers of sip.js and of the npm package `sip`. */
import sip from 'sip';
import { Core } from 'sip.js';
import { parseCSeq } from '../apps/server/src/protocols/sip/grammar/header-fields/parse-cseq.ts';
import { parseNameAddr } from '../apps/server/src/protocols/sip/grammar/header-fields/parse-name-addr.ts';
import { parseVia } from '../apps/server/src/protocols/sip/grammar/header-fields/parse-via.ts';
import { parseMessage } from '../apps/server/src/protocols/sip/grammar/parse-message.ts';
import { serializeMessage } from '../apps/server/src/protocols/sip/grammar/serialize-message.ts';
import type { SipMessage } from '../apps/server/src/protocols/sip/message/message.ts';
import { header } from '../apps/server/src/protocols/sip/message/message.ts';
import type { BenchRow } from './support/measuring/bench-row.ts';
import { median } from './support/measuring/median.ts';

const ROUNDS = 9;
const SLICE_MS = 200;
const DISTINCT = 512;

function buildText(index: number): string {
  const body = `Hello, this is text ${index % 10} of a customer who was charged twice this month.`;
  return [
    'MESSAGE sip:1111@localhost SIP/2.0',
    `Via: SIP/2.0/UDP 192.0.2.7:5062;rport;branch=z9hG4bK${index}`,
    'Max-Forwards: 70',
    `From: "Customer ${index}" <sip:customer${index}@customers.example>;tag=a${index}`,
    'To: <sip:1111@localhost>',
    `Call-ID: ${index}-8f14e45fceea167a@192.0.2.7`,
    `CSeq: ${index + 1} MESSAGE`,
    'User-Agent: Some softphone, version 4.2.17 (bench)',
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

/** The fields that every transaction needs, as values. */
function readKeyFields(message: SipMessage): void {
  const isRead =
    parseVia(header(message, 'Via') ?? '').ok &&
    parseNameAddr(header(message, 'From') ?? '').ok &&
    parseNameAddr(header(message, 'To') ?? '').ok &&
    parseCSeq(header(message, 'CSeq') ?? '').ok &&
    header(message, 'Call-ID') !== undefined;
  if (!isRead) throw new Error('a header could not be read');
}

const parseWithNpmSip = (index: number) => {
  const message = sip.parse(datagram(index).toString('latin1'));
  if (message === undefined) throw new Error('npm sip refused it');
  return message;
};

const parseWithSipJs = (index: number) => {
  const message = Core.Parser.parseMessage(datagram(index).toString(), logger);
  if (message === undefined) throw new Error('sip.js refused it');
  return message;
};

interface Candidate {
  readonly name: string;
  readonly note: string;
  work(index: number): unknown;
}

/** Each gets the bytes of a datagram and, where it writes, makes bytes again. */
const candidates = {
  parse: { name: 'Cordboard: parse', note: 'headers found, values left as text', work: parseOurs },
  parseKeyFields: {
    name: 'Cordboard: parse, read key fields',
    note: 'Via, From, To, CSeq read into values',
    work: (index) => {
      const message = parseOurs(index);
      readKeyFields(message);
      return message;
    },
  },
  parseWrite: {
    name: 'Cordboard: parse, read key fields, write',
    note: 'and bytes again',
    work: (index) => {
      const message = parseOurs(index);
      readKeyFields(message);
      return serializeMessage(message);
    },
  },
  npmParse: { name: 'npm sip: parse', note: 'reads all headers it knows', work: parseWithNpmSip },
  npmParseWrite: {
    name: 'npm sip: parse, write',
    note: 'and bytes again',
    work: (index) => Buffer.from(sip.stringify(parseWithNpmSip(index)), 'latin1'),
  },
  sipJsParse: {
    name: 'sip.js: parse',
    note: 'reads the key headers; the text it came from is kept',
    work: parseWithSipJs,
  },
} satisfies Record<string, Candidate>;

type CandidateName = keyof typeof candidates;

const ratios: readonly { name: string; ours: CandidateName; theirs: CandidateName; wanted: number }[] = [
  { name: 'parse and key fields : npm sip parse', ours: 'parseKeyFields', theirs: 'npmParse', wanted: 2 },
  { name: 'parse, key fields, write : npm sip parse, write', ours: 'parseWrite', theirs: 'npmParseWrite', wanted: 2.5 },
  { name: 'parse, key fields, write : sip.js parse', ours: 'parseWrite', theirs: 'sipJsParse', wanted: 250 },
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
  const names = Object.keys(candidates) as CandidateName[];
  const rates = new Map(names.map((name) => [name, [] as number[]]));
  for (const name of names) measure(candidates[name].work);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of names) rates.get(name)?.push(measure(candidates[name].work));
  }
  const rateOf = (name: CandidateName) => median(rates.get(name) ?? []);
  const how = `${DATAGRAMS[0]?.length} bytes, median of ${ROUNDS} interleaved slices`;
  return [
    ...names.map((name) => ({
      name: candidates[name].name,
      value: Math.round(rateOf(name)),
      unit: 'messages per CPU second',
      note: `${candidates[name].note}; ${how}`,
    })),
    ...ratios.map(({ name, ours, theirs, wanted }) => ({
      name,
      value: rateOf(ours) / rateOf(theirs),
      unit: 'x',
      note: `wanted: at least ${wanted}`,
    })),
  ];
}

if (import.meta.main) console.table(await run());
