import { CallState, CallType, PartyRole, PrivateMsgId } from '@cordboard/shared/tlib/call-types';
import type { CallEvent, EventPartyChanged, EventPrivateInfo, TEvent } from '@cordboard/shared/tlib/events';
import { reconcile } from './call-list.ts';
import { addedParty, afterChange, isDn, listedParties, withMode, withoutParty, withParty } from './call-parties.ts';
import { endReason } from './end-reason.ts';
import { createInteraction, type Interaction, type InteractionsState, kindOf } from './interaction.ts';

export { type Interaction, type InteractionsState, initialInteractionsState, type Phase } from './interaction.ts';

type CallOnDn = CallEvent & { readonly thisDN: string };

function put(state: InteractionsState, interaction: Interaction): InteractionsState {
  return { interactions: { ...state.interactions, [interaction.connID]: interaction } };
}

function remove(state: InteractionsState, connID: string): InteractionsState {
  const { [connID]: _gone, ...rest } = state.interactions;
  return { interactions: rest };
}

/** Whom one talks to. Of a customer who wrote, ANI names him; else he, or the colleague, is the other side. */
function otherSideOf(event: CallOnDn): string {
  if (event.callType !== CallType.Internal && event.callType !== CallType.Consult && !isDn(event.ani))
    return event.ani ?? event.otherDN ?? 'Unknown';
  return event.otherDN ?? event.ani ?? 'Unknown';
}

function detailsOf(event: CallOnDn): Partial<Interaction> {
  const isRouted = event.callType === CallType.Inbound || event.callType === CallType.Unknown;
  const { preview, noAnswerAt } = event.extensions ?? {};
  return {
    callType: event.callType,
    mediaType: event.mediaType,
    role: event.thisDNRole ?? PartyRole.Unknown,
    customer: otherSideOf(event),
    routingPoint: isRouted ? (event.dnis ?? null) : null,
    queue: isRouted ? (event.thisQueue ?? event.dnis ?? null) : null,
    consultOf: event.callType === CallType.Consult ? (event.previousConnID ?? null) : null,
    userData: event.userData,
    ...(typeof preview === 'string' ? { preview } : {}),
    ...(typeof noAnswerAt === 'number' ? { noAnswerAt } : {}),
    lacksDetails: false,
  };
}

/** A colleague on the other side is a party; a customer has no DN. */
function partiesOf(event: CallOnDn, known: Interaction | undefined): Pick<Interaction, 'parties'> {
  const other = otherSideOf(event);
  if (!isDn(other)) return { parties: known?.parties ?? [] };
  const role = event.otherDNRole ?? PartyRole.Unknown;
  return { parties: withParty(known?.parties ?? [], { dn: other, role, mode: null }) };
}

/** What rings, runs and has ended on our DNs. What one only listens to, queues and routing points are none of it. */
export function applyEvent(state: InteractionsState, event: TEvent): InteractionsState {
  switch (event.name) {
    case 'EventRegistered':
      return reconcile(state, event.thisDN, event.extensions ?? {}, event.time);
    case 'EventRinging': {
      if (event.thisDNRole === PartyRole.Observer) return state;
      const { reason } = event.extensions ?? {};
      return put(state, {
        ...createInteraction(event.connID, event.thisDN, 'ringing', event.time),
        ...detailsOf(event),
        ...partiesOf(event, undefined),
        ringingAt: event.time,
        sentBy: event.thirdPartyDN ?? null,
        returnReason: typeof reason === 'string' ? reason : null,
      });
    }
    case 'EventDialing':
      return put(state, {
        ...createInteraction(event.connID, event.thisDN, 'dialing', event.time),
        ...detailsOf(event),
      });
    case 'EventEstablished': {
      if (event.thisDNRole === PartyRole.Observer) return state;
      const known = state.interactions[event.connID];
      const isJoining = event.callState === CallState.Conferenced || (known !== undefined && known.sentBy !== null);
      return put(state, {
        ...(known ?? createInteraction(event.connID, event.thisDN, 'active', event.time)),
        ...detailsOf(event),
        ...partiesOf(event, known),
        dn: event.thisDN,
        phase: 'active',
        establishedAt: event.time,
        heldSince: null,
        endedAt: null,
        end: null,
        lacksParties: isJoining,
      });
    }
    case 'EventPartyInfo':
      return fillIn(state, event, { parties: listedParties(event), lacksParties: false });
    case 'EventPrivateInfo':
      return applyPrivateInfo(state, event);
    case 'EventAttachedDataChanged':
      return change(state, event, { userData: event.userData });
    case 'EventHeld':
      return change(state, event, { heldSince: event.time });
    case 'EventRetrieved':
      return withoutEndedConsultation(change(state, event, { heldSince: null }), event.connID);
    case 'EventPartyAdded': {
      const party = addedParty(event);
      const known = knownOrNew(state, event);
      return party === undefined || known === undefined
        ? state
        : put(state, { ...known, parties: withParty(known.parties, party) });
    }
    case 'EventPartyDeleted': {
      const known = knownOrNew(state, event);
      return known === undefined
        ? state
        : put(state, { ...known, parties: withoutParty(known.parties, event.otherDN) });
    }
    case 'EventPartyChanged':
      return changeParty(state, event);
    case 'EventDestinationBusy': {
      const { reason } = event.extensions ?? {};
      const end = { callState: event.callState, by: null, thirdDN: null };
      return change(state, event, { end: { ...end, reason: typeof reason === 'string' ? reason : null } });
    }
    case 'EventReleased':
    case 'EventAbandoned':
      return endCall(state, event);
    default:
      return state;
  }
}

