import { h, render } from 'preact';
import { Conversation } from './conversation/conversation.ts';
import { ConversationStore, openSessionStorage } from './conversation/conversation-store.ts';
import { SipConversation } from './conversation/sip-conversation.ts';
import { readCustomerAddress } from './customer-address.ts';
import { countUnread } from './unread-title.ts';
import { ChatPage } from './view/chat-page.tsx';
import './customer.css';

const address = readCustomerAddress(location);
const storage = openSessionStorage();
const key = `cordboard.customer.${address.routingPoint}`;
const draftKey = `${key}.draft`;

const store = new ConversationStore(storage, key);
const conversation = new Conversation(
  store,
  (listener) =>
    new SipConversation(
      {
        guest: store.state.guest,
        routingPoint: address.routingPoint,
        host: address.host,
        transport: { url: address.socketUrl },
      },
      listener,
    ),
);

const draftBox = {
  read: () => storage.getItem(draftKey) ?? '',
  keep: (draft: string) => {
    try {
      storage.setItem(draftKey, draft);
    } catch {
      // A full storage costs the draft at a reload, nothing else.
    }
  },
};

addEventListener('online', () => conversation.networkReturned());
addEventListener('offline', () => conversation.doubtLink());
document.addEventListener('visibilitychange', () => {
  if (document.hidden) return;
  conversation.doubtLink();
  conversation.looked();
});
countUnread(document, store);
conversation.resume();

const page = document.getElementById('customer');
if (!page) throw new Error('customer.html has no element #customer.');
render(h(ChatPage, { conversation, draftBox }), page);
