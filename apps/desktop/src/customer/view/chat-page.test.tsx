/** @jsxImportSource preact */
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Conversation } from '../conversation/conversation.ts';
import { ConversationStore, type KeptTexts } from '../conversation/conversation-store.ts';
import { SipConversation } from '../conversation/sip-conversation.ts';
import { FakeSipServer } from '../testing/fake-sip-server.ts';
import { createFakeWebSocket } from '../testing/fake-web-socket.ts';
import { ChatPage } from './chat-page.tsx';

let server: FakeSipServer;
let storage: KeptTexts;
let page: HTMLElement;

async function openPage(): Promise<void> {
  page = document.createElement('div');
  document.body.replaceChildren(page);
  const conversation = new Conversation(new ConversationStore(storage, 'k'), (listener) => {
    const transport = { url: 'ws://h.example/sip', createSocket: () => createFakeWebSocket(server) };
    return new SipConversation({ guest: 'guest-1', routingPoint: '1111', host: 'h.example', transport }, listener);
  });
  await act(() => {
    render(<ChatPage conversation={conversation} draftBox={{ read: () => '', keep: () => undefined }} />, page);
    conversation.resume();
  });
}

const pass = () => act(() => vi.advanceTimersByTimeAsync(200).then(() => undefined));
const get = (selector: string) => {
  const found = page.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`nothing matches ${selector}`);
  return found;
};
const words = (selector: string) => [...page.querySelectorAll(selector)].map((element) => element.textContent);

async function type(text: string, key: Partial<KeyboardEventInit> = {}): Promise<void> {
  const field = get('textarea') as HTMLTextAreaElement;
  await act(() => {
    field.value = text;
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
  });
  await act(() => {
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...key }));
  });
  await pass();
}

beforeEach(() => {
  vi.useFakeTimers();
  const texts = new Map<string, string>();
  storage = { getItem: (key) => texts.get(key) ?? null, setItem: (key, text) => void texts.set(key, text) };
  server = new FakeSipServer();
});

afterEach(() => {
  vi.useRealTimers();
});

it('[WC24] the status always has an icon and words', async () => {
  await openPage();
  const status = () => [get('[role=status]').textContent, page.querySelectorAll('[role=status] svg').length];
  expect(status()).toEqual(['Ready when you are', 1]);
  await type('Hello');
  expect(status()).toEqual(['Connected. Waiting for the next free agent…', 1]);
  server.say('[Maya/1001] Hi');
  await pass();
  expect(status()).toEqual(['Maya is here', 1]);
  server.hangUp();
  await pass();
  expect(status()).toEqual(['Conversation ended', 1]);
});

it('[WC24] a text that grows, since it says why it was not sent, stays in sight', async () => {
  const watched = new Map<Element, () => void>();
  vi.stubGlobal(
    'ResizeObserver',
    class {
      readonly #changed: () => void;
      constructor(changed: () => void) {
        this.#changed = changed;
      }
      observe(element: Element): void {
        watched.set(element, this.#changed);
      }
      disconnect(): void {}
    },
  );
  await openPage();
  await type('Hello');
  const transcript = get('.transcript');
  const bubble = get('.bubble.own');
  Object.defineProperty(transcript, 'scrollHeight', { value: 900 });
  for (const [element, changed] of watched) if (element !== transcript && element.contains(bubble)) changed();
  expect(transcript.scrollTop).toBe(900);
  vi.unstubAllGlobals();
});

it('[WC24] Enter sends, Shift+Enter and an input method do not', async () => {
  await openPage();
  await type('one', { shiftKey: true });
  await type('two', { isComposing: true });
  expect(server.texts).toEqual([]);
  await type('three');
  expect(server.texts.map(({ text }) => text)).toEqual(['three']);
  expect((get('textarea') as HTMLTextAreaElement).value).toBe('');
});

it('[WC9] a text above the limit is not sent and the page says why', async () => {
  await openPage();
  await type('é'.repeat(8_193));
  expect(server.requests('INVITE')).toEqual([]);
  expect(get('[role=alert]').textContent).toContain('16,386 of 16,384 bytes');
  expect(get('button[type=submit].send').getAttribute('aria-disabled')).toBe('true');
});

it('[WC5] a failed text shows its reason and Retry', async () => {
  await openPage();
  await type('one');
  server.plannedAnswers.push({ method: 'MESSAGE', answer: { statusCode: 415 } });
  await type('two');
  expect(get('.bubble.failed').textContent).toContain('Not sent: not understood by the service');
  await act(() => get('.retry').click());
  await pass();
  expect(words('.bubble.failed')).toEqual([]);
  expect(server.texts.map(({ text }) => text)).toEqual(['one', 'two']);
});

it('[WC15] a text is never read as HTML', async () => {
  await openPage();
  await type('Hello');
  server.say('[Maya/1001] <img src=x onerror=alert(1)> javascript:alert(1) https://example.com');
  await pass();
  expect(page.querySelectorAll('img')).toHaveLength(0);
  expect(words('.bubble a')).toEqual(['https://example.com']);
  expect(get('.bubble a').getAttribute('rel')).toBe('noopener noreferrer');
});

it('[WC24] what a reload restored is outside the live region', async () => {
  await openPage();
  await type('Hello');
  server.say('[Maya/1001] Before');
  await pass();
  server.dropFlows();
  server.say('[Maya/1001] After');
  await openPage();
  await pass();
  expect(words('.received .text')).toEqual(['Before', 'After']);
  expect(words('[role=log] .received .text')).toEqual(['After']);
});
