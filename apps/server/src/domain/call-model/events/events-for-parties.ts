/**
 * Who gets which event, with which attributes. Every event about a call is built here and nowhere else.
 * Order and attributes: docs/spec/call-model.md.
 */
import { type ConnId, type Dn, IM_DN } from '@cordboard/shared/ids';
import type { KeyValue, KeyValueList } from '@cordboard/shared/tlib/attached-data';
import { CallState, CallType, PartyRole, PrivateMsgId, USER_EVENT_IM } from '@cordboard/shared/tlib/call-types';
import type { CallAttributes, UnnumberedEvent } from '@cordboard/shared/tlib/events';
import { attendingParties, type Call } from '../calls/call.ts';
import { isObserver, type Party } from '../calls/party.ts';
import { type DeliveryState, mayRead, type Text, toTranscriptEntry } from '../texts/text.ts';

/** Attributes common to all events of a call. */
export function callAttributes(call: Call, callState: CallState = CallState.Ok): CallAttributes {
  return {
    connID: call.id,
    callUUID: call.callUuid,
    callID: call.callId,
    callType: call.callType,
    callState,
    mediaType: call.mediaType,
    userData: call.userData,
    dnis: call.dnis,
    ani: call.ani,
    ...(call.consultOf === null ? {} : { previousConnID: call.consultOf }),
  };
}

/** The customer as the other side. */
function customerSide({ customer, callType }: Call) {
  const role = callType === CallType.Outbound ? PartyRole.Destination : PartyRole.Origination;
  return customer === null ? {} : { otherDN: customer.address, otherDNRole: role };
}

/** Who waits on a queue: the customer, or the agent who dialled it. */
function waitingSide(call: Call) {
  return call.customer === null ? { otherDN: call.ani, otherDNRole: PartyRole.Origination } : customerSide(call);
}

/** Whom a party talks to: the customer, or in a call between agents the other one. */
function otherSide(call: Call, party: Party) {
  if (call.customer !== null) return customerSide(call);
  const talking = call.parties.filter((candidate) => candidate.dn !== party.dn && !isObserver(candidate));
  // An observer looks over the shoulder of the one he watches.
  const other = talking.find((candidate) => candidate.dn !== party.observing?.watches) ?? talking[0];
  if (other !== undefined) return { otherDN: other.dn as string, otherDNRole: other.role };
  // Who has not come yet, or has just gone.
  return party.role === PartyRole.Origination
    ? { otherDN: call.dnis as string, otherDNRole: PartyRole.Destination }
    : { otherDN: call.ani as string, otherDNRole: PartyRole.Origination };
}

/** Attributes of an event on a party's own DN. */
export function partyAttributes(call: Call, party: Party, callState: CallState = CallState.Ok) {
  return {
    ...callAttributes(call, callState),
    ...otherSide(call, party),
    thisDN: party.dn,
    thisDNRole: party.role,
    agentID: party.agentId,
    ...(party.thisQueue === null ? {} : { thisQueue: party.thisQueue }),
  };
}

/** Attributes of an event on the DN of a supervisor, who need not be in the call, about an agent in it. */
export function supervisorAttributes(call: Call, supervisorDn: Dn, agentDn: Dn) {
  return {
    ...callAttributes(call),
    thisDN: supervisorDn,
    thisDNRole: PartyRole.Observer,
    otherDN: agentDn,
    otherDNRole: PartyRole.Destination,
  };
}

/** Attributes of an event on a routing point or virtual queue. */
export function onQueue(call: Call, dn: Dn, callState: CallState = CallState.Ok) {
  return {
    ...callAttributes(call, callState),
    ...waitingSide(call),
    thisDN: dn,
    thisQueue: dn,
    thisDNRole: PartyRole.Destination,
  };
}

export function towards(dn: Dn) {
  return { thirdPartyDN: dn, thirdPartyDNRole: PartyRole.Destination };
}

/** The call waits on a routing point for instructions. `reason` tells why it does so again. */
export function routeRequest(call: Call, routingPoint: Dn, reason?: string): UnnumberedEvent {
  const extensions = reason === undefined ? {} : { extensions: { reason } };
  return { name: 'EventRouteRequest', ...onQueue(call, routingPoint), ...extensions };
}

/** The caller of a call between agents. */
export function dialing(call: Call, party: Party): UnnumberedEvent {
  return { name: 'EventDialing', ...partyAttributes(call, party), otherDN: call.dnis };
}

/** Nobody takes the call; `callState` says why. */
export function destinationBusy(call: Call, party: Party, callState: CallState, reason?: string): UnnumberedEvent {
  const extensions = reason === undefined ? {} : { extensions: { reason } };
  return {
    name: 'EventDestinationBusy',
    ...partyAttributes(call, party, callState),
    otherDN: call.dnis,
    ...extensions,
  };
}

export function held(call: Call, party: Party): UnnumberedEvent {
  return { name: 'EventHeld', ...partyAttributes(call, party) };
}

