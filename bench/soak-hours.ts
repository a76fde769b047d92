/** `npm run bench -- soak-hours`: hours of chats on a virtual clock in this process, with a store that forgets: what memory keeps of them. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { PlaceName, UserName } from '@cordboard/shared/ids';
import type { TEvent } from '@cordboard/shared/tlib/events';
import type { TRequest } from '@cordboard/shared/tlib/requests';
import type { Flow } from '../apps/server/src/protocols/sip/transport/sip-transport.ts';
import { forgetfulStore } from '../apps/server/src/services/simulator/forgetful-store.ts';
import type { TlibClient } from '../apps/server/src/services/switch/effects/tlib-client.ts';
import { buildAnswer, buildWire, methodOf, readWire } from '../apps/server/test/simulation/network/wire.ts';
import { TestWorld } from '../apps/server/test/support/centre/test-world.ts';
import { FakeClock } from '../apps/server/test/support/fakes/fake-clock.ts';
import type { MemoryRecordStore } from '../apps/server/test/support/fakes/memory-record-store.ts';
import type { BenchRow } from './support/measuring/bench-row.ts';

const HOURS = Number(process.env.SOAK_HOURS ?? 3);
const AGENTS = ['1001', '1002', '1003'];
const CUSTOMERS = 50;
const ADDRESS = '198.51.100.7';
/** Answers answer answers; after so many turns there is nothing left to do. */
const TURNS = 8;

class VirtualCentre {
  readonly clock = new FakeClock();
  readonly #todo: (() => void)[] = [];
  readonly #world: TestWorld;
  #referenceID = 0;
  #texts = 0;
  chats = 0;

  constructor() {
    this.#world = new TestWorld({
      clock: this.clock,
      store: forgetfulStore(() => {}) as MemoryRecordStore,
      isOpen: () => true,
      onSend: (flow, bytes) => {
        const message = readWire(bytes);
        if (methodOf(message) === 'MESSAGE') this.#todo.push(() => this.#receive(buildAnswer(message, 200), flow));
        return true;
      },
    });
  }

  async start(): Promise<void> {
    await this.#world.start();
    for (const dn of AGENTS) this.#world.callControl.clientConnected(this.#createAgent(dn), undefined);
    await this.settle();
  }

  /** The next customer writes one text: a chat that an agent answers and ends. */
  write(): void {
    this.#texts += 1;
    const customer = this.#texts % CUSTOMERS;
    const port = 20_000 + customer;
    const flow: Flow = { id: `udp:${ADDRESS}:${port}`, transport: 'UDP', remoteAddress: ADDRESS, remotePort: port };
    const headers = [
      ['Via', `SIP/2.0/UDP ${ADDRESS}:${port};rport;branch=z9hG4bK${this.#texts}`],
      ['From', `<sip:customer${customer}@example.net>;tag=${this.#texts}`],
      ['To', '<sip:1111@localhost>'],
      ['Call-ID', String(this.#texts)],
      ['CSeq', '1 MESSAGE'],
      ['Content-Type', 'text/plain'],
    ] as const;
    this.#receive(buildWire('MESSAGE sip:1111@localhost SIP/2.0', headers, `text ${this.#texts}`), flow);
  }

  async settle(): Promise<void> {
    for (let turn = 0; turn < TURNS; turn += 1) {
      await nextTurn();
      for (const act of this.#todo.splice(0)) act();
    }
  }

  #receive(bytes: Buffer, flow: Flow): void {
    this.#world.userAgent.receiveMessage(bytes, flow);
  }

  #createAgent(dn: string): TlibClient {
    const ask = (attributes: object) => {
      this.#referenceID += 1;
      const request = { referenceID: this.#referenceID, thisDN: dn, ...attributes } as unknown as TRequest;
      this.#world.callControl.receiveRequest(agent, request);
    };
    const become = () => {
      ask({ name: 'TRegisterAddress' });
      ask({ name: 'TAgentLogin', agentID: dn, thisQueue: '1101' });
      ask({ name: 'TAgentSetReady' });
    };
    const talk = (connID: unknown) => {
      this.chats += 1;
      ask({ name: 'TPrivateService', connID, serviceID: 3001, extensions: { im: 'Hello' } });
      ask({ name: 'TReleaseCall', connID });
    };
    const agent: TlibClient = {
      id: dn,
      userName: dn as UserName,
      role: 'agent',
      place: dn as PlaceName,
      end: () => {},
      send: (event: TEvent) => {
        const { connID } = event as { readonly connID?: unknown };
        if (event.name === 'EventLinkConnected') this.#todo.push(become);
        if (event.name === 'EventRinging') this.#todo.push(() => ask({ name: 'TAnswerCall', connID }));
        if (event.name === 'EventEstablished') this.#todo.push(() => talk(connID));
      },
    };
    return agent;
  }
}

export async function run(): Promise<BenchRow[]> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const heapMegabytes = () => {
    collect();
    collect();
    return process.memoryUsage().heapUsed / 2 ** 20;
  };
  const centre = new VirtualCentre();
  await centre.start();
  const heaps = [heapMegabytes()];
  for (let second = 1; second <= HOURS * 3600; second += 1) {
    centre.write();
    await centre.settle();
    centre.clock.advance(1_000);
    await centre.settle();
    if (second % 3600 === 0) heaps.push(heapMegabytes());
  }
  return heaps.map((heap, hour) => ({
    name: hour === 0 ? 'heap before' : `heap after hour ${hour}`,
    value: heap,
    unit: 'MB',
    note:
      hour === 0
        ? `${AGENTS.length} agents, ${CUSTOMERS} customers, a chat a second`
        : `${(hour * centre.chats) / HOURS} chats`,
  }));
}

if (import.meta.main) console.table(await run());
