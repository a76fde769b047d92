/**
 * Who gets which event, with which attributes. Every event about a call is built here and nowhere else.
 * Order and attributes: docs/spec/call-model.md.
 */
import { type Dn, IM_DN } from '@cordboard/shared/ids';
import type { KeyValue, KeyValueList } from '@cordboard/shared/tlib/attached-data';
import { CallState, PartyRole, PrivateMsgId, USER_EVENT_IM } from '@cordboard/shared/tlib/call-types';
import type { CallAttributes, UnnumberedEvent } from '@cordboard/shared/tlib/events';
import { type Call, establishedParties } from './call.ts';
import type { Party } from './party.ts';
import { type DeliveryState, type Text, toTranscriptEntry } from './text.ts';

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
    ani: call.customer.address,
  };
}

/** The customer as the other side. */
function customerSide(call: Call) {
  return { otherDN: call.customer.address, otherDNRole: PartyRole.Origination };
}

/** Attributes of an event on a party's own DN. */
export function partyAttributes(call: Call, party: Party, callState: CallState = CallState.Ok) {
  return {
    ...callAttributes(call, callState),
    ...customerSide(call),
    thisDN: party.dn,
    thisDNRole: party.role,
    agentID: party.agentId,
    ...(party.thisQueue === null ? {} : { thisQueue: party.thisQueue }),
  };
}

function onQueue(call: Call, dn: Dn, callState: CallState = CallState.Ok) {
  return {
    ...callAttributes(call, callState),
    ...customerSide(call),
    thisDN: dn,
    thisQueue: dn,
    thisDNRole: PartyRole.Destination,
  };
}

function towards(dn: Dn) {
  return { thirdPartyDN: dn, thirdPartyDNRole: PartyRole.Destination };
}

/** The call waits on a routing point for instructions. `reason` tells why it does so again. */
export function routeRequest(call: Call, routingPoint: Dn, reason?: string): UnnumberedEvent {
  const extensions = reason === undefined ? {} : { extensions: { reason } };
  return { name: 'EventRouteRequest', ...onQueue(call, routingPoint), ...extensions };
}

/** The router's marks on events of a virtual queue. */
function queueExtensions(call: Call, virtualQueueId: string): { extensions: KeyValueList } {
  return { extensions: { SIGNATURE: 'router', VQID: virtualQueueId, CallUUID: call.callUuid } };
}

export function queued(call: Call, virtualQueue: Dn, virtualQueueId: string): UnnumberedEvent {
  return { name: 'EventQueued', ...onQueue(call, virtualQueue), ...queueExtensions(call, virtualQueueId) };
}

/** `preview` is the beginning of what the customer wrote and nobody has received. */
export function ringing(call: Call, party: Party, preview: string | undefined): UnnumberedEvent {
  const extensions = preview === undefined ? {} : { extensions: { preview } };
  return { name: 'EventRinging', ...partyAttributes(call, party), ...extensions };
}

/** The routed call was answered (divert-on-ringing is false). */
export function routeUsed(call: Call, routingPoint: Dn, party: Party): UnnumberedEvent {
  return { name: 'EventRouteUsed', ...onQueue(call, routingPoint), ...towards(party.dn) };
}

export function diverted(call: Call, virtualQueue: Dn, virtualQueueId: string, party: Party): UnnumberedEvent {
  return {
    name: 'EventDiverted',
    ...onQueue(call, virtualQueue),
    ...towards(party.dn),
    ...queueExtensions(call, virtualQueueId),
  };
}

export function established(call: Call, party: Party): UnnumberedEvent {
  return { name: 'EventEstablished', ...partyAttributes(call, party) };
}

/** `callState` says why the party left; `endedBy` who ended the call: `customer`, a DN or `system`. */
export function released(call: Call, party: Party, callState: CallState, endedBy?: string): UnnumberedEvent {
  const extensions = endedBy === undefined ? {} : { extensions: { endedBy } };
  return { name: 'EventReleased', ...partyAttributes(call, party, callState), ...extensions };
}

/** The customer left before the answer: on the ringing DN. */
export function abandonedOnParty(call: Call, party: Party): UnnumberedEvent {
  return { name: 'EventAbandoned', ...partyAttributes(call, party) };
}

/** The customer left before the answer: on the virtual queue or the routing point. */
export function abandonedOnQueue(call: Call, dn: Dn): UnnumberedEvent {
  return { name: 'EventAbandoned', ...onQueue(call, dn) };
}

/** User data changed: on every party's DN, or on the routing point while there is none. `changedBy` is the DN that did it. */
export function attachedDataChanged(call: Call, changedBy: Dn): readonly UnnumberedEvent[] {
  const third = { thirdPartyDN: changedBy };
  if (call.parties.length === 0) return [{ name: 'EventAttachedDataChanged', ...onQueue(call, call.dnis), ...third }];
  return call.parties.map((party) => ({ name: 'EventAttachedDataChanged', ...partyAttributes(call, party), ...third }));
}

function textExtensions(text: Text): { extensions: KeyValueList } {
  return { extensions: { im: text.im } };
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

/** EventPrivateInfo 3001 for one party that hears the text. */
export function textForParty(call: Call, party: Party, text: Text): UnnumberedEvent {
  return {
    name: 'EventPrivateInfo',
    ...partyAttributes(call, party),
    otherDN: text.from,
    otherDNRole: text.from === party.dn ? party.role : PartyRole.Origination,
    privateMsgID: PrivateMsgId.Text,
    messageID: text.id,
    ...textExtensions(text),
  };
}

/** A text that waited for this party: 3001 with the time at which it came. */
export function waitingTextForParty(call: Call, party: Party, text: Text): UnnumberedEvent {
  const event = textForParty(call, party, text);
  return { ...event, extensions: { im: text.im, time: text.time } };
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

/** EventPrivateInfo 3005: what was said before the party came. `omitted` counts what is too long ago. */
export function transcriptForParty(call: Call, party: Party, said: readonly Text[]): UnnumberedEvent {
  const texts = latestTexts(said);
  const omitted = texts[0]?.number ?? 0;
  return {
    name: 'EventPrivateInfo',
    ...partyAttributes(call, party),
    privateMsgID: PrivateMsgId.Transcript,
    extensions: {
      transcript: texts.map(toTranscriptEntry) as unknown as KeyValue,
      ...(omitted > 0 ? { omitted } : {}),
    },
  };
}

/** EventPrivateInfo 3004, on the DN of the agent who wrote the text, while he is in the call. */
export function deliveryState(call: Call, text: Text, delivery: DeliveryState): readonly UnnumberedEvent[] {
  return establishedParties(call)
    .filter((party) => party.dn === text.from)
    .map((party) => ({
      name: 'EventPrivateInfo' as const,
      ...partyAttributes(call, party),
      privateMsgID: PrivateMsgId.DeliveryState,
      messageID: text.id,
      extensions: { ...delivery },
    }));
}
