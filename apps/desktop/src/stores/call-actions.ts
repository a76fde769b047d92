import { setDraft } from './chat/drafts-store.ts';
import { colleagueName } from './interactions/colleague-name.ts';
import { consultationOf, type Interaction } from './interactions/interaction.ts';
import { dismissInteraction, useInteractionsStore } from './interactions/interactions-store.ts';
import { addNotice } from './requests/notices-store.ts';
import { askOrNotice } from './requests/pending-store.ts';
import { forgetUnfinished } from './unfinished.ts';
import { closeChat, openChat } from './view/view-reducer.ts';
import { changeView } from './view/view-store.ts';

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
  forgetUnfinished(connID);
  setDraft(connID, '');
  changeView((view) => closeChat(view, connID));
}

export async function holdCall({ dn, connID }: Interaction): Promise<void> {
  await askOrNotice({ name: 'THoldCall', thisDN: dn, connID }, 'The chat could not be put on hold');
}

export async function retrieveCall({ dn, connID }: Interaction): Promise<void> {
  await askOrNotice({ name: 'TRetrieveCall', thisDN: dn, connID }, 'The chat could not be taken off hold');
}

/** Hold, or off hold again. While one consults it is the other conversation that one turns to. */
export async function toggleHold(interaction: Interaction): Promise<void> {
  if (interaction.phase !== 'active') return;
  const { interactions } = useInteractionsStore.getState();
  const consult = consultationOf(interaction.connID, interactions);
  if (consult?.phase === 'active') await alternate(interaction, consult);
  else if (consult?.phase === 'dialing') addNotice('note', 'The consultation still rings: drop it first.');
  else await (interaction.heldSince === null ? holdCall(interaction) : retrieveCall(interaction));
}

/** Talks to the other one of customer and colleague; the one talked to so far goes on hold. */
export async function alternate(main: Interaction, consult: Interaction): Promise<void> {
  const [held, current] = main.heldSince === null ? [consult, main] : [main, consult];
  await askOrNotice(
    { name: 'TAlternateCall', thisDN: main.dn, connID: held.connID, consultConnID: current.connID },
    'The conversation could not be changed',
  );
}

/** The chat becomes the colleague's, also before he has answered. */
export async function handOver(main: Interaction, consult: Interaction): Promise<void> {
  await askOrNotice(
    { name: 'TCompleteTransfer', thisDN: main.dn, connID: main.connID, consultConnID: consult.connID },
    'The chat could not be handed over',
  );
}

/** Customer, colleague and oneself in one chat. */
export async function bringTogether(main: Interaction, consult: Interaction): Promise<void> {
  await askOrNotice(
    { name: 'TCompleteConference', thisDN: main.dn, connID: main.connID, consultConnID: consult.connID },
    'You could not be brought together',
  );
}

/** Ends the consultation and goes back to the customer, if one is not there already. */
export async function dropConsultation(main: Interaction, consult: Interaction): Promise<void> {
  if (consult.phase === 'ended' && main.heldSince !== null) await retrieveCall(main);
  else if (consult.phase === 'ended') dismissInteraction(consult.connID);
  else if (main.heldSince === null) await releaseConsultation(consult);
  else
    await askOrNotice(
      { name: 'TReconnectCall', thisDN: main.dn, connID: main.connID, consultConnID: consult.connID },
      'The consultation could not be dropped',
    );
}

async function releaseConsultation({ dn, connID }: Interaction): Promise<void> {
  await askOrNotice({ name: 'TReleaseCall', thisDN: dn, connID }, 'The consultation could not be dropped');
}

/** Takes a colleague out of the chat. */
export async function dropParty({ dn, connID }: Interaction, party: string): Promise<void> {
  await askOrNotice(
    { name: 'TDeleteFromConference', thisDN: dn, connID, otherDN: party },
    `${colleagueName(party)} could not be taken out`,
  );
}
