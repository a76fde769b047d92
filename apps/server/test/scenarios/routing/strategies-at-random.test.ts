import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deadlineId } from '../../../src/domain/call-model/deadline.ts';
import { DesktopClient, transcriptOf } from '../../support/agents/desktop-client.ts';
import type { ContactCentre } from '../../support/centre/contact-centre.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { SessionCustomer } from '../../support/customers/session-customer.ts';
import { centreWith } from '../../support/scenes/strategy-centre.ts';

const IDS = ['a', 'b', 'c', 'd', 'e', 'f', 'g'] as const;
/** Now and then a block that does not exist. */
const next = fc.constantFrom(...IDS, ...IDS, ...IDS, 'gone');
const expression = fc.constantFrom(
  'Text = "1"',
  'Number > 2',
  'Data("Missing") > 1',
  'Missing = 1',
  'StatAgentsReady("ALL_Agents") > 0',
  'StatAgentsReady("Nobody") > 0',
  'WaitedSeconds() > 5',
  '1 / 0 = 1',
  'Hour("Office") > 12',
  ')(',
);
const seconds = fc.constantFrom(1, 3, 10);
const text = fc.constantFrom('Hello', '{Text}', '{Missing} {data.IM_Text}', '');
const target = fc.oneof(
  fc.constant({ type: 'agentGroup', name: 'ALL_Agents' }),
  fc.record({ type: fc.constant('agentGroup'), name: fc.constantFrom('ALL_Agents', 'Gone'), timeoutSeconds: seconds }),
  fc.record({ type: fc.constant('agent'), name: fc.constantFrom('1001', '9999'), timeoutSeconds: seconds }),
  fc.record({
    type: fc.constant('skill'),
    expression: fc.constantFrom('sales >= 8', 'Skill($Text) > 1', 'Skill($Missing) > 1', 'billing >'),
    timeoutSeconds: seconds,
    threshold: expression,
    clear: fc.boolean(),
  }),
  fc.record({ type: fc.constant('routingPoint'), name: fc.constantFrom('1111', '1112', '1119') }),
  fc.record({ type: fc.constant('externalDn'), name: fc.constantFrom('sip:nobody@example.com', 'x') }),
);
const collection = {
  totalTimeoutSeconds: seconds,
  variable: fc.constantFrom('Text', 'Number', 'Missing'),
  timedOut: next,
};

/** Any block, sensible or not. */
const block = fc.oneof(
  fc.record({ type: fc.constant('if'), condition: expression, whenTrue: next, whenFalse: next }),
  fc.record({
    type: fc.constant('switch'),
    on: expression,
    cases: fc.constant([{ equals: true, next: 'a' }]),
    otherwise: next,
  }),
  fc.record({
    type: fc.constant('businessHours'),
    calendar: fc.constantFrom('Office', 'Gone'),
    open: next,
    closed: next,
  }),
  fc.record({
    type: fc.constant('assign'),
    assignments: fc.constantFrom(
      [{ variable: 'Number', value: { expression: 'Number + 1' } }],
      [{ variable: 'Number', value: { text: 'many' } }],
      [{ variable: 'Missing', value: { text: 'x' } }],
    ),
    next,
  }),
  fc.record({ type: fc.constant('playAnnouncement'), text, next }),
  fc.record({ type: fc.constant('collectDigits'), ...collection, next }),
  fc.record({ type: fc.constant('playAnnouncementAndDigits'), text, ...collection, next }),
  fc.record({ type: fc.constant('treatment'), treatment: fc.constant('Music'), next, notApplied: next }),
  fc.record({ type: fc.constant('queue'), virtualQueue: fc.constantFrom('VQ_Any', 'VQ_Any', 'VQ_Gone'), next }),
  fc.record({
    type: fc.constant('selectTarget'),
    targets: fc.array(target, { minLength: 1, maxLength: 3 }),
    timedOut: next,
  }),
  fc.record({ type: fc.constant('selectTarget'), targets: fc.array(target, { minLength: 1, maxLength: 3 }) }),
  fc.record({ type: fc.constant('priority'), priority: fc.constantFrom('Number', 'Text', '5'), next }),
  fc.record({ type: fc.constant('lastAgent'), timeoutSeconds: seconds, unavailable: next }),
  fc.record({
    type: fc.constant('positionAnnouncement'),
    text: fc.constant('Number {position}'),
    everySeconds: fc.constant(10),
    next,
  }),
  fc.record({
    type: fc.constant('leaveMessage'),
    text,
    totalTimeoutSeconds: seconds,
    agentGroup: fc.constantFrom('ALL_Agents', 'Gone'),
    next,
    timedOut: next,
  }),
  fc.record({
    type: fc.constant('route'),
    destination: fc.constantFrom(
      { type: 'routingPoint', number: '1112' },
      { type: 'routingPoint', number: '1119' },
      { type: 'externalDn', number: 'sip:nobody@example.com' },
    ),
  }),
  fc.record({ type: fc.constant('end'), text }),
  fc.record({ type: fc.constant('default'), destination: fc.constantFrom('1111', '1119', '1001', 'gone') }),
);
const strategy = fc.record({
  start: next,
  variables: fc.constant({ Text: { type: 'string' }, Number: { type: 'number' } }),
  blocks: fc.tuple(...IDS.map(() => block)).map((blocks) => Object.fromEntries(IDS.map((id, at) => [id, blocks[at]]))),
  defaultDestination: fc.constantFrom('1111', '1002', '1119', 'gone'),
});

