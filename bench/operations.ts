/** 200 call operations a second on 500 open chats, each timed from its request to the last event that it brings. */
import { loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { CallEvent } from '@cordboard/shared/tlib/events';
import { type ExpectedEvent, OperationFleet } from './support/crowds/operation-fleet.ts';
import { UdpCrowd } from './support/crowds/udp-crowd.ts';
import type { BenchRow } from './support/measuring/bench-row.ts';
import { median, percentile } from './support/measuring/median.ts';
import { cpuSecondsOf } from './support/measuring/process-usage.ts';
import { routingPoint } from './support/servers/bench-configuration.ts';
import { startBenchServer } from './support/servers/bench-server.ts';

const AGENTS = 200;
const CHATS = Number(process.env.BENCH_CHATS ?? 500);
/** More than the router needs, so that everybody has room for what others hand over. */
const CHATS_PER_AGENT = 4;
const RATE = Number(process.env.BENCH_RATE ?? 200);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 20);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const OPENING_RATE = 100;
const OPEN_MS_MAX = 30_000;
const SETTLE_MS = 1_000;

/** A chat, whoever has it. */
interface Chat {
  readonly connID: string;
  owner: string;
  /** Whom the present act is done with. */
  partner: string;
  consultation: string;
  step: number;
  isBusy: boolean;
}

type Step = (fleet: OperationFleet, chat: Chat) => Promise<number>;

const about = (dn: string, name: ExpectedEvent['name'], chat: Chat, privateMsgID?: number): ExpectedEvent => ({
  dn,
  name,
  ...(privateMsgID === undefined ? {} : { privateMsgID }),
  matches: (event: CallEvent) => event.connID === chat.connID,
});

const inConsultation = (dn: string, name: ExpectedEvent['name'], chat: Chat): ExpectedEvent => ({
  dn,
  name,
  matches: (event) => event.connID === chat.consultation,
});

/** One request of a DN about the chat. */
async function ask(
  fleet: OperationFleet,
  chat: Chat,
  dn: string,
  request: { readonly name: string } & Readonly<Record<string, unknown>>,
  expected: readonly ExpectedEvent[],
): Promise<number> {
  return (await fleet.operate(dn, { connID: chat.connID, ...request }, expected)).ms;
}

const text: Step = (fleet, chat) =>
  ask(
    fleet,
    chat,
    chat.owner,
    { name: 'TPrivateService', serviceID: 3001, extensions: { im: 'One moment, please.' } },
    [about(chat.owner, 'EventPrivateInfo', chat, 3001)],
  );

const hold: Step = (fleet, chat) =>
  ask(fleet, chat, chat.owner, { name: 'THoldCall' }, [about(chat.owner, 'EventHeld', chat)]);

const retrieve: Step = (fleet, chat) =>
  ask(fleet, chat, chat.owner, { name: 'TRetrieveCall' }, [about(chat.owner, 'EventRetrieved', chat)]);

const attach: Step = (fleet, chat) =>
  ask(fleet, chat, chat.owner, { name: 'TAttachUserData', userData: { Note: String(chat.step) } }, [
    about(chat.owner, 'EventAttachedDataChanged', chat),
  ]);

/** Another agent than the one who has it. */
function choosePartner(fleet: OperationFleet, chat: Chat): void {
  const { dns } = fleet;
  const at = dns.indexOf(chat.owner);
  chat.partner = dns[(at + 1 + Math.floor(Math.random() * (dns.length - 1))) % dns.length] ?? '';
}

const consult: Step = async (fleet, chat) => {
  choosePartner(fleet, chat);
  const { owner, partner, connID } = chat;
  const isFor = (event: CallEvent) => event.previousConnID === connID;
  const { ms, events } = await fleet.operate(owner, { name: 'TInitiateTransfer', connID, otherDN: partner }, [
    { dn: owner, name: 'EventDialing', matches: isFor },
    { dn: partner, name: 'EventRinging', matches: isFor },
  ]);
  chat.consultation = events[0]?.connID ?? '';
  return ms;
};

