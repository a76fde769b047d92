import type { UnfinishedInteraction } from '@cordboard/shared/rest/endpoints';
import type { KeyValueList } from '@cordboard/shared/tlib/attached-data';
import { CallState } from '@cordboard/shared/tlib/call-types';
import { markDone, readUnfinished } from '../api/interactions.ts';
import { createInteraction, type Interaction } from './interactions/interaction.ts';
import type { InteractionsState } from './interactions/interactions-reducer.ts';
import { useInteractionsStore } from './interactions/interactions-store.ts';
import { addNotice } from './requests/notices-store.ts';
import { useSessionStore } from './session/session-store.ts';

function toInteraction(unfinished: UnfinishedInteraction): Interaction {
  const { connID, dn, callType, mediaType, role, customer, dnis, thisQueue, startedAt, endedAt } = unfinished;
  return {
    ...createInteraction(connID, dn, 'ended', startedAt),
    callType,
    mediaType,
    role,
    customer,
    routingPoint: dnis,
    queue: thisQueue,
    userData: unfinished.userData as KeyValueList,
    endedAt,
    end: {
      callState: unfinished.endedBy === 'customer' ? CallState.RemoteRelease : unfinished.callState,
      by: unfinished.endedBy,
      thirdDN: unfinished.thirdPartyDN,
      reason: null,
    },
    lacksDetails: false,
  };
}

/** What this desk knows already stays as it is. */
export function withUnfinished(
  state: InteractionsState,
  unfinished: readonly UnfinishedInteraction[],
): InteractionsState {
  const listed = unfinished.map((each) => [each.connID, toInteraction(each)] as const);
  return { ...state, interactions: { ...Object.fromEntries(listed), ...state.interactions } };
}

/** After a reload: chats that have ended and are not Done are in Wrap-up again. */
export async function restoreUnfinished(token: string): Promise<void> {
  try {
    const unfinished = await readUnfinished(token);
    if (useSessionStore.getState().token !== token) return;
    useInteractionsStore.setState((state) => withUnfinished(state, unfinished));
  } catch {
    addNotice('error', 'Ended chats that are not Done could not be read. Reload to see them.');
  }
}

/** Done: the server forgets it as well. When that fails, the chat is in Wrap-up again after a reload. */
export function forgetUnfinished(connID: string): void {
  const { token } = useSessionStore.getState();
  if (token !== null) void markDone(token, connID).catch(() => {});
}
