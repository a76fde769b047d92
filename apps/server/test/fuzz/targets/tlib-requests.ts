import assert from 'node:assert/strict';
import type { PlaceName, UserName } from '@cordboard/shared/ids';
import type { TEvent } from '@cordboard/shared/tlib/events';
import { requestSchemas } from '@cordboard/shared/tlib/requests';
import { checkRequest } from '../../../src/edges/gateway/namespaces/check-request.ts';
import type { Flow } from '../../../src/protocols/sip/transport/sip-transport.ts';
import type { TlibClient } from '../../../src/services/switch/effects/tlib-client.ts';
import { TestWorld } from '../../support/centre/test-world.ts';
import { FakeClock } from '../../support/fakes/fake-clock.ts';
import { ErrorWatch, type FuzzSubject, type FuzzTarget } from '../fuzz-target.ts';
import { pickFrom } from '../mutate.ts';
import { type Json, mutateJson } from '../mutate-json.ts';
import { request } from './sip-seeds.ts';

const udp: Flow = { id: 'udp:198.51.100.7:5062', transport: 'UDP', remoteAddress: '198.51.100.7', remotePort: 5062 };
const people = [
  { userName: '1001', role: 'agent', place: '1001' },
  { userName: '1002', role: 'agent', place: '1002' },
  { userName: '2001', role: 'supervisor', place: '2001' },
  { userName: 'router', role: 'application', place: null },
] as const;

/** One of each request, with every attribute that it may have. */
const seeds: readonly Buffer[] = Object.keys(requestSchemas).flatMap((name) =>
  [
    {
      thisDN: '1001',
      connID: '{connID}',
      otherDN: '1002',
      extensions: { im: 'Text', MonitorMode: 'coach' },
      serviceID: 3001,
    },
    {
      thisDN: '2001',
      otherDN: '1001',
      monitorNextCallType: 1,
      extensions: { MonitorScope: 'agent', action: 'ask' },
      serviceID: 3003,
    },
    {
      thisDN: '1111',
      connID: '{connID}',
      otherDN: '1001',
      treatmentType: 20,
      treatmentParameters: { TEXT: 'x' },
      registerMode: 0,
    },
    {
      thisDN: '1001',
      agentID: '1001',
      thisQueue: '1101',
      userData: { a: 1 },
      key: 'a',
      reasons: { r: 1 },
      consultConnID: '{connID}',
    },
  ].map((attributes) => Buffer.from(JSON.stringify({ name, referenceID: 1, ...attributes }))),
);

/** What a client may emit, from people of every role, while customers write. */
async function openSwitch(): Promise<FuzzSubject> {
  const errors = new ErrorWatch();
  const clock = new FakeClock();
  const world = new TestWorld({ clock, logger: errors.logger, onSend: () => true });
  await world.start();
  let connID = 'none';
  let answered = 0;
  let reference = 0;
  const clients = people.map((person): TlibClient => {
    return {
      id: person.userName,
      userName: person.userName as UserName,
      role: person.role,
      place: person.place as PlaceName | null,
      send: (event: TEvent) => {
        if ('connID' in event && typeof event.connID === 'string') connID = event.connID;
        if (event.referenceID !== undefined) answered += 1;
        JSON.stringify(event);
      },
      end: () => {},
    };
  });
  for (const client of clients) world.callControl.clientConnected(client, undefined);
  let fed = 0;
  return {
    feed: async (input) => {
      fed += 1;
      if (fed % 25 === 1) {
        world.userAgent.receiveMessage(request('MESSAGE', { body: 'x', callId: `c${fed}`, cseq: fed }), udp);
        clock.advance(5_000);
      }
      const received = readJson(input.toString('utf8').replaceAll('{connID}', connID));
      // Most references are good, so that what is behind them is looked at.
      reference += 1;
      if (isRecord(received) && fed % 8 !== 0) Object.assign(received, { referenceID: reference });
      const checked = checkRequest(received, clock.now());
      const client = clients[(fed + input.length) % clients.length] as TlibClient;
      answered = 0;
      if (checked.ok) world.callControl.receiveRequest(client, checked.value);
      await world.settle();
      if (checked.ok) assert.equal(answered, 1, `${checked.value.name} was answered ${answered} times`);
      errors.check();
      assert.equal(({} as { isAdmin?: boolean }).isAdmin, undefined, 'a prototype was changed');
    },
  };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const tlibRequests: FuzzTarget = {
  name: 'tlib-requests',
  seeds,
  dictionary: [],
  inputsPerSubject: 500,
  inputsInTest: 500,
  mutate: (random, all) => {
    const seed = JSON.parse(pickFrom(random, all).toString()) as Json;
    return Buffer.from(JSON.stringify(random.below(8) === 0 ? seed : mutateJson(random, seed)) ?? 'null');
  },
  open: openSwitch,
};
