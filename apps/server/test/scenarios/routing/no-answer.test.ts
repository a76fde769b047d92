import { strategySchema } from '@cordboard/shared/routing/strategy';
import { describe, expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { demoConfiguration } from '../../support/centre/test-world.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { supervisor } from '../../support/scenes/supervision-scene.ts';

type Change = Parameters<typeof demoConfiguration>[0];

/** Alice's chat rings at Maya, who is alone. */
async function rings(change: Change) {
  const centre = await ContactCentre.open({ configuration: demoConfiguration(change) });
  const maya = await DesktopClient.ready(centre, '1001');
  const alice = new PageCustomer(centre);
  await alice.say('Hello');
  await centre.settle();
  expect(maya.rung).toHaveLength(1);
  return { centre, maya, alice };
}

function option(file: Parameters<NonNullable<Change>>[0], where: 'login' | 'dn', options: object): void {
  if (where === 'login') {
    file.agentLogins = file.agentLogins.map((login) => (login.id === '1001' ? { ...login, options } : login));
    return;
  }
  for (const dn of file.directoryNumbers) {
    if (dn.type === 'extension' && dn.number === '1001') Object.assign(dn.options, options);
  }
}

/** 1111 waits for all agents, and says this about who does not answer. */
function asks(file: Parameters<NonNullable<Change>>[0], noAnswer: object): void {
  file.strategies = file.strategies.map((strategy) =>
    strategy.name !== 'Any Available Agent'
      ? strategy
      : strategySchema.parse({
          name: strategy.name,
          version: 2,
          start: 'queue',
          blocks: {
            queue: { type: 'queue', virtualQueue: 'VQ_Any', next: 'agent' },
            agent: { type: 'selectTarget', targets: [{ type: 'agentGroup', name: 'ALL_Agents' }], noAnswer },
          },
        }),
  );
}

describe('the time to answer', () => {
  test.each<[string, number, Change]>([
    ['the tenant', 30, (file) => Object.assign(file.tenant.options, { 'no-answer-timeout': 30 })],
    [
      'the DN',
      15,
      (file) => {
        Object.assign(file.tenant.options, { 'no-answer-timeout': 30 });
        option(file, 'dn', { 'no-answer-timeout': 15 });
      },
    ],
    [
      'the agent login',
      12,
      (file) => {
        option(file, 'dn', { 'no-answer-timeout': 15 });
        option(file, 'login', { 'no-answer-timeout': 12 });
      },
    ],
    [
      'the routing request',
      7,
      (file) => {
        option(file, 'login', { 'no-answer-timeout': 12 });
        asks(file, { timeoutSeconds: 7 });
      },
    ],
  ])('[CM3] [RT120] of %s counts before wider ones, and is told: %d s', async (_whose, seconds, change) => {
    const { centre, maya } = await rings(change);
    const noAnswerAt = centre.clock.now() + seconds * 1000;
    expect(maya.last('EventRinging').extensions).toMatchObject({ noAnswerAt });
    const asked = await maya.request('TQueryCall', { thisDN: '1001', connID: maya.rung[0] });
    expect(asked.extensions).toMatchObject({ noAnswerAt });
    await centre.pass(seconds - 0.5);
    expect(maya.all('EventReleased')).toHaveLength(0);
    await centre.pass(1);
    expect(maya.last('EventReleased')).toMatchObject({ callState: 7 });
  });

  test('[RT120] of 0 is never over', async () => {
    const { centre, maya } = await rings((file) => option(file, 'login', { 'no-answer-timeout': 0 }));
    expect(maya.last('EventRinging').extensions).not.toHaveProperty('noAnswerAt');
    await centre.pass(1200);
    expect(maya.all('EventReleased')).toHaveLength(0);
    expect((await maya.answer(maya.rung[0])).name).toBe('EventEstablished');
  });
});

describe('the agent who did not answer', () => {
  test('[RT121] notready, by default', async () => {
    const { centre, maya } = await rings(() => {});
    await centre.pass(21);
    expect(maya.last('EventAgentNotReady').reasons).toEqual({ ReasonCode: 'NoAnswer' });
  });

  test('[RT121] [RT122] none: he stays Ready, and what is recalled rings again at once', async () => {
    const { centre, maya } = await rings((file) => option(file, 'dn', { 'no-answer-action': 'none' }));
    await centre.pass(21);
    expect(maya.all('EventAgentNotReady', { agentWorkMode: 3 })).toHaveLength(0);
    expect(maya.rung).toHaveLength(2);
  });

  test('[RT121] logout: with nothing else at once, with another chat after it', async () => {
    const change: Change = (file) => option(file, 'login', { 'no-answer-action': 'logout' });
    const { centre, maya } = await rings(change);
    await maya.answer(maya.rung[0]);
    const bob = new PageCustomer(centre, 'sip:bob@example.net');
    await bob.say('Hi');
    await centre.pass(21);
    expect(maya.all('EventAgentLogout')).toHaveLength(0);
    expect(maya.last('EventAgentNotReady')).toMatchObject({ reasons: { ReasonCode: 'NoAnswer' } });
    expect((await maya.request('TAgentSetReady', { thisDN: '1001' })).name).toBe('EventError');
    await maya.release(maya.rung[0]);
    expect(maya.all('EventAgentLogout')).toHaveLength(1);

    const alone = await rings(change);
    await alone.centre.pass(21);
    expect(alone.maya.all('EventAgentLogout')).toHaveLength(1);
  });
});

describe('the call that nobody answered', () => {
  test('[RT122] recall: at the front of its queue, with its age', async () => {
    const { centre, maya } = await rings(() => {});
    const bob = new PageCustomer(centre, 'sip:bob@example.net');
    await centre.pass(21);
    await bob.say('Hi');
    const ben = await DesktopClient.ready(centre, '1002');
    expect(ben.rung[0]).toBe(maya.rung[0]);
  });

  test('[RT122] release: the customer’s interaction ends', async () => {
    const { centre } = await rings((file) => option(file, 'dn', { 'no-answer-overflow': ['release'] }));
    await centre.pass(21);
    const { calls, routeRequests } = centre.switchState;
    expect([calls.size, routeRequests.size]).toEqual([0, 0]);
  });

  test('[RT122] another routing point, whose strategy starts', async () => {
    const { centre, alice } = await rings((file) => option(file, 'dn', { 'no-answer-overflow': ['1113'] }));
    await centre.pass(21);
    expect(alice.shown.at(-1)).toContain('closed');
  });

  test('[RT122] an agent’s DN, whatever its state; who is not logged in is passed over', async () => {
    const { centre, maya } = await rings((file) =>
      option(file, 'dn', { 'no-answer-overflow': ['1003', '1002', 'release'] }),
    );
    const ben = await DesktopClient.connect(centre, '1002');
    await ben.logIn('1002');
    await centre.pass(21);
    expect(ben.rung).toEqual(maya.rung);
    expect(ben.last('EventRinging')).toMatchObject({ userData: { RTargetAgentSelected: '1002' } });
    expect((await ben.answer(ben.rung[0])).name).toBe('EventEstablished');
  });

  test('[RT122] none leaves it to the next wider setting', async () => {
    const { centre, alice } = await rings((file) => {
      option(file, 'login', { 'no-answer-overflow': ['none'] });
      option(file, 'dn', { 'no-answer-overflow': ['1113'] });
    });
    await centre.pass(21);
    expect(alice.shown.at(-1)).toContain('closed');
  });

  test('[RT122] the list of the routing request comes first', async () => {
    const { centre } = await rings((file) => {
      option(file, 'dn', { 'no-answer-overflow': ['1113'] });
      asks(file, { overflow: ['release'] });
    });
    await centre.pass(21);
    expect(centre.switchState.calls.size).toBe(0);
  });
});

describe('the first reply', () => {
  const within =
    (seconds: number, action: string): Change =>
    (file) =>
      Object.assign(file.tenant.options, { 'first-reply-timeout': seconds, 'first-reply-action': action });
  const notices = (client: DesktopClient) => client.all('EventPrivateInfo', { privateMsgID: 3006 });

  test('[RT123] late: the agent and his supervisor are told', async () => {
    const { centre, maya } = await rings(within(30, 'notice'));
    const sara = await supervisor(centre, '2001');
    await maya.answer(maya.rung[0]);
    await centre.pass(29);
    expect(notices(maya)).toHaveLength(0);
    await centre.pass(2);
    expect(notices(maya)).toHaveLength(1);
    expect(notices(sara)[0]).toMatchObject({
      thisDN: '2001',
      otherDN: '1001',
      extensions: { action: 'notice', seconds: 30, agentDN: '1001' },
    });
    expect(maya.all('EventReleased')).toHaveLength(0);
  });

  test('[RT123] in time: nothing happens', async () => {
    const { centre, maya } = await rings(within(30, 'requeue'));
    await maya.answer(maya.rung[0]);
    await centre.pass(10);
    await maya.say(maya.rung[0], 'Good morning');
    await centre.pass(120);
    expect(notices(maya)).toHaveLength(0);
    expect(maya.all('EventReleased')).toHaveLength(0);
  });

  test('[RT123] requeue: somebody else gets the customer; the time survives a crash', async () => {
    const { centre, maya } = await rings(within(30, 'requeue'));
    await maya.answer(maya.rung[0]);
    await centre.crash('kept');
    const again = await DesktopClient.connect(centre, '1001');
    const ben = await DesktopClient.ready(centre, '1002');
    await again.request('TAgentSetNotReady', { thisDN: '1001' });
    await centre.pass(31);
    expect(ben.rung).toEqual([maya.rung[0]]);
  });
});
