import { PrivateMsgId } from '@cordboard/shared/tlib/call-types';
import { sendRequest } from '../../gateway/channel.ts';
import { useChatStore } from './chat-store.ts';

/** The last text of each chat that was said to be read, and of how many chats that is known. */
const TOLD_MAX = 500;
const told = new Map<string, string>();

/**
 * What is on a screen that somebody looks at has been read: whoever wrote it may want to know. Said once per text, and only
 * about texts of others.
 */
export function tellRead(dn: string, connID: string): void {
  const lines = useChatStore.getState().chats[connID]?.lines ?? [];
  const last = lines.findLast((line) => line.kind === 'text' && !line.isOwn && line.fromRole !== 'system');
  if (last === undefined || told.get(connID) === last.key) return;
  if (told.size >= TOLD_MAX) told.clear();
  told.set(connID, last.key);
  sendRequest({
    name: 'TPrivateService',
    thisDN: dn,
    connID,
    serviceID: PrivateMsgId.DeliveryState,
    extensions: { messageID: last.key },
  }).catch(() => told.delete(connID));
}
