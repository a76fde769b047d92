import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FakeSipServer, header } from '../testing/fake-sip-server.ts';
import { createFakeWebSocket } from '../testing/fake-web-socket.ts';
import { Conversation } from './conversation.ts';
import { ownTexts } from './conversation-reducer.ts';
import { ConversationStore } from './conversation-store.ts';
import { SipConversation } from './sip-conversation.ts';

const COMPOSING = 'application/im-iscomposing+xml';
const RECEIPT = 'message/imdn+xml';

let server: FakeSipServer;
let conversation: Conversation;
let isLookedAt: boolean;

const pass = (ms = 100) => vi.advanceTimersByTimeAsync(ms);
const composing = (state: string, refresh = 60) =>
  `<isComposing xmlns="urn:ietf:params:xml:ns:im-iscomposing"><state>${state}</state><refresh>${refresh}</refresh></isComposing>`;
const receipt = (id: string, kind: string, status: string) =>
  `<imdn xmlns="urn:ietf:params:xml:ns:imdn"><message-id>${id}</message-id><${kind}-notification><status><${status}/></status></${kind}-notification></imdn>`;
/** Typing states and receipts that the server got. */
const told = () =>
  server.notices.map(({ type, body }) =>
    type === COMPOSING
      ? /<state>(.*)<\/state>/.exec(body)?.[1]
      : `${/<message-id>(.*)<\/message-id>/.exec(body)?.[1]} ${/<status><(.*)\/><\/status>/.exec(body)?.[1]}`,
  );

beforeEach(async () => {
  vi.useFakeTimers();
  server = new FakeSipServer();
  server.asks = true;
  isLookedAt = true;
  const texts = new Map<string, string>();
  const kept = {
    getItem: (key: string) => texts.get(key) ?? null,
    setItem: (key: string, text: string) => void texts.set(key, text),
  };
  conversation = new Conversation(
    new ConversationStore(kept, 'k'),
    (listener) => {
      const transport = { url: 'ws://h.example/sip', createSocket: () => createFakeWebSocket(server) };
      return new SipConversation({ guest: 'guest-1', routingPoint: '1111', host: 'h.example', transport }, listener);
    },
    () => isLookedAt,
  );
  conversation.start('Jo');
  await pass();
});

afterEach(() => {
  vi.useRealTimers();
});

it('[MQ34] the INVITE says what is taken, and who writes is told', async () => {
  expect(header(server.requests('INVITE')[0] ?? ({ headers: new Map() } as never), 'Accept')).toContain(COMPOSING);
  conversation.typing('H');
  conversation.typing('He');
  await pass(51_000);
  expect(told()).toEqual(['active', 'idle']);
  conversation.typing('Hello');
  conversation.write('Hello');
  await pass(60_000);
  expect(told()).toEqual(['active', 'idle', 'active']);
});

it('[MQ34] an agent who writes is shown until idle, a text or the end of the refresh', async () => {
  const isTyping = async (state: string) => {
    server.notify(COMPOSING, composing(state));
    await pass();
    return conversation.isAgentTyping;
  };
  expect(await isTyping('active')).toBe(true);
  expect(await isTyping('idle')).toBe(false);
  await isTyping('active');
  await pass(60_000);
  expect(conversation.isAgentTyping).toBe(false);
  await isTyping('active');
  server.say('[Maya/1001] Hi.');
  await pass();
  expect(conversation.isAgentTyping).toBe(false);
  server.notify(COMPOSING, '<!DOCTYPE x>');
  await pass();
  expect(conversation.isAgentTyping).toBe(false);
});

it('[MQ35] own texts: sent, delivered, read, as the service says, whatever comes first', async () => {
  const states = () => ownTexts(conversation.store.state).map((own) => own.delivery.state);
  conversation.write('One.');
  await pass();
  const asked = server.requests('MESSAGE')[0];
  if (!asked) throw new Error('no text');
  expect(header(asked, 'Cordboard-Disposition-Notification')).toContain('display');
  const id = header(asked, 'Cordboard-Message-ID');
  server.notify(RECEIPT, receipt(id, 'delivery', 'delivered'));
  await pass();
  expect(states()).toEqual(['delivered']);
  server.notify(RECEIPT, receipt(id, 'display', 'displayed'));
  await pass();
  server.notify(RECEIPT, receipt(id, 'delivery', 'failed'));
  await pass();
  expect(states()).toEqual(['read']);
});

it('[MQ36] what came while somebody looked is read, the rest when somebody looks; only if asked', async () => {
  server.say('One.', 'id-1');
  await pass();
  isLookedAt = false;
  server.say('Two.', 'id-2');
  await pass();
  server.asks = false;
  server.say('Three.', 'id-3');
  await pass();
  conversation.looked();
  expect(told()).toEqual(['id-1 displayed', 'id-2 delivered']);
  isLookedAt = true;
  conversation.looked();
  await pass();
  expect(told()).toEqual(['id-1 displayed', 'id-2 delivered', 'id-2 displayed']);
});
