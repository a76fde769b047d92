import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FakeSipServer, header } from '../testing/fake-sip-server.ts';
import { createFakeWebSocket } from '../testing/fake-web-socket.ts';
import { Conversation } from './conversation.ts';
import { ownTexts } from './conversation-reducer.ts';
import { ConversationStore, type KeptTexts } from './conversation-store.ts';
import { SipConversation } from './sip-conversation.ts';

class Tab implements KeptTexts {
  readonly #texts = new Map<string, string>();
  isFull = false;
  getItem(key: string) {
    return this.#texts.get(key) ?? null;
  }
  setItem(key: string, text: string) {
    if (this.isFull) throw new Error('full');
    this.#texts.set(key, text);
  }
}

let server: FakeSipServer;
let tab: Tab;
let isServerUp: boolean;

function openPage(): Conversation {
  const store = new ConversationStore(tab, 'k');
  const conversation = new Conversation(
    store,
    (listener) =>
      new SipConversation(
        {
          guest: store.state.guest,
          routingPoint: '1111',
          host: 'contact.example',
          transport: {
            url: 'ws://contact.example/sip',
            createSocket: () => createFakeWebSocket(isServerUp ? server : new FakeSipServer(), isServerUp),
          },
        },
        listener,
      ),
  );
  conversation.resume();
  return conversation;
}

const pass = (ms = 100) => vi.advanceTimersByTimeAsync(ms);
const states = (conversation: Conversation) => ownTexts(conversation.store.state).map((own) => own.delivery.state);
const heard = (conversation: Conversation) =>
  conversation.store.state.transcript.flatMap((entry) => (entry.kind === 'received' ? [entry.text] : []));
const written = () => server.texts.map(({ text }) => text);
const lastOf = (method: string) => {
  const last = server.requests(method).at(-1);
  if (!last) throw new Error(`no ${method}`);
  return last;
};

async function openConversation(): Promise<Conversation> {
  const conversation = openPage();
  conversation.start('Jo');
  await pass();
  expect(conversation.link).toBe('ready');
  return conversation;
}

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeSipServer();
  tab = new Tab();
  isServerUp = true;
});

afterEach(() => {
  vi.useRealTimers();
});

it('[WC1] [WC2] [WC3] the INVITE calls the routing point as an anonymous guest', async () => {
  const conversation = openPage();
  conversation.start('Jo "Q" Fischer\r\nX: y');
  await pass();
  const invite = lastOf('INVITE');
  expect(invite.startLine).toBe('INVITE sip:1111@contact.example SIP/2.0');
  expect(header(invite, 'From')).toMatch(
    /^"Jo {2}Q {2}Fischer {2}X: y" <sip:guest-[a-z0-9]{12}@anonymous\.invalid>;tag=/,
  );
  expect(invite.body).toContain('m=message 9 sip null');
});

it('[WC4] [WC5] texts written before the answer follow as MESSAGE with an id each', async () => {
  const conversation = openPage();
  conversation.start('');
  conversation.write('Hello ü 🙂');
  expect(states(conversation)).toEqual(['waiting']);
  await pass();
  expect(states(conversation)).toEqual(['sent']);
  expect(written()).toEqual(['Hello ü 🙂']);
  const message = lastOf('MESSAGE');
  expect(header(message, 'Content-Type')).toBe('text/plain;charset=utf-8');
  expect(header(message, 'Cordboard-Message-ID')).toMatch(/^[a-z0-9]{24}$/);
});

it('[WC6] one MESSAGE is in flight, in order', async () => {
  const conversation = await openConversation();
  server.plannedAnswers.push({ method: 'MESSAGE', answer: 'silence' });
  for (const text of ['one', 'two', 'three']) conversation.write(text);
  await pass();
  expect(server.requests('MESSAGE')).toHaveLength(1);
  expect(states(conversation)).toEqual(['sending', 'waiting', 'waiting']);
  server.dropFlows();
  await pass(3_000);
  expect(written()).toEqual(['one', 'two', 'three']);
});

