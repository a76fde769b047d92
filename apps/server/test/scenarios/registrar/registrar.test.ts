import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { demoConfiguration } from '../../support/centre/test-world.ts';
import { AccountCustomer } from '../../support/customers/account-customer.ts';

/** Contact values of the last answer, with the time that is left. */
function contactsOf(client: AccountCustomer): readonly string[] {
  return [...(client.raw.at(-1) ?? '').matchAll(/^Contact: (.*)$/gm)].map(([, value = '']) => value.trim());
}

function lastHeader(client: AccountCustomer, name: string): readonly string[] {
  const lines = (client.raw.at(-1) ?? '').split('\r\n');
  return lines.filter((line) => line.startsWith(`${name}: `)).map((line) => line.slice(name.length + 2));
}

describe('REGISTER', () => {
  let centre: ContactCentre;
  let alice: AccountCustomer;

  beforeEach(async () => {
    centre = await ContactCentre.open();
    alice = new AccountCustomer(centre, 'alice');
  });

  const ask = (...headers: readonly string[]) => alice.prove({ method: 'REGISTER', headers });
  const bindings = () => [...centre.switchState.bindings.values()].map(({ contact }) => contact);

  test('[RG2] adds a binding; the 200 lists all with the time that is left', async () => {
    expect((await alice.registerContact({ expires: 600 })).status).toBe(200);
    expect(contactsOf(alice)).toEqual([`<${alice.contact}>;expires=600`]);
    await centre.pass(100, 10);
    await ask('Contact: <sip:other@198.51.100.7:5070>;expires=120;q=0.5');
    expect(contactsOf(alice)).toEqual([
      `<${alice.contact}>;expires=500`,
      '<sip:other@198.51.100.7:5070>;expires=120;q=0.5',
    ]);
    expect(lastHeader(alice, 'Date')).toHaveLength(1);
  });

  test('[RG2] without Contact it asks; the same URI, however it is written, is refreshed', async () => {
    await ask('Contact: <sip:device@198.51.100.7:5070;transport=udp>', 'Expires: 300');
    await ask('Contact: <sip:%64evice@198.51.100.7:5070;transport=UDP>', 'Expires: 900');
    expect((await ask()).status).toBe(200);
    expect(contactsOf(alice)).toEqual(['<sip:%64evice@198.51.100.7:5070;transport=UDP>;expires=900']);
  });

  test('[RG3] Expires 0 removes what is named, the star everything', async () => {
    await ask('Contact: <sip:a@198.51.100.7>, <sip:b@198.51.100.7>, <sip:c@198.51.100.7>');
    await ask('Contact: <sip:b@198.51.100.7>;expires=0');
    expect(bindings()).toEqual(['sip:a@198.51.100.7', 'sip:c@198.51.100.7']);
    expect((await ask('Contact: *', 'Expires: 0')).status).toBe(200);
    expect(contactsOf(alice)).toEqual([]);
    expect(centre.switchState.bindings.size).toBe(0);
    expect([...centre.switchState.deadlines.values()].filter(({ kind }) => kind === 'binding')).toEqual([]);
  });

  test.each([
    ['the star without Expires', ['Contact: *'], 400],
    ['the star with another Expires', ['Contact: *', 'Expires: 60'], 400],
    ['the star beside others', ['Contact: *, <sip:a@b.example>', 'Expires: 0'], 400],
    ['an expiry below a minute', ['Contact: <sip:a@b.example>', 'Expires: 59'], 423],
    ['an expiry below a minute at the contact', ['Contact: <sip:a@b.example>;expires=1', 'Expires: 600'], 423],
    ['another scheme', ['Contact: <mailto:a@b.example>'], 400],
    ['a contact that is too long', [`Contact: <sip:${'a'.repeat(520)}@b.example>`], 400],
    ['eleven contacts', [`Contact: ${Array.from({ length: 11 }, (_, n) => `<sip:a${n}@b.example>`).join(', ')}`], 403],
    ['a malformed Path', ['Contact: <sip:a@b.example>', 'Path: <sip:'], 400],
    ['an extension that is not known', ['Contact: <sip:a@b.example>', 'Require: gin'], 420],
    ['one good contact and one that is too brief', ['Contact: <sip:a@b.example>, <sip:b@b.example>;expires=5'], 423],
  ])('[RG3][RG4] %s is refused, and nothing changes', async (_what, headers, status) => {
    expect((await ask(...headers)).status).toBe(status);
    expect(lastHeader(alice, 'Min-Expires')).toEqual(status === 423 ? ['60'] : []);
    expect(centre.switchState.bindings.size).toBe(0);
  });

  test.each([
    ['Expires: 7200', '3600'],
    ['Expires: soon', '3600'],
    ['Expires: 4294967296', '3600'],
    ['Expires: 60', '60'],
  ])('[RG4] %s is granted as %s s', async (header, granted) => {
    expect((await ask('Contact: <sip:a@b.example>', header)).status).toBe(200);
    expect(contactsOf(alice)).toEqual([`<sip:a@b.example>;expires=${granted}`]);
  });

  test('[RG5] with the same Call-ID only a higher CSeq changes something; a repeat is answered again', async () => {
    await alice.registerContact();
    const { cseq } = [...centre.switchState.bindings.values()][0] ?? { cseq: 0 };
    const late = async (number: number, expires: number) => {
      const challenge = alice.nonce?.challenge;
      const nonce = challenge?.nonce ?? '';
      const sent = await alice.ask(
        {
          method: 'REGISTER',
          cseq: number,
          headers: [`Contact: <${alice.contact}>`, `Expires: ${expires}`],
          digest: { nonce, nc: 20 + number },
        },
        challenge,
      );
      return sent.status;
    };
    expect(await late(cseq - 1, 0)).toBe(500);
    expect(await late(cseq, 0)).toBe(200);
    expect(bindings()).toEqual([alice.contact]);
    expect(await late(cseq + 1, 0)).toBe(200);
    expect(bindings()).toEqual([]);
  });

  test('[RG6] nobody registers for another; a domain or user that is not ours is refused', async () => {
    const other = await alice.prove({ method: 'REGISTER', to: 'bob', headers: ['Contact: <sip:a@b.example>'] });
    expect(other.status).toBe(403);
    const elsewhere = await alice.prove({ method: 'REGISTER', requestUri: 'sip:example.net' });
    expect(elsewhere.status).toBe(404);
    expect(centre.switchState.bindings.size).toBe(0);
  });

  test('[RG7] the eleventh binding takes the place of the one that was refreshed longest ago', async () => {
    for (let device = 0; device < 11; device += 1) {
      await ask(`Contact: <sip:d${device}@198.51.100.7>`);
      await centre.pass(1);
    }
    expect(bindings()).toHaveLength(10);
    expect(bindings()).not.toContain('sip:d0@198.51.100.7');
  });

  test('[RG8] a binding ends at its time, also when a restart came in between; UDP bindings survive it', async () => {
    await alice.registerContact({ expires: 120 });
    await centre.pass(60, 10);
    await centre.crash('kept');
    expect(bindings()).toEqual([alice.contact]);
    await centre.pass(59, 10);
    expect(bindings()).toEqual([alice.contact]);
    await centre.pass(1);
    expect(bindings()).toEqual([]);
  });

  test('[RG8] the 200 comes when the binding is stored', async () => {
    const slow = await ContactCentre.open({ manualStore: true });
    await slow.store.flush();
    await slow.settle();
    const carol = new AccountCustomer(slow, 'carol');
    const sent = await carol.registerContact();
    expect(sent.status).toBeUndefined();
    await slow.store.flush();
    await slow.settle();
    expect(sent.status).toBe(200);
  });

  test('[RG9] a connection that ends takes its bindings with it, at once and after a restart', async () => {
    const web = new AccountCustomer(centre, 'bob', { transport: 'WS' });
    await web.registerContact();
    expect(centre.switchState.bindings.size).toBe(1);
    centre.cut(web.flow);
    await centre.settle();
    expect(centre.switchState.bindings.size).toBe(0);
    const again = new AccountCustomer(centre, 'bob', { transport: 'WS' });
    await again.registerContact();
    await centre.crash('kept');
    expect(centre.switchState.bindings.size).toBe(0);
  });

  test('[RG10] instance and reg-id name a flow: a new connection takes the place of the old one', async () => {
    const parameters = ';+sip.instance="<urn:uuid:0001>";reg-id=1';
    const headers = ['Supported: path, outbound'];
    const web = new AccountCustomer(centre, 'alice', { transport: 'WS' });
    await web.registerContact({ parameters, headers });
    expect(lastHeader(web, 'Require')).toEqual(['outbound']);
    expect(lastHeader(web, 'Flow-Timer')).toEqual(['120']);
    expect(contactsOf(web)).toEqual([`<${web.contact}>;expires=3600;+sip.instance="<urn:uuid:0001>";reg-id=1`]);
    const again = new AccountCustomer(centre, 'alice', { transport: 'WS' });
    await again.registerContact({ parameters, headers });
    await again.registerContact({ parameters: parameters.replace('reg-id=1', 'reg-id=2'), headers });
    const flows = [...centre.switchState.bindings.values()].map(({ regId, flow }) => [regId, flow.id]);
    expect(flows).toEqual([
      [1, again.flow.id],
      [2, again.flow.id],
    ]);
  });

  test('[RG10] without outbound reg-id means nothing; several flows at once are refused, and a proxy that keeps none', async () => {
    await alice.registerContact({ parameters: ';+sip.instance="<urn:uuid:1>";reg-id=1' });
    expect(lastHeader(alice, 'Require')).toEqual([]);
    const flow = (number: number) => `<sip:a@b.example>;+sip.instance="<urn:uuid:1>";reg-id=${number}`;
    const several = { contact: `${flow(1)}, ${flow(2)}`, headers: ['Supported: outbound'] };
    expect((await alice.registerContact(several)).status).toBe(400);
    const proxied = { contact: flow(1), headers: ['Supported: outbound', 'Via: SIP/2.0/UDP 10.0.0.9;branch=z9hG4bKx'] };
    await alice.registerContact(proxied);
    expect(alice.raw.at(-1)).toMatch(/^SIP\/2.0 439 /);
    const path = ['Path: <sip:edge.example;lr;ob>'];
    await alice.registerContact({ ...proxied, headers: [...proxied.headers, ...path] });
    expect(alice.raw.at(-1)).toMatch(/^SIP\/2.0 200 /);
  });
});