export function retrieved(call: Call, party: Party, callState: CallState = CallState.Ok): UnnumberedEvent {
  return { name: 'EventRetrieved', ...partyAttributes(call, party, callState) };
}

/** A party has joined: on the DN of another one. */
export function partyAdded(call: Call, party: Party, added: Dn, addedBy: Dn): UnnumberedEvent {
  return {
    name: 'EventPartyAdded',
    ...partyAttributes(call, party, CallState.Conferenced),
    otherDN: added,
    otherDNRole: PartyRole.NewParty,
    thirdPartyDN: addedBy,
    thirdPartyDNRole: PartyRole.AddedBy,
  };
}

/** A party has left a call that goes on: on the DN of another one. `deletedBy` is given when it was dropped. */
export function partyDeleted(call: Call, party: Party, deleted: Dn, deletedBy?: Dn): UnnumberedEvent {
  return {
    name: 'EventPartyDeleted',
    ...partyAttributes(call, party),
    otherDN: deleted,
    otherDNRole: PartyRole.DeletedParty,
    ...(deletedBy === undefined ? {} : { thirdPartyDN: deletedBy, thirdPartyDNRole: PartyRole.DeletedBy }),
  };
}

/** What a party's call has become: another call after a consultation, or the same with somebody else in it. */
export interface PartyChange {
  readonly why: 'transferred' | 'conferenced';
  /** Who did it. */
  readonly by: Dn;
  /** The consultation that is no more. */
  readonly previousConnID?: ConnId;
  /** The new other side, when it is not the customer. */
  readonly otherDN?: Dn;
  /** Of what rings: when the time to answer is over. */
  readonly noAnswerAt?: number | undefined;
}

export function partyChanged(call: Call, party: Party, change: PartyChange): UnnumberedEvent {
  const isTransfer = change.why === 'transferred';
  return {
    name: 'EventPartyChanged',
    ...partyAttributes(call, party, isTransfer ? CallState.Transferred : CallState.Conferenced),
    thirdPartyDN: change.by,
    thirdPartyDNRole: isTransfer ? PartyRole.TransferredBy : PartyRole.ConferencedBy,
    ...(change.previousConnID === undefined ? {} : { previousConnID: change.previousConnID }),
    ...(change.otherDN === undefined ? {} : { otherDN: change.otherDN }),
    ...(change.noAnswerAt === undefined ? {} : { extensions: { noAnswerAt: change.noAnswerAt } }),
  };
}

/** What waits on a routing point or in a virtual queue has become another call: its consultation is no more. */
export function partyChangedOnQueue(call: Call, dn: Dn, by: Dn, previousConnID: ConnId): UnnumberedEvent {
  return {
    name: 'EventPartyChanged',
    ...onQueue(call, dn, CallState.Transferred),
    previousConnID,
    thirdPartyDN: by,
    thirdPartyDNRole: PartyRole.TransferredBy,
  };
}

/** What an EventRinging tells beside the call. */
export interface RingingDetail {
  /** The beginning of what the customer wrote and nobody has received. */
  readonly preview?: string | undefined;
  readonly reason?: string | undefined;
  /** When the time to answer is over; never without it. */
  readonly noAnswerAt?: number | undefined;
}

export function ringing(call: Call, party: Party, { preview, reason, noAnswerAt }: RingingDetail): UnnumberedEvent {
  const told = {
    ...(preview === undefined ? {} : { preview }),
    ...(reason === undefined ? {} : { reason }),
    ...(noAnswerAt === undefined ? {} : { noAnswerAt }),
  };
  const extensions = Object.keys(told).length === 0 ? {} : { extensions: told };
  const third = 'from' in party.coming ? { thirdPartyDN: party.coming.from } : {};
  return { name: 'EventRinging', ...partyAttributes(call, party), ...third, ...extensions };
}

/** The routed call was answered (divert-on-ringing is false), or redirected to `to`. */
export function routeUsed(call: Call, routingPoint: Dn, to: Dn): UnnumberedEvent {
  return { name: 'EventRouteUsed', ...onQueue(call, routingPoint), ...towards(to) };
}

export function established(call: Call, party: Party, callState: CallState = CallState.Ok): UnnumberedEvent {
  return { name: 'EventEstablished', ...partyAttributes(call, party, callState) };
}

/** `callState` says why the party left; `endedBy` who ended the call: `customer`, a DN or `system`; `told` is added to that. */
export function released(
  call: Call,
  party: Party,
  callState: CallState,
  why: { readonly endedBy?: string; readonly thirdPartyDN?: Dn; readonly told?: KeyValueList } = {},
): UnnumberedEvent {
  const told = { ...(why.endedBy === undefined ? {} : { endedBy: why.endedBy }), ...why.told };
  const extensions = Object.keys(told).length === 0 ? {} : { extensions: told };
  const third = why.thirdPartyDN === undefined ? {} : { thirdPartyDN: why.thirdPartyDN };
  return { name: 'EventReleased', ...partyAttributes(call, party, callState), ...third, ...extensions };
}

