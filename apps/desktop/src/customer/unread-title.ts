import type { ConversationStore } from './conversation/conversation-store.ts';

/** Shows in the tab's title how many texts came while nobody looked. */
export function countUnread(page: Document, store: ConversationStore): void {
  const title = page.title;
  const countReceived = () => store.state.transcript.filter((entry) => entry.kind === 'received').length;
  let seen = countReceived();
  const show = () => {
    const received = countReceived();
    if (!page.hidden) seen = received;
    page.title = received > seen ? `(${received - seen}) ${title}` : title;
  };
  store.subscribe(show);
  page.addEventListener('visibilitychange', show);
}
