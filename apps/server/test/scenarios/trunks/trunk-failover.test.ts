import { beforeEach, describe, expect, test } from 'vitest';
import { fail, succeed } from '../../../src/base/result.ts';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { demoConfiguration } from '../../support/centre/test-world.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { SessionCustomer } from '../../support/customers/session-customer.ts';

const BOB = 'sip:bob@partner.example';

/** Longer than a request of ours is repeated. */
const SILENCE_SECONDS = 34;

describe('a trunk whose peer has two servers', () => {
  let centre: ContactCentre;
  let first: PageCustomer;
  let second: PageCustomer;
  let maya: DesktopClient;

  beforeEach(async () => {
    const configuration = demoConfiguration((file) =>
      file.directoryNumbers.push({
        ...{ type: 'trunk', number: '1901', domains: ['partner.example'], addresses: [], checkSeconds: 30 },
        ...{ contact: 'sip:one.partner.example', contacts: ['sip:two.partner.example'] },
      }),
    );
    let isOpen = false;
    centre = await ContactCentre.open({
      configuration,
      ways: {
        open: async ({ host }, tried = []) => {
          if (!isOpen) return fail('no address');
          const { flow } = host.startsWith('one') ? first : second;
          const target = { transport: 'UDP', address: flow.remoteAddress, port: flow.remotePort, host } as const;
          if (tried.some((other) => other.host === host)) return fail('no address');
          return succeed({ target, flow });
        },
        failed: () => {},
      },
    });
    first = new PageCustomer(centre, BOB);
    second = new PageCustomer(centre, BOB);
    isOpen = true;
    maya = await DesktopClient.ready(centre, '1001');
  });

  const options = (server: PageCustomer) =>
    server.byes.filter(({ startLine }) => startLine.startsWith('OPTIONS')).length;
  const nextCheck = () => centre.pass(31, 1);
  const silence = (server: PageCustomer) => {
    server.reply = null;
    server.otherReply = null;
  };
  /** Maya has called Bob, who has the first text. */
  const talk = async () => {
    await nextCheck();
    const dialled = await maya.request('TMakeCall', {
      ...{ thisDN: '1001', otherDN: 'bob@partner.example' },
      extensions: { im: 'Hello Bob' },
    });
    await centre.settle();
    return String(dialled.connID);
  };
  const lastState = () =>
    maya.events.filter((event) => event.name === 'EventPrivateInfo' && event.privateMsgID === 3004).at(-1)
      ?.extensions?.['state'];

  test('[TK17] the second is used when the first does not answer; once that does, it is the one again', async () => {
    silence(first);
    await nextCheck();
    await centre.pass(SILENCE_SECONDS, 1);
    await talk();
    expect([first.shown, second.shown]).toEqual([[], ['[Maya/1001] Hello Bob']]);
    first.reply = { status: 200 };
    first.otherReply = { status: 200 };
    await centre.pass(70, 1);
    await maya.say(maya.last('EventEstablished')['connID'], 'Still there?');
    await centre.settle();
    expect(first.shown).toEqual(['[Maya/1001] Still there?']);
  });

  test('[TK17] a text that the first does not answer goes to the second, and so does what follows', async () => {
    const connID = await talk();
    expect(first.shown).toEqual(['[Maya/1001] Hello Bob']);
    silence(first);
    await maya.say(connID, 'One');
    await maya.say(connID, 'Two');
    await centre.pass(2 * SILENCE_SECONDS, 1);
    expect(second.shown).toEqual(['[Maya/1001] One', '[Maya/1001] Two']);
    expect(lastState()).toBe('sent');
    expect((await second.say('Both are here')).status).toBe(200);
    expect(maya.texts.at(-1)).toBe('Both are here');
  });

  test('[TK17] while none answers a text waits, and goes out once one does', async () => {
    const connID = await talk();
    silence(first);
    silence(second);
    await maya.say(connID, 'One');
    await centre.pass(SILENCE_SECONDS, 1);
    second.reply = { status: 200 };
    second.otherReply = { status: 200 };
    await centre.pass(2 * SILENCE_SECONDS, 1);
    expect(second.shown).toEqual(['[Maya/1001] One']);
    expect(lastState()).toBe('sent');
  });

  test('[TK17] texts that no server takes fail, and are not tried for ever', async () => {
    const connID = await talk();
    first.reply = null;
    second.reply = null;
    await maya.say(connID, 'One');
    await centre.pass(8 * SILENCE_SECONDS, 1);
    expect(lastState()).toBe('failed');
    const branches = [...first.messages, ...second.messages].map(({ headers }) => headers.get('via'));
    expect(new Set(branches).size).toBeLessThanOrEqual(4);
  });

  test('[TK17] sessions go on over a new connection of the peer', async () => {
    first.flow = centre.openFlow('TCP', first);
    await nextCheck();
    const bob = new SessionCustomer(centre, BOB, 'TCP');
    await bob.invite();
    await bob.say('Hello');
    const connID = maya.last('EventRinging')['connID'];
    await maya.answer(connID);
    centre.cut(bob.flow);
    const former = first.flow;
    first.flow = centre.openFlow('TCP', first);
    centre.cut(former);
    await centre.pass(2, 1);
    await maya.say(connID, 'Are you there?');
    await centre.settle();
    expect(first.shown).toEqual(['[Maya/1001] Are you there?']);
  });

  test('[TK18] a server that asks to be left alone is not asked before that time is over', async () => {
    const busy = { status: 503, headers: ['Retry-After: 120 (maintenance)'] };
    first.otherReply = busy;
    second.otherReply = busy;
    await nextCheck();
    const asked = options(first) + options(second);
    await centre.pass(115, 1);
    expect(options(first) + options(second)).toBe(asked);
    await centre.pass(10, 1);
    expect(options(first)).toBeGreaterThan(1);
  });
});
