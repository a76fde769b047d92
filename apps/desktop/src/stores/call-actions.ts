import { setDraft } from './drafts-store.ts';
import type { Interaction } from './interactions-reducer.ts';
import { dismissInteraction } from './interactions-store.ts';
import { askOrNotice } from './pending-store.ts';
import { closeChat, openChat } from './view-reducer.ts';
import { changeView } from './view-store.ts';

/** What a second press within this time would hit by mistake. */
const END_THROTTLE_MS = 1000;
let lastEndAt = 0;

/** Accepts what rings and, once it is established, opens it. */
export async function acceptCall({ dn, connID }: Interaction): Promise<void> {
  const answer = await askOrNotice({ name: 'TAnswerCall', thisDN: dn, connID }, 'The chat could not be accepted');
  if (answer !== undefined) changeView((view) => openChat(view, connID));
}

export async function declineCall({ dn, connID }: Interaction): Promise<void> {
  await askOrNotice({ name: 'TReleaseCall', thisDN: dn, connID }, 'The chat could not be declined');
}

/** Ends a chat; the same key again finishes its wrap-up. Too fast a second press does nothing. */
export async function endCall({ dn, connID, phase }: Interaction, now = Date.now()): Promise<void> {
  if (phase === 'ringing' || now - lastEndAt < END_THROTTLE_MS) return;
  lastEndAt = now;
  if (phase === 'ended') finishCall(connID);
  else await askOrNotice({ name: 'TReleaseCall', thisDN: dn, connID }, 'The chat could not be ended');
}

/** Done: the chat leaves the desk. */
export function finishCall(connID: string): void {
  dismissInteraction(connID);
  setDraft(connID, '');
  changeView((view) => closeChat(view, connID));
}
