import type { TRequest } from '@cordboard/shared/tlib/requests';
import { describe, expect, test } from 'vitest';
import { observersOf, presentParties } from '../../../src/domain/call-model/calls/call.ts';
import type { DesktopClient } from '../../support/agents/desktop-client.ts';
import { demoConfiguration } from '../../support/centre/test-world.ts';
import { SessionCustomer } from '../../support/customers/session-customer.ts';
import { SeededRandom } from '../../support/fakes/seeded-random.ts';
import { type SupervisionScene, saraSupervises, supervisor } from '../../support/scenes/supervision-scene.ts';

const SEEDS = Number(process.env['SUPERVISION_SEEDS'] ?? 20);
const STEPS = 120;

const AGENTS = ['1001', '1002', '1003'] as const;
const MODES = ['mute', 'coach', 'connect'] as const;
/** What the DN may ask in the state of its party; some of it is refused. */
const ASKED: Readonly<
  Record<'dialing' | 'ringing' | 'established' | 'held' | 'observing', readonly TRequest['name'][]>
> = {
  dialing: ['TReleaseCall', 'TPrivateService'],
  ringing: ['TAnswerCall', 'TAnswerCall', 'TAnswerCall', 'TReleaseCall', 'TRedirectCall'],
  established: [
    'TReleaseCall',
    'THoldCall',
    'TInitiateTransfer',
    'TInitiateTransfer',
    'TSingleStepTransfer',
    'TSingleStepConference',
    'TMuteTransfer',
    'TDeleteFromConference',
    'TPrivateService',
  ],
  held: ['TRetrieveCall', 'TInitiateTransfer', 'TSingleStepTransfer', 'TReleaseCall', 'TPrivateService'],
  observing: ['TSetMuteOn', 'TSetMuteOff', 'TPrivateService', 'TReleaseCall', 'THoldCall'],
};
const PAIR: readonly TRequest['name'][] = [
  'TCompleteTransfer',
  'TCompleteConference',
  'TAlternateCall',
  'TReconnectCall',
];

/** Everybody consults, every supervisor may monitor three agents, and each agent three supervisors. */
const configuration = demoConfiguration((file) => {
  Object.assign(file.tenant.options, {
    'supervisors-per-agent': 3,
    'agents-per-supervisor': 2,
    'monitor-consult-calls': 'all',
  });
  const maya = file.persons.find((person) => person.userName === '1003');
  if (maya !== undefined) Object.assign(maya, { role: 'supervisor', supervises: ['ALL_Agents'] });
});

/** No supervisor is left behind in a call in which nobody talks or is being asked to take it over. */
function orphans({ centre }: SupervisionScene): readonly string[] {
  return [...centre.switchState.calls.values()].flatMap((call) => {
    const isTalked = presentParties(call).length > 0;
    const isAwaited = call.parties.some(({ state, coming }) => state === 'ringing' && coming.as !== 'routed');
    return observersOf(call).flatMap(({ dn, observing }) => {
      const watched = call.parties.find((party) => party.dn === observing.watches && party.observing === undefined);
      return (isTalked || isAwaited) && watched !== undefined
        ? []
        : [`${dn} watches ${observing.watches} in ${call.id}`];
    });
  });
}

async function act(
  scene: SupervisionScene,
  random: SeededRandom,
  staff: readonly DesktopClient[],
  customers: SessionCustomer[],
): Promise<string> {
  const pick = <Item>(items: readonly Item[]): Item => items[random.below(items.length)] as Item;
  const client = pick(staff);
  const thisDN = client.dn;
  const { calls } = scene.centre.switchState;
  const own = [...calls.values()].filter((call) => call.parties.some(({ dn }) => dn === thisDN));
  const otherDN = pick([...AGENTS, '2001', '1111']);
  const mode = pick(MODES);
  const dice = random.below(12);
  const consultation = own.find((call) => call.consultOf !== null);
  let name: TRequest['name'];
  let attributes: object = {};
  if (dice < 2 && client.role === 'supervisor') {
    name = 'TMonitorNextCall';
    const extensions = { MonitorMode: mode, MonitorScope: pick(['call', 'agent']) };
    attributes = { otherDN: pick(AGENTS), monitorNextCallType: random.below(2), extensions };
  } else if (dice === 2 && client.role === 'supervisor') {
    name = random.below(3) === 0 ? 'TAgentLogout' : 'TCancelMonitoring';
    attributes = name === 'TCancelMonitoring' ? { otherDN: pick(AGENTS) } : {};
  } else if (scene.centre.switchState.agentSessions.get(thisDN) === undefined) {
    name = 'TAgentLogin';
    attributes = { agentID: thisDN, thisQueue: '1101', agentWorkMode: 2 };
  } else if (dice === 3) {
    name = pick(['TAgentSetReady', 'TAgentSetReady', 'TAgentSetNotReady'] as const);
  } else if (dice === 4 && calls.size < 5) {
    const customer = new SessionCustomer(scene.centre, `sip:c${random.below(1e6)}@example.net`);
    await customer.invite();
    await customer.say('Hello.');
    customers.push(customer);
    return 'customer';
  } else if (dice === 5 && customers.length > 2) {
    await customers.shift()?.bye();
    return 'customer leaves';
  } else if (consultation !== undefined && dice < 9) {
    name = pick(PAIR);
    attributes = { connID: consultation.consultOf, consultConnID: consultation.id };
  } else if (own.length > 0) {
    const call = pick(own);
    const party = call.parties.find(({ dn }) => dn === thisDN);
    name = pick(ASKED[party?.observing === undefined ? (party?.state ?? 'ringing') : 'observing']);
    const isMode = name === 'TSetMuteOn' || name === 'TSetMuteOff';
    const extensions = isMode
      ? { MonitorMode: pick(['coach', name === 'TSetMuteOn' ? 'mute' : 'connect']) }
      : { im: 'x', whisper: random.below(2) === 1 };
    attributes = { connID: call.id, otherDN, serviceID: 3001, extensions };
  } else return 'nothing';
  const answer = await client.request(name, { thisDN, ...attributes });
  return `${thisDN} ${name} ${JSON.stringify(attributes)} ${answer.name} ${answer['errorCode'] ?? ''}`;
}

describe('supervision at random', () => {
  test.each(Array.from({ length: SEEDS }, (_, at) => at + 1))(
    '[SV12][SV16][SV17][SV18][SV19][SV21] seed %i: nobody observes a call in which nobody talks',
    async (seed) => {
      const scene = await saraSupervises(configuration);
      const random = new SeededRandom(seed);
      await scene.lena.disconnect();
      const lena = await supervisor(scene.centre, '1003');
      const staff = [scene.maya, scene.ben, lena, scene.sara];
      const story: string[] = [];
      const customers: SessionCustomer[] = [scene.alice];
      for (let step = 0; step < STEPS; step += 1) {
        story.push(await act(scene, random, staff, customers));
        scene.centre.clock.advance(100);
        const problems = [...orphans(scene), ...scene.centre.grammar.problems];
        if (problems.length > 0) expect([...story.slice(-6), ...problems]).toEqual([]);
      }
      expect(story.filter((line) => !line.includes('EventError')).length).toBeGreaterThan(30);
    },
  );
});
