/** Routing decisions with everything on the disk: the switch with its store, without sockets. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configurationFileSchema } from '@cordboard/shared/configuration/configuration-file';
import type { ConnId, Dn, PlaceName, UserName } from '@cordboard/shared/ids';
import type { TRequest } from '@cordboard/shared/tlib/requests';
import { noCounters } from '../apps/server/src/base/counters.ts';
import { silentLogger } from '../apps/server/src/base/logger.ts';
import { SeededRandom } from '../apps/server/src/base/seeded-random.ts';
import { arrive } from '../apps/server/src/domain/call-model/operations/arrive.ts';
import { endCall } from '../apps/server/src/domain/call-model/operations/release.ts';
import { customerSays } from '../apps/server/src/domain/call-model/operations/say.ts';
import { Configuration } from '../apps/server/src/domain/configuration/configuration.ts';
import { SqliteRecordStore } from '../apps/server/src/edges/storage/sqlite-record-store.ts';
import { SystemClock } from '../apps/server/src/edges/system/system-clock.ts';
import { CallControl } from '../apps/server/src/services/call-control/call-control.ts';
import { OwnAddresses } from '../apps/server/src/services/messaging/network/own-addresses.ts';
import { routeWaiting } from '../apps/server/src/services/router/router.ts';
import { startStrategy } from '../apps/server/src/services/router/strategies/run-strategy.ts';
import type { TlibClient } from '../apps/server/src/services/switch/effects/tlib-client.ts';
import type { BenchRow } from './support/measuring/bench-row.ts';
import { agentNumber, buildConfiguration } from './support/servers/bench-configuration.ts';

const AGENTS = [100, 1_000, 10_000] as const;
const GROUPS = 500;
const SKILLS = 200;
const POINTS = 50;
const PER_SECOND = 500;
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 6);
const WARM_UP_SECONDS = 2;
const TICK_MS = 10;
/** So long a customer stays; nobody answers meanwhile. */
const STAYS_MS = 1000;

/** `POINTS` routing points, each with a queue of its own that waits for a skill expression or a group. */
function configurationOf(agents: number): Configuration {
  const base = buildConfiguration(agents, 3);
  const groups = Math.min(GROUPS, agents);
  const names = Array.from({ length: POINTS }, (_, index) => String(8000 + index));
  return new Configuration(
    configurationFileSchema.parse({
      ...base,
      persons: base.persons.map((person, index) => ({
        ...person,
        skills: { [`s${index % SKILLS}`]: 1 + (index % 10), [`s${(index + 53) % SKILLS}`]: 1 + (index % 7) },
      })),
      skills: Array.from({ length: SKILLS }, (_, index) => ({ name: `s${index}` })),
      agentGroups: Array.from({ length: groups }, (_, group) => ({
        name: `G${group}`,
        members: base.persons.filter((_person, index) => index % groups === group).map(({ userName }) => userName),
      })),
      directoryNumbers: [
        ...base.directoryNumbers.filter(({ type }) => type === 'extension' || type === 'acdQueue'),
        ...names.map((number) => ({ type: 'routingPoint', number, strategy: `S${number}`, anonymous: true })),
        ...names.map((number) => ({ type: 'virtualQueue', number: `VQ_${number}` })),
      ],
      strategies: names.map((number, index) => ({
        name: `S${number}`,
        version: 1,
        start: 'queue',
        blocks: {
          queue: { type: 'queue', virtualQueue: `VQ_${number}`, next: 'agent' },
          agent: {
            type: 'selectTarget',
            targets: [
              index % 2 === 0
                ? { type: 'skill', expression: `s${index} >= 1 | s${index + 1} >= 9` }
                : { type: 'agentGroup', name: `G${index % groups}` },
            ],
          },
        },
      })),
    }),
  );
}

class Desk implements TlibClient {
  readonly id: string;
  readonly userName: UserName;
  readonly role = 'agent';
  readonly place: PlaceName;

  constructor(number: string) {
    this.id = `desk ${number}`;
    this.userName = number as UserName;
    this.place = number as PlaceName;
  }

  send(): void {}
  end(): void {}
}