describe('customers who are registered', () => {
  test('[RG11] an agent calls an account where it is registered: by its contact, along its path, on its flow', async () => {
    const centre = await ContactCentre.open();
    const maya = await DesktopClient.ready(centre, '1001');
    const alice = new AccountCustomer(centre, 'alice');
    await alice.registerContact({ headers: ['Path: <sip:edge.example;lr>'] });
    expect(lastHeader(alice, 'Path')).toEqual(['<sip:edge.example;lr>']);
    await maya.request('TMakeCall', { thisDN: '1001', otherDN: 'alice', extensions: { im: 'Hello Alice.' } });
    await centre.settle();
    expect(alice.shown).toEqual(['[Maya/1001] Hello Alice.']);
    const [message] = alice.messages;
    expect(message?.startLine).toBe(`MESSAGE ${alice.contact} SIP/2.0`);
    expect(message?.headers.get('route')).toBe('<sip:edge.example;lr>');
    expect(message?.headers.get('from')).toMatch(/^<sip:1111@localhost>;tag=/);
    expect(message?.headers.get('to')).toBe('<sip:alice@localhost>');
    expect(maya.all('EventEstablished')).toHaveLength(1);
    await alice.say('Hello Maya.');
    expect(maya.texts).toEqual(['Hello Alice.', 'Hello Maya.']);
    expect(centre.switchState.calls.size).toBe(1);
  });

  test('[RG11] an account that is not registered and did not write lately cannot be called', async () => {
    const centre = await ContactCentre.open();
    const maya = await DesktopClient.ready(centre, '1001');
    await maya.request('TMakeCall', { thisDN: '1001', otherDN: 'bob', extensions: { im: 'Hello?' } });
    expect(maya.all('EventDestinationBusy')).toHaveLength(1);
  });

  test('[RG15] a GRUU means one client of an account, public or temporary, and ends with it', async () => {
    const centre = await ContactCentre.open();
    const maya = await DesktopClient.ready(centre, '1001');
    const gruus: Record<string, readonly string[]> = {};
    const clients = await Promise.all(
      ['0001', '0002'].map(async (id) => {
        const client = new AccountCustomer(centre, 'alice');
        await client.registerContact({ parameters: `;+sip.instance="<urn:uuid:${id}>"`, headers: ['Supported: gruu'] });
        const own = contactsOf(client).find((value) => value.includes(client.contact)) ?? '';
        gruus[id] = [/pub-gruu="([^"]*)"/, /temp-gruu="([^"]*)"/].map((pattern) => pattern.exec(own)?.[1] ?? '');
        return client;
      }),
    );
    expect(gruus['0001']?.[0]).toBe('sip:alice@localhost;gr=urn:uuid:0001');
    expect(gruus['0001']?.[1]).toMatch(/^sip:tgruu\.[0-9a-f.]{49}@localhost;gr$/);
    const call = async (otherDN: string) => {
      await maya.request('TMakeCall', { thisDN: '1001', otherDN, extensions: { im: 'You?' } });
      await centre.settle();
      const connID = maya.last('EventDialing')['connID'];
      await maya.request('TReleaseCall', { thisDN: '1001', connID });
      return clients.map(({ shown }) => shown.length);
    };
    expect(await call(gruus['0001']?.[0] ?? '')).toEqual([1, 0]);
    expect(await call(gruus['0002']?.[1] ?? '')).toEqual([1, 1]);
    expect(maya.last('EventDialing')).toMatchObject({ otherDN: 'alice' });
    // A client that is not there: the other one is not asked.
    if (clients[0] !== undefined) clients[0].reply = { status: 480 };
    expect(await call(gruus['0001']?.[1] ?? '')).toEqual([1, 1]);
    await clients[0]?.registerContact({ expires: 0, parameters: ';+sip.instance="<urn:uuid:0001>"' });
    expect(await call(gruus['0001']?.[0] ?? '')).toEqual([1, 1]);
    expect(maya.last('EventDestinationBusy')).toMatchObject({ otherDN: 'alice' });
    const gone = await maya.request('TMakeCall', { thisDN: '1001', otherDN: gruus['0001']?.[1] ?? '' });
    expect(gone.name).toBe('EventError');
  });

  test('[RG12] answers go where the customer wrote from; when that is gone, to his binding', async () => {
    const centre = await ContactCentre.open();
    const maya = await DesktopClient.ready(centre, '1001');
    const phone = new AccountCustomer(centre, 'alice');
    await phone.registerContact();
    const web = new AccountCustomer(centre, 'alice', { transport: 'WS' });
    await web.say('I am at my desk.');
    await maya.answer(maya.rung[0]);
    await maya.say(maya.rung[0], 'Good.');
    expect([web.shown, phone.shown]).toEqual([['[Maya/1001] Good.'], []]);
    centre.cut(web.flow);
    await maya.say(maya.rung[0], 'Are you still there?');
    await centre.settle();
    expect(phone.shown).toEqual(['[Maya/1001] Are you still there?']);
    expect(phone.messages[0]?.startLine).toBe(`MESSAGE ${phone.contact} SIP/2.0`);
  });

  test('[RG12] a client that is not there: the text goes to the next binding, each once, and waits when none takes it', async () => {
    const centre = await ContactCentre.open();
    const maya = await DesktopClient.ready(centre, '1001');
    const [first, second, third] = [1, 2, 3].map(() => new AccountCustomer(centre, 'alice'));
    if (first === undefined || second === undefined || third === undefined) return;
    for (const client of [second, third]) await client.registerContact();
    await first.say('Hi.');
    await maya.answer(maya.rung[0]);
    first.reply = null;
    third.reply = { status: 480 };
    second.reply = { status: 408 };
    await maya.say(maya.rung[0], 'Hello?');
    await centre.pass(35);
    expect([second.messages.length, third.messages.length]).toEqual([1, 1]);
    expect(maya.all('EventPrivateInfo', { privateMsgID: 3004 })).toEqual([]);
    second.reply = { status: 200 };
    first.reply = { status: 200 };
    await first.say('Now I am back.');
    expect(first.shown).toEqual(['[Maya/1001] Hello?']);
    first.reply = { status: 480 };
    await maya.say(maya.rung[0], 'Good.');
    expect(second.shown).toEqual(['[Maya/1001] Good.']);
    expect(maya.all('EventPrivateInfo', { privateMsgID: 3004 }).at(-1)).toMatchObject({
      extensions: { state: 'sent' },
    });
  });

  test('[RG12] who registers again after his connection was lost gets what has waited', async () => {
    const centre = await ContactCentre.open();
    const maya = await DesktopClient.ready(centre, '1001');
    const web = new AccountCustomer(centre, 'alice', { transport: 'WS' });
    await web.say('Hi.');
    await maya.answer(maya.rung[0]);
    centre.cut(web.flow);
    await maya.say(maya.rung[0], 'One moment.');
    expect(web.shown).toEqual([]);
    const again = new AccountCustomer(centre, 'alice', { transport: 'WS' });
    await again.registerContact();
    await centre.settle();
    expect(again.shown).toEqual(['[Maya/1001] One moment.']);
  });

  test('[RG13] the DN of an agent with a SIP endpoint registers too, and can then be routed to', async () => {
    const centre = await ContactCentre.open();
    const tom = new AccountCustomer(centre, '1005');
    expect((await tom.registerContact()).status).toBe(200);
    expect([...centre.switchState.bindings.values()].map(({ aor }) => aor)).toEqual(['1005']);
    const configuration = demoConfiguration((file) => {
      for (const dn of file.directoryNumbers)
        if (dn.number === '1005' && dn.type === 'extension') dn.options['sip-signaling-chat'] = 'none';
    });
    const other = await ContactCentre.open({ configuration });
    expect((await new AccountCustomer(other, '1005').registerContact()).status).toBe(403);
  });
});
