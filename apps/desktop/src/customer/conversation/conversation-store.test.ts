import { expect, it } from 'vitest';
import { ConversationStore, type KeptTexts } from './conversation-store.ts';

class SmallStorage implements KeptTexts {
  kept: string | null = null;
  bytesMax = Number.POSITIVE_INFINITY;
  getItem() {
    return this.kept;
  }
  setItem(_key: string, text: string) {
    if (text.length > this.bytesMax) throw new DOMException('full', 'QuotaExceededError');
    this.kept = text;
  }
}

const open = (storage: KeptTexts) => new ConversationStore(storage, 'k');
const hear = (messageId: string, text = 'text') => ({ type: 'textReceived' as const, messageId, text, atMs: 1 });

it('[WC2] the guest stays the same for the life of the tab', () => {
  const storage = new SmallStorage();
  const { guest } = open(storage).state;
  expect(guest).toMatch(/^guest-[a-z0-9]{12}$/);
  expect(open(storage).state.guest).toBe(guest);
});

it('[WC12] a received text is in the kept copy before the listener hears of it', () => {
  const storage = new SmallStorage();
  const store = open(storage);
  let keptWhenTold: string | null = null;
  store.subscribe(() => {
    keptWhenTold = storage.kept;
  });
  expect(store.dispatch(hear('1', 'Hello'))).toBe(true);
  expect(keptWhenTold).toContain('Hello');
  expect(open(storage).state.transcript).toEqual(store.state.transcript);
});

it('[WC12] a text that cannot be kept changes nothing and says so', () => {
  const storage = new SmallStorage();
  const store = open(storage);
  storage.bytesMax = 300;
  const before = store.state;
  expect(store.dispatch(hear('1', 'x'.repeat(1_000)))).toBe(false);
  expect(store.state).toBe(before);
});

it('[WC12] a full storage forgets the older half to keep the new text', () => {
  const storage = new SmallStorage();
  const store = open(storage);
  for (let index = 0; index < 20; index++) store.dispatch(hear(`r${index}`));
  storage.bytesMax = (storage.kept ?? '').length;
  expect(store.dispatch(hear('new'))).toBe(true);
  expect(store.state.transcript.at(-1)?.messageId).toBe('new');
  expect(store.state.transcript.length).toBeLessThan(20);
});

it('[WC7] a text in flight at the reload waits again with its id', () => {
  const storage = new SmallStorage();
  const store = open(storage);
  store.dispatch({ type: 'textWritten', messageId: 'a', text: 't', atMs: 1 });
  store.dispatch({ type: 'deliveryChanged', messageId: 'a', input: { type: 'sendStarted' } });
  expect(open(storage).state.transcript[0]).toMatchObject({ messageId: 'a', delivery: { state: 'waiting' } });
});

it.each(['', 'no json', '{"format":99,"state":{}}', '{"format":1,"state":{}}', 'null'])(
  'starts anew from the unreadable copy %j',
  (kept) => {
    const storage = new SmallStorage();
    storage.kept = kept;
    expect(open(storage).state.phase).toEqual({ name: 'new' });
  },
);