/** The switch, its agents Ready. `ringing` is told of each offer that has left, so it is on the disk. */
async function openSwitch(agents: number, store: SqliteRecordStore, ringing: (connId: ConnId) => void) {
  const callControl = new CallControl({
    configuration: configurationOf(agents),
    store,
    clock: new SystemClock(),
    random: new SeededRandom(7),
    logger: silentLogger,
    counters: noCounters,
    sender: { sendRequest: () => {}, sendStateless: () => {} },
    network: {
      sentBy: () => 'bench.invalid',
      own: new OwnAddresses({ sipDomain: 'bench.invalid', addresses: [], ports: () => [5060] }),
    },
    isOpen: () => true,
    observeDistribution: (event) => {
      if (event.name === 'EventRinging') ringing(event.connID);
    },
  });
  await callControl.start();
  for (let index = 0; index < agents; index += 1) {
    const number = agentNumber(index);
    const desk = new Desk(number);
    const asked = [
      { name: 'TRegisterAddress', thisDN: number, referenceID: 1 },
      { name: 'TAgentLogin', thisDN: number, agentID: number, referenceID: 2 },
      { name: 'TAgentSetReady', thisDN: number, referenceID: 3 },
    ] as unknown as readonly TRequest[];
    callControl.clientConnected(desk, undefined);
    for (const request of asked) callControl.receiveRequest(desk, request);
    if (index % 200 === 0) await callControl.recorder.settled();
  }
  await callControl.recorder.settled();
  return callControl;
}

interface Measured {
  readonly decisions: number;
  readonly missing: number;
  readonly p50: number;
  readonly p99: number;
  /** Of one core, all threads. */
  readonly cpuShare: number;
}

async function measure(agents: number): Promise<Measured> {
  const dataDir = mkdtempSync(join(tmpdir(), 'cordboard-bench-'));
  const store = await SqliteRecordStore.open({ dataDir });
  const askedAt = new Map<ConnId, number>();
  const latencies: number[] = [];
  const callControl = await openSwitch(agents, store, (connId) => {
    const asked = askedAt.get(connId);
    if (asked === undefined) return;
    askedAt.delete(connId);
    latencies.push(performance.now() - asked);
  });
  let count = 0;
  const come = (): void => {
    count += 1;
    const point = String(8000 + (count % POINTS)) as Dn;
    const address = `sip:c${count}@example.net`;
    callControl.takeInput('a customer comes', (decision) => {
      const call = arrive(decision, { customer: { legId: `l${count}`, address }, routingPoint: point, userData: {} });
      askedAt.set(call.id, performance.now());
      startStrategy(decision, call, point);
      customerSays(decision, call, 'Hello, where is my parcel?');
      routeWaiting(decision);
      setTimeout(() => {
        callControl.takeInput('a customer leaves', (later) => {
          const present = later.calls.get(call.id);
          if (present !== undefined) endCall(later, present, { customerLeft: true });
          routeWaiting(later);
        });
      }, STAYS_MS).unref();
    });
  };
  const run = (seconds: number): Promise<void> =>
    new Promise((resolve) => {
      const began = performance.now();
      let sent = 0;
      const timer = setInterval(() => {
        const due = Math.min(seconds * PER_SECOND, Math.floor(((performance.now() - began) / 1000) * PER_SECOND));
        for (; sent < due; sent += 1) come();
        if (sent < seconds * PER_SECOND) return;
        clearInterval(timer);
        resolve();
      }, TICK_MS);
    });
  await run(WARM_UP_SECONDS);
  await callControl.recorder.settled();
  latencies.length = 0;
  askedAt.clear();
  const before = process.cpuUsage();
  const began = performance.now();
  await run(SECONDS);
  await callControl.recorder.settled();
  const { user, system } = process.cpuUsage(before);
  const elapsed = (performance.now() - began) / 1000;
  const sorted = latencies.toSorted((left, right) => left - right);
  await new Promise((resolve) => setTimeout(resolve, STAYS_MS + 200));
  await callControl.recorder.settled();
  await store.close();
  rmSync(dataDir, { recursive: true, force: true });
  return {
    decisions: latencies.length / elapsed,
    missing: SECONDS * PER_SECOND - latencies.length,
    p50: sorted[sorted.length >> 1] ?? Number.NaN,
    p99: sorted[Math.floor(0.99 * sorted.length)] ?? Number.NaN,
    cpuShare: (user + system) / 1e6 / elapsed,
  };
}

/** 500 decisions a second, each with its call, its events, its record and its end on the disk, at three sizes. */
export async function run(): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const agents of AGENTS) {
    const { decisions, missing, p50, p99, cpuShare } = await measure(agents);
    const note = `arrival to EventRinging on its way, ${SECONDS} s; not offered: ${missing}`;
    rows.push(
      { name: `recorded decisions, ${agents} agents`, value: decisions, unit: '/s', note: `${PER_SECOND} asked for` },
      { name: `… median, ${agents} agents`, value: p50, unit: 'ms', note },
      { name: `… p99, ${agents} agents`, value: p99, unit: 'ms', note },
      {
        name: `… all threads, ${agents} agents`,
        value: cpuShare * 100,
        unit: '%',
        note: 'of one core; each chat ends after a second',
      },
    );
  }
  return rows;
}

if (import.meta.main) {
  for (const row of await run()) {
    console.log(`${row.name.padEnd(40)} ${row.value.toFixed(2).padStart(10)} ${row.unit.padEnd(3)} ${row.note}`);
  }
}