const answerConsultation: Step = async (fleet, chat) => {
  const { owner, partner, consultation } = chat;
  const expected = [owner, partner].map((dn) => inConsultation(dn, 'EventEstablished', chat));
  return (await fleet.operate(partner, { name: 'TAnswerCall', connID: consultation }, expected)).ms;
};

const completeTransfer: Step = async (fleet, chat) => {
  const { owner, partner, consultation } = chat;
  const ms = await ask(fleet, chat, owner, { name: 'TCompleteTransfer', consultConnID: consultation }, [
    about(owner, 'EventReleased', chat),
    about(partner, 'EventPrivateInfo', chat, 3005),
  ]);
  chat.owner = partner;
  return ms;
};

const singleStepTransfer: Step = (fleet, chat) => {
  choosePartner(fleet, chat);
  return ask(fleet, chat, chat.owner, { name: 'TSingleStepTransfer', otherDN: chat.partner }, [
    about(chat.owner, 'EventReleased', chat),
    about(chat.partner, 'EventRinging', chat),
  ]);
};

const answerTransfer: Step = async (fleet, chat) => {
  const ms = await ask(fleet, chat, chat.partner, { name: 'TAnswerCall' }, [
    about(chat.partner, 'EventPrivateInfo', chat, 3005),
  ]);
  chat.owner = chat.partner;
  return ms;
};

const invite: Step = (fleet, chat) => {
  choosePartner(fleet, chat);
  return ask(fleet, chat, chat.owner, { name: 'TSingleStepConference', otherDN: chat.partner }, [
    about(chat.partner, 'EventRinging', chat),
  ]);
};

const join: Step = (fleet, chat) =>
  ask(fleet, chat, chat.partner, { name: 'TAnswerCall' }, [
    about(chat.partner, 'EventPrivateInfo', chat, 3005),
    about(chat.owner, 'EventPartyAdded', chat),
  ]);

const leave: Step = (fleet, chat) =>
  ask(fleet, chat, chat.partner, { name: 'TReleaseCall' }, [
    about(chat.partner, 'EventReleased', chat),
    about(chat.owner, 'EventPartyDeleted', chat),
  ]);

/** What happens to each chat, again and again. */
const MIX: readonly Step[] = [
  ...[text, attach, hold, retrieve],
  ...[consult, answerConsultation, completeTransfer],
  ...[text, singleStepTransfer, answerTransfer],
  ...[invite, join, text, leave],
];

interface Round {
  readonly latencies: readonly number[];
  readonly failures: readonly string[];
  readonly late: number;
  readonly cpuSeconds: number;
  readonly load: number;
}

async function openChats(fleet: OperationFleet, crowd: UdpCrowd): Promise<readonly Chat[]> {
  const chats: Chat[] = [];
  const opened = new Promise<void>((resolve) => {
    fleet.onRouted = (dn, connID) => {
      const chat: Chat = { connID, owner: dn, partner: dn, consultation: '', step: 0, isBusy: false };
      void fleet.operate(dn, { name: 'TAnswerCall', connID }, [about(dn, 'EventPrivateInfo', chat, 3005)]).then(() => {
        chat.step = chats.length % MIX.length;
        // Only what begins from a chat of one agent can be the first.
        if (![0, 4, 7, 10].includes(chat.step)) chat.step = 0;
        if (chats.push(chat) === CHATS) resolve();
      });
    };
  });
  for (let customer = 0; customer < CHATS; customer += 1) {
    crowd.write(`customer${customer}`, routingPoint, 'Hello, I have a question.');
    if (customer % 10 === 9) await pause(10_000 / OPENING_RATE);
  }
  await Promise.race([opened, pause(OPEN_MS_MAX)]);
  if (chats.length < CHATS) throw new Error(`only ${chats.length} of ${CHATS} chats were answered`);
  fleet.onRouted = () => {};
  return chats;
}