/** Changes what is known of the event's call on the event's DN, while it is there. */
function change(state: InteractionsState, event: CallOnDn, changed: Partial<Interaction>): InteractionsState {
  const known = state.interactions[event.connID];
  if (known === undefined || known.dn !== event.thisDN || known.phase === 'ended') return state;
  return put(state, { ...known, ...changed });
}

function fillIn(state: InteractionsState, event: CallOnDn, more: Partial<Interaction> = {}): InteractionsState {
  const known = state.interactions[event.connID];
  if (known === undefined || known.dn !== event.thisDN) return state;
  // The list of calls of a supervisor's DN does not tell which of them he only listens to; this does.
  if (event.thisDNRole === PartyRole.Observer) return remove(state, event.connID);
  const { role, ...details } = detailsOf(event);
  return put(state, { ...known, ...details, role: event.thisDNRole ?? known.role, ...more });
}

/** The call as known; one in which a listening supervisor has become a party is new on this desk. */
function knownOrNew(state: InteractionsState, event: CallOnDn): Interaction | undefined {
  const known = state.interactions[event.connID];
  if (known !== undefined) return known.dn === event.thisDN && known.phase !== 'ended' ? known : undefined;
  if (event.thisDNRole === undefined || event.thisDNRole === PartyRole.Observer) return undefined;
  return {
    ...createInteraction(event.connID, event.thisDN, 'active', event.time),
    ...detailsOf(event),
    establishedAt: event.time,
    lacksParties: true,
  };
}

/** A consultation becomes the call it was made for; or somebody else of the call has been replaced. */
function changeParty(state: InteractionsState, event: EventPartyChanged): InteractionsState {
  const { previousConnID } = event;
  const former = previousConnID === undefined ? undefined : state.interactions[previousConnID];
  if (former !== undefined && former.dn === event.thisDN && former.connID !== event.connID) {
    const isRinging = former.phase === 'ringing';
    return put(remove(state, former.connID), {
      ...former,
      ...detailsOf(event),
      connID: event.connID,
      formerConnID: former.connID,
      consultOf: null,
      sentBy: event.thirdPartyDN ?? null,
      parties: [],
      heldSince: null,
      ringingAt: isRinging ? event.time : former.ringingAt,
      establishedAt: isRinging ? null : event.time,
      lacksParties: !isRinging,
    });
  }
  const known = knownOrNew(state, event);
  if (known === undefined) return state;
  const isCustomers = kindOf(event) === 'customer';
  return put(state, {
    ...known,
    customer: isCustomers ? known.customer : (event.otherDN ?? known.customer),
    parties: afterChange(known.parties, event),
  });
}

/** A text tells who the customer is when only the id was known; 4024 tells how a supervisor listens. */
function applyPrivateInfo(state: InteractionsState, event: EventPrivateInfo): InteractionsState {
  const known = state.interactions[event.connID];
  if (known === undefined || known.dn !== event.thisDN) return state;
  if (event.privateMsgID === PrivateMsgId.MonitoringMode) return put(state, withMode(known, event));
  // The other side of a text between agents is its author, who may be oneself.
  return known.lacksDetails && kindOf(event) === 'customer' ? fillIn(state, event) : state;
}

type EndEvent = Extract<TEvent, { name: 'EventReleased' | 'EventAbandoned' }>;

function endCall(state: InteractionsState, event: EndEvent): InteractionsState {
  const known = state.interactions[event.connID];
  if (known === undefined || known.dn !== event.thisDN || known.phase === 'ended') return state;
  if (known.phase === 'ringing' || isOverForUs(known, event)) return remove(state, event.connID);
  const endedBy = event.extensions?.endedBy;
  const end = known.end ?? {
    callState: endReason(event),
    by: typeof endedBy === 'string' ? endedBy : null,
    thirdDN: event.thirdPartyDN ?? null,
    reason: null,
  };
  const ended: Interaction = { ...known, phase: 'ended', heldSince: null, endedAt: event.time, end };
  return put(withoutEndedConsultation(state, event.connID), ended);
}

/** A consultation that came to nothing is shown beside its call, until one talks to the customer again. */
function withoutEndedConsultation(state: InteractionsState, connID: string): InteractionsState {
  const ended = Object.values(state.interactions).find((each) => each.consultOf === connID && each.phase === 'ended');
  return ended === undefined ? state : remove(state, ended.connID);
}

/** What we gave up or completed ourselves needs no wrap-up: a call before its answer, and our own consultation. */
function isOverForUs(known: Interaction, event: EndEvent): boolean {
  if (known.end !== null) return false;
  if (known.phase === 'dialing') return true;
  if (kindOf(known) !== 'consult' || known.role !== PartyRole.Origination) return false;
  const isCompleted = event.callState === CallState.Transferred || event.callState === CallState.Conferenced;
  return isCompleted || event.extensions?.endedBy === known.dn;
}