const who = fc.nat(2);
const act = fc.oneof(
  { weight: 5, arbitrary: fc.record({ name: fc.constant('say' as const), who }) },
  { weight: 1, arbitrary: fc.record({ name: fc.constant('leave' as const), who }) },
  { weight: 4, arbitrary: fc.record({ name: fc.constant('pass' as const), seconds: fc.constantFrom(0.5, 2, 7, 31) }) },
  { weight: 2, arbitrary: fc.record({ name: fc.constant('answer' as const) }) },
  { weight: 1, arbitrary: fc.record({ name: fc.constant('decline' as const) }) },
  { weight: 1, arbitrary: fc.record({ name: fc.constant('release' as const) }) },
  { weight: 1, arbitrary: fc.record({ name: fc.constant('crash' as const) }) },
);

/** Everybody in the building knows of each customer where he is, and what comes next for him. */
function nobodyIsLost({ switchState }: ContactCentre): void {
  const { calls, routeRequests, deadlines } = switchState;
  const isDue = (kind: Parameters<typeof deadlineId>[0], id: string) =>
    deadlines.get(deadlineId(kind, id)) !== undefined;
  for (const call of calls.values()) {
    const request = routeRequests.get(call.id);
    if (request === undefined) {
      expect(call.parties.map(({ state }) => state)).not.toEqual([]);
      continue;
    }
    if (request.offeredTo !== null) continue;
    expect(request.run.name === 'treating' || request.run.name === 'waiting').toBe(true);
    if (request.treatment !== null) expect(isDue('treatmentTimeout', call.id)).toBe(true);
    else {
      expect(request.targets).not.toEqual([]);
      expect(isDue('selectTimeout', call.id)).toBe(request.timesOutAt !== null);
    }
  }
}

test('[RT20] [RT27] [RT61] [RT62] whatever a strategy says and a customer does: nobody is lost, each text is read once and in order', async () => {
  await fc.assert(
    fc.asyncProperty(strategy, strategy, fc.array(act, { minLength: 5, maxLength: 30 }), async (one, other, acts) => {
      const centre = await centreWith({ 1112: one, 1113: other });
      let agents = [await DesktopClient.ready(centre, '1001'), await DesktopClient.ready(centre, '1002')];
      const pages = [new PageCustomer(centre, 'sip:p0@example.net'), new PageCustomer(centre, 'sip:p1@example.net')];
      const session = new SessionCustomer(centre, 'sip:s@example.net');
      let isInSession = false;
      let said = 0;
      for (const step of acts) {
        if (step.name === 'pass') await centre.pass(step.seconds);
        else if (step.name === 'crash') {
          await centre.crash();
          agents = [await DesktopClient.connect(centre, '1001'), await DesktopClient.connect(centre, '1002')];
        } else if (step.name === 'say') {
          const page = pages[step.who];
          said += 1;
          if (page !== undefined) await page.say(`t${said}`, { to: step.who === 0 ? '1112' : '1113' });
          else {
            if (!isInSession || session.byes.length > 0) {
              session.byes.length = 0;
              session.reconnect();
              isInSession = (await session.invite({ to: '1112' })).status === 200;
            }
            if (isInSession) await session.say(`t${said}`);
          }
        } else if (step.name === 'leave') {
          if (isInSession) await session.bye();
          isInSession = false;
        } else {
          for (const agent of agents) await actOf(centre, agent, step.name);
        }
        nobodyIsLost(centre);
      }
    }),
    { numRuns: 60, seed: 42 },
  );
});

/** The agent takes, declines or ends the first call on his DN that he can; what he reads at the answer is all that was written. */
async function actOf(
  centre: ContactCentre,
  agent: DesktopClient,
  what: 'answer' | 'decline' | 'release',
): Promise<void> {
  const { dn } = agent;
  const state = what === 'release' ? 'established' : 'ringing';
  const [call] = centre.switchState.callsByDn
    .get(dn)
    .filter(({ parties }) => parties.some((party) => party.dn === dn && party.state === state));
  if (call === undefined) return;
  if (what !== 'answer') {
    await agent.release(call.id);
    return;
  }
  agent.clear();
  await agent.answer(call.id);
  const numbers = (texts: readonly unknown[]) => texts.map(String).filter((im) => /^t\d+$/.test(im));
  const written = numbers(centre.switchState.transcripts.of(call.id).map(({ im }) => im));
  const read = numbers([...transcriptOf(agent.last('EventPrivateInfo', { privateMsgID: 3005 })), ...agent.texts]);
  expect(read).toEqual(written);
}