/** Starts an operation every 1/RATE s, on the chat whose turn it is. */
async function runRound(fleet: OperationFleet, chats: readonly Chat[], processId: number): Promise<Round> {
  const latencies: number[] = [];
  const failures: string[] = [];
  const running = new Set<Promise<void>>();
  const cpuBefore = await cpuSecondsOf(processId);
  const startedAt = performance.now();
  let started = 0;
  let late = 0;
  let turn = 0;
  const start = (chat: Chat) => {
    const step = MIX[chat.step] ?? text;
    chat.isBusy = true;
    const done = step(fleet, chat)
      .then(
        (ms) => {
          latencies.push(ms);
          chat.step = (chat.step + 1) % MIX.length;
          chat.isBusy = false;
        },
        // Where it stands is not known, so the chat takes no further part.
        (error: unknown) => void failures.push(`${chat.step}: ${String(error)}`),
      )
      .finally(() => running.delete(done));
    running.add(done);
  };
  while (started < RATE * SECONDS) {
    const due = Math.min(RATE * SECONDS, Math.floor(((performance.now() - startedAt) / 1_000) * RATE));
    while (started < due) {
      const from = turn;
      while (chats[turn % chats.length]?.isBusy === true && turn < from + chats.length) turn += 1;
      const chat = chats[turn % chats.length];
      turn += 1;
      started += 1;
      if (chat === undefined || chat.isBusy) late += 1;
      else start(chat);
    }
    await pause(1);
  }
  await Promise.all(running);
  const cpuSeconds = (await cpuSecondsOf(processId)) - cpuBefore;
  return { latencies, failures, late, cpuSeconds, load: loadavg()[0] ?? Number.NaN };
}

export async function run(): Promise<BenchRow[]> {
  const server = await startBenchServer({ agentCount: AGENTS, chatsMax: CHATS_PER_AGENT });
  const fleet = new OperationFleet();
  const crowd = await UdpCrowd.open(server.sipPort);
  const loadBefore = loadavg()[0] ?? Number.NaN;
  try {
    await fleet.logIn(server.httpPort, AGENTS);
    const chats = await openChats(fleet, crowd);
    const rounds: Round[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      await pause(SETTLE_MS);
      rounds.push(await runRound(fleet, chats, server.processId));
    }
    return describeRounds(rounds, loadBefore, crowd.refused);
  } finally {
    fleet.close();
    crowd.close();
    await server.stop();
  }
}

function describeRounds(rounds: readonly Round[], loadBefore: number, refused: number): BenchRow[] {
  const spread = (values: readonly number[]) => values.map((value) => value.toFixed(1)).join(' / ');
  const p50 = rounds.map(({ latencies }) => percentile(latencies, 0.5));
  const p99 = rounds.map(({ latencies }) => percentile(latencies, 0.99));
  const done = rounds.reduce((sum, { latencies }) => sum + latencies.length, 0);
  const failures = rounds.flatMap((round) => round.failures);
  const how = `${RATE}/s for ${SECONDS} s, ${ROUNDS} rounds, ${AGENTS} agents, ${CHATS} chats`;
  const loads = `load ${loadBefore.toFixed(1)} before, then ${spread(rounds.map(({ load }) => load))}`;
  return [
    { name: 'operations done', value: done, unit: '', note: how },
    { name: 'operations refused or lost', value: failures.length, unit: '', note: failures[0] ?? 'must be 0' },
    { name: 'texts refused', value: refused, unit: '', note: 'must be 0' },
    {
      name: 'operations that found no free chat',
      value: rounds.reduce((sum, { late }) => sum + late, 0),
      unit: '',
      note: 'must be 0',
    },
    { name: 'request to last event, p50', value: median(p50), unit: 'ms', note: `by round ${spread(p50)}` },
    {
      name: 'request to last event, p99',
      value: median(p99),
      unit: 'ms',
      note: `target < 20, median of the rounds ${spread(p99)}; ${loads}`,
    },
    {
      name: 'operations per CPU second',
      value: median(rounds.map(({ latencies, cpuSeconds }) => latencies.length / cpuSeconds)),
      unit: '',
      note: 'of the server, all threads',
    },
  ];
}