/** The customer left before the answer: on the ringing DN. */
export function abandonedOnParty(call: Call, party: Party): UnnumberedEvent {
  return { name: 'EventAbandoned', ...partyAttributes(call, party) };
}

/** The customer left before the answer: on the virtual queue or the routing point. */
export function abandonedOnQueue(call: Call, dn: Dn, callState: CallState = CallState.Ok): UnnumberedEvent {
  return { name: 'EventAbandoned', ...onQueue(call, dn, callState) };
}

/**
 * User data changed: on every party's DN, and on the routing point while nobody but a caller is there. `changedBy` is the DN
 * that did it.
 */
export function attachedDataChanged(call: Call, changedBy: Dn): readonly UnnumberedEvent[] {
  const third = { thirdPartyDN: changedBy };
  const events: UnnumberedEvent[] = call.parties.map((party) => ({
    name: 'EventAttachedDataChanged',
    ...partyAttributes(call, party),
    ...third,
  }));
  const waits = call.parties.every(
    (party) => isObserver(party) || (call.customer === null && party.state === 'dialing'),
  );
  if (call.routingPoint === null || !waits) return events;
  return [{ name: 'EventAttachedDataChanged', ...onQueue(call, call.routingPoint), ...third }, ...events];
}

function textExtensions(text: Text): { extensions: KeyValueList } {
  return { extensions: { im: text.im, ...(text.heardBy === undefined ? {} : { whisper: true }) } };
}

/** EventUserEvent 2001: every text, on the pseudo DN `gcti:im`. */
export function textAnnounced(call: Call, text: Text): UnnumberedEvent {
  return {
    name: 'EventUserEvent',
    ...callAttributes(call),
    thisDN: IM_DN,
    otherDN: text.from,
    userEvent: USER_EVENT_IM,
    messageID: text.id,
    ...textExtensions(text),
  };
}

function writerRole(text: Text): PartyRole {
  return text.fromRole === 'supervisor' ? PartyRole.Observer : PartyRole.Origination;
}

/** EventPrivateInfo 3001 for one party that hears the text. */
export function textForParty(call: Call, party: Party, text: Text): UnnumberedEvent {
  return {
    name: 'EventPrivateInfo',
    ...partyAttributes(call, party),
    otherDN: text.from,
    otherDNRole: text.from === party.dn ? party.role : writerRole(text),
    privateMsgID: PrivateMsgId.Text,
    messageID: text.id,
    ...textExtensions(text),
  };
}

/** A text that waited for this party: 3001 with the time at which it came, and until when it was good, if its writer said so. */
export function waitingTextForParty(call: Call, party: Party, text: Text): UnnumberedEvent {
  const event = textForParty(call, party, text);
  return { ...event, extensions: { im: text.im, time: text.time, ...text.expiry } };
}

/** Most characters of text that one transcript carries; of a longer one the latest texts. */
const TRANSCRIPT_LENGTH_MAX = 1_000_000;

function latestTexts(texts: readonly Text[]): readonly Text[] {
  let length = 0;
  const cut = texts.findLastIndex((text) => {
    length += text.im.length;
    return length > TRANSCRIPT_LENGTH_MAX;
  });
  return texts.slice(cut + 1);
}

/** EventPrivateInfo 3005: what was said before the party came, without whispers it did not hear. `omitted` counts what is too long ago. */
export function transcriptForParty(call: Call, party: Party, said: readonly Text[]): UnnumberedEvent {
  const latest = latestTexts(said);
  const omitted = latest[0]?.number ?? 0;
  const texts = latest.filter((text) => mayRead(text, party.dn));
  return {
    name: 'EventPrivateInfo',
    ...partyAttributes(call, party),
    privateMsgID: PrivateMsgId.Transcript,
    extensions: {
      transcript: texts.map(toTranscriptEntry) as unknown as KeyValue,
      ...(omitted > 0 ? { omitted } : {}),
      ...(isObserver(party) ? { MonitorMode: party.observing.mode, MonitorScope: party.observing.scope } : {}),
    },
    ...(isObserver(party) ? { thirdPartyDN: party.observing.watches, thirdPartyDNRole: PartyRole.Destination } : {}),
  };
}

/** EventPrivateInfo 3004, on the DN of the agent who wrote the text, while he is in the call. */
export function deliveryState(call: Call, text: Text, delivery: DeliveryState): readonly UnnumberedEvent[] {
  return attendingParties(call)
    .filter((party) => party.dn === text.from)
    .map((party) => ({
      name: 'EventPrivateInfo' as const,
      ...partyAttributes(call, party),
      privateMsgID: PrivateMsgId.DeliveryState,
      messageID: text.id,
      extensions: { ...delivery },
    }));
}