it('[WC7] [WC18] a text in flight when the socket dies is repeated with its id after a re-INVITE', async () => {
  const conversation = await openConversation();
  server.plannedAnswers.push({ method: 'MESSAGE', answer: 'silence' });
  conversation.write('Hello');
  await pass();
  server.dropFlows();
  await pass(50);
  expect(conversation.link).toBe('interrupted');
  await pass(3_000);
  const [first, second] = server.requests('MESSAGE').map((message) => header(message, 'Cordboard-Message-ID'));
  expect(second).toBe(first);
  expect(states(conversation)).toEqual(['sent']);
  expect(server.requests('INVITE')).toHaveLength(2);
  expect(header(lastOf('INVITE'), 'To')).toContain(';tag=');
  // The transaction of the lost MESSAGE ends after 32 s; that must not disturb what goes on.
  await pass(40_000);
  expect(states(conversation)).toEqual(['sent']);
  expect(conversation.link).toBe('ready');
});

it('[WC8] Retry-After holds the text and the ones behind it', async () => {
  const conversation = await openConversation();
  server.plannedAnswers.push({ method: 'MESSAGE', answer: { statusCode: 503, headers: ['Retry-After: 7'] } });
  conversation.write('one');
  conversation.write('two');
  await pass(6_500);
  expect(states(conversation)).toEqual(['waiting', 'waiting']);
  await pass(1_000);
  expect(written()).toEqual(['one', 'two']);
});

it('[WC9] [WC11] a text refused as too long fails and the next one goes', async () => {
  const conversation = await openConversation();
  server.plannedAnswers.push({ method: 'MESSAGE', answer: { statusCode: 413 } });
  conversation.write('one');
  conversation.write('two');
  await pass();
  expect(states(conversation)).toEqual(['failed', 'sent']);
  const failed = ownTexts(conversation.store.state)[0];
  conversation.repeat(failed?.messageId ?? '');
  await pass();
  expect(written()).toEqual(['two', 'one']);
});

it('[WC10] [WC20] 481 ends the conversation and a new one takes the unsent text', async () => {
  const conversation = await openConversation();
  server.dialog = undefined;
  conversation.write('one');
  await pass();
  expect(conversation.store.state.phase).toEqual({ name: 'ended', by: 'lost' });
  expect(states(conversation)).toEqual(['failed']);
  const before = ownTexts(conversation.store.state)[0]?.messageId ?? '';
  conversation.repeat(before);
  await pass();
  expect(written()).toEqual(['one']);
  expect(server.texts[0]?.messageId).not.toBe(before);
});

it('[WC12] a text that cannot be kept is not acknowledged', async () => {
  const conversation = await openConversation();
  tab.isFull = true;
  server.say('Hello');
  await pass();
  expect(heard(conversation)).toEqual([]);
  expect(server.responses.at(-1)?.startLine).toContain('503');
  expect(server.unacknowledged).toBe(1);
});

it('[WC13] the very same bytes again are acknowledged and not shown', async () => {
  const conversation = await openConversation();
  server.losesNextAnswer = true;
  server.say('[Maya/1001] Hello');
  await pass();
  expect(heard(conversation)).toEqual(['Hello']);
  server.dropFlows();
  server.say('[Maya/1001] Still there?');
  await pass(3_000);
  expect(heard(conversation)).toEqual(['Hello', 'Still there?']);
  expect(server.unacknowledged).toBe(0);
});

it('[WC16] other types get 415', async () => {
  await openConversation();
  server.say('<x/>', 'xml-1', 'application/xml');
  await pass();
  expect(server.responses.at(-1)?.startLine).toContain('415');
  expect(header(server.responses.at(-1) ?? lastOf('INVITE'), 'Accept')).toBe(
    'text/plain, application/im-iscomposing+xml, message/imdn+xml',
  );
});

it('[WC17] keeps trying while the server is away', async () => {
  const conversation = await openConversation();
  isServerUp = false;
  server.dropFlows();
  conversation.write('Hello');
  await pass(120_000);
  expect(conversation.link).toBe('interrupted');
  isServerUp = true;
  await pass(16_000);
  expect(written()).toEqual(['Hello']);
});

it('[WC7] [WC19] a reload takes the dialog over and nothing is lost or shown twice', async () => {
  const first = await openConversation();
  server.say('[Maya/1001] One');
  await pass();
  server.plannedAnswers.push({ method: 'MESSAGE', answer: 'silence' });
  first.write('In flight');
  await pass();
  const { dialog } = server;
  server.dropFlows();
  server.say('[Maya/1001] Two');
  const second = openPage();
  await pass();
  expect(header(lastOf('INVITE'), 'Replaces')).toBe(
    `${dialog?.callId};to-tag=${dialog?.localTag};from-tag=${dialog?.remoteTag}`,
  );
  expect(header(lastOf('INVITE'), 'Require')).toBe('replaces');
  expect(heard(second)).toEqual(['One', 'Two']);
  expect(states(second)).toEqual(['sent']);
  expect(written()).toEqual(['In flight']);
});

it('[WC19] a re-INVITE that a dying socket swallowed is followed by Replaces', async () => {
  const conversation = await openConversation();
  server.plannedAnswers.push({ method: 'INVITE', answer: 'silence' });
  server.dropFlows();
  await pass(3_000);
  server.dropFlows();
  await pass(5_000);
  expect(conversation.link).toBe('ready');
  expect(header(lastOf('INVITE'), 'Replaces')).not.toBe('');
  conversation.write('Hello');
  await pass();
  expect(written()).toEqual(['Hello']);
});

it('[WC20] a reload after the conversation is gone says so and keeps the transcript', async () => {
  await openConversation();
  server.say('[Maya/1001] One');
  await pass();
  server.dropFlows();
  server.dialog = undefined;
  const conversation = openPage();
  await pass();
  expect(conversation.store.state.phase).toEqual({ name: 'ended', by: 'lost' });
  expect(heard(conversation)).toEqual(['One']);
});

it('[WC20] 503 to the re-INVITE is tried again after Retry-After', async () => {
  const conversation = await openConversation();
  server.plannedAnswers.push({ method: 'INVITE', answer: { statusCode: 503, headers: ['Retry-After: 4'] } });
  server.dropFlows();
  await pass(2_500);
  expect(conversation.link).toBe('busy');
  await pass(4_000);
  expect(conversation.link).toBe('ready');
});

it('[WC20] a refused first INVITE can be tried again and keeps the text', async () => {
  server.plannedAnswers.push({ method: 'INVITE', answer: { statusCode: 480 } });
  const conversation = openPage();
  conversation.start('');
  conversation.write('Hello');
  await pass();
  expect(conversation.store.state.phase).toEqual({ name: 'refused', statusCode: 480 });
  conversation.start('');
  await pass();
  expect(written()).toEqual(['Hello']);
});

it('[WC21] a socket without a sign of life is given up', async () => {
  const conversation = await openConversation();
  server.isSilent = true;
  await pass(25_000 + 8_000 + 100);
  expect(conversation.link).toBe('interrupted');
  server.isSilent = false;
  await pass(20_000);
  expect(conversation.link).toBe('ready');
});

it('[WC21] waking up asks at once', async () => {
  const conversation = await openConversation();
  server.isSilent = true;
  conversation.doubtLink();
  await pass(8_100);
  expect(conversation.link).toBe('interrupted');
});

it('[WC22] BYE from the server ends the conversation and a new one can start', async () => {
  const conversation = await openConversation();
  server.hangUp();
  await pass();
  expect(conversation.store.state.phase).toEqual({ name: 'ended', by: 'service' });
  expect(conversation.link).toBe('none');
  expect(server.responses.at(-1)?.startLine).toContain('200');
  conversation.start('');
  conversation.write('Again');
  await pass();
  expect(written()).toEqual(['Again']);
});

it('[WC23] ending sends BYE', async () => {
  const conversation = await openConversation();
  conversation.end();
  await pass();
  expect(server.requests('BYE')).toHaveLength(1);
  expect(conversation.store.state.phase).toEqual({ name: 'ended', by: 'customer' });
  expect(conversation.link).toBe('none');
});

it('[WC23] ending without a socket sends BYE after the reconnect', async () => {
  const conversation = await openConversation();
  server.dropFlows();
  await pass(50);
  conversation.end();
  expect(conversation.store.state.phase.name).toBe('ending');
  await pass(3_000);
  expect(server.requests('BYE')).toHaveLength(1);
  expect(conversation.store.state.phase).toEqual({ name: 'ended', by: 'customer' });
});
