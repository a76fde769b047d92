import type { ErrorCode } from '../errors.ts';
import type { AgentId, ConnId, Dn, MessageId } from '../ids.ts';
import type { WorkMode } from './agent-states.ts';
import type { KeyValueList } from './attached-data.ts';
import type { CallState, CallType, MediaType, PartyRole } from './call-types.ts';
import type { MonitorNextCallType } from './monitoring.ts';
import type { TreatmentType } from './treatments.ts';

/** Common to all events. Only stored events carry `eventSequenceNumber`. */
interface Common {
  readonly eventSequenceNumber?: number;
  /** Milliseconds since 1970, microseconds as fraction. */
  readonly time: number;
  /** Only on the copy that goes to the socket that asked. */
  readonly referenceID?: number;
  readonly reasons?: KeyValueList;
  readonly extensions?: KeyValueList;
}

interface OnDn extends Common {
  readonly thisDN: Dn;
}

/** Attributes that every event about a call carries. */
export interface CallAttributes {
  readonly connID: ConnId;
  readonly callUUID: string;
  readonly callID: number;
  readonly callType: CallType;
  readonly callState: CallState;
  readonly mediaType: MediaType;
  readonly userData: KeyValueList;
  readonly dnis?: string;
  readonly ani?: string;
  readonly previousConnID?: ConnId;
  readonly thisDNRole?: PartyRole;
  readonly otherDN?: string;
  readonly otherDNRole?: PartyRole;
  readonly thirdPartyDN?: string;
  readonly thirdPartyDNRole?: PartyRole;
  readonly thisQueue?: Dn;
  readonly agentID?: AgentId;
}

interface OnCall extends OnDn, CallAttributes {}

interface AgentEvent extends OnDn {
  readonly agentID: AgentId;
  readonly agentWorkMode: WorkMode;
  readonly thisQueue?: Dn;
}

/** On both DNs of a subscription; `otherDN` is the other one. Extensions: MonitorMode, MonitorScope. */
interface MonitoringEvent extends OnDn {
  readonly otherDN: Dn;
  /** Observer on the supervisor's DN. */
  readonly thisDNRole?: PartyRole;
  readonly otherDNRole?: PartyRole;
  readonly monitorNextCallType: MonitorNextCallType;
}

interface OnTreatment extends OnCall {
  readonly treatmentType: TreatmentType;
}

type Named<Name extends string, Attributes> = { readonly name: Name } & Attributes;

export type EventServerConnected = Named<'EventServerConnected', Common>;
/** `extensions.lastSequence` is the point to resume from. */
export type EventLinkConnected = Named<'EventLinkConnected', Common>;
export type EventRegistered = Named<'EventRegistered', OnDn & { readonly agentID?: AgentId }>;
export type EventUnregistered = Named<'EventUnregistered', OnDn>;
export type EventAgentLogin = Named<'EventAgentLogin', AgentEvent>;
export type EventAgentLogout = Named<'EventAgentLogout', AgentEvent>;
export type EventAgentReady = Named<'EventAgentReady', AgentEvent>;
export type EventAgentNotReady = Named<'EventAgentNotReady', AgentEvent>;
export type EventRouteRequest = Named<'EventRouteRequest', OnCall>;
export type EventRouteUsed = Named<'EventRouteUsed', OnCall>;
export type EventQueued = Named<'EventQueued', OnCall>;
export type EventDiverted = Named<'EventDiverted', OnCall>;
export type EventAbandoned = Named<'EventAbandoned', OnCall>;
export type EventRinging = Named<'EventRinging', OnCall>;
export type EventDialing = Named<'EventDialing', OnCall>;
export type EventDestinationBusy = Named<'EventDestinationBusy', OnCall>;
export type EventHeld = Named<'EventHeld', OnCall>;
export type EventRetrieved = Named<'EventRetrieved', OnCall>;
export type EventPartyAdded = Named<'EventPartyAdded', OnCall>;
export type EventPartyDeleted = Named<'EventPartyDeleted', OnCall>;
export type EventPartyChanged = Named<'EventPartyChanged', OnCall>;
export type EventEstablished = Named<'EventEstablished', OnCall>;
export type EventReleased = Named<'EventReleased', OnCall>;
export type EventMonitoringNextCall = Named<'EventMonitoringNextCall', MonitoringEvent>;
export type EventMonitoringCancelled = Named<'EventMonitoringCancelled', MonitoringEvent>;
export type EventMuteOn = Named<'EventMuteOn', OnCall>;
export type EventMuteOff = Named<'EventMuteOff', OnCall>;
export type EventAttachedDataChanged = Named<'EventAttachedDataChanged', OnCall>;
/** On the routing point: a treatment has begun. */
export type EventTreatmentApplied = Named<
  'EventTreatmentApplied',
  OnTreatment & { readonly treatmentParameters: KeyValueList }
>;
/** It has ended; `collectedDigits` is the customer's text when it asked for one. Extensions: COMPLETION_STATUS. */
export type EventTreatmentEnd = Named<'EventTreatmentEnd', OnTreatment & { readonly collectedDigits?: string }>;
/** It cannot be had for this medium. */
export type EventTreatmentNotApplied = Named<'EventTreatmentNotApplied', OnTreatment & { readonly errorCode: number }>;
export type EventUserEvent = Named<
  'EventUserEvent',
  OnCall & { readonly userEvent: number; readonly messageID: MessageId }
>;
export type EventPrivateInfo = Named<
  'EventPrivateInfo',
  OnCall & { readonly privateMsgID: number; readonly messageID?: MessageId }
>;
export type EventPartyInfo = Named<'EventPartyInfo', OnCall>;
export type EventAddressInfo = Named<'EventAddressInfo', OnDn & { readonly agentID?: AgentId }>;
export type EventServerInfo = Named<'EventServerInfo', Common>;
export type EventACK = Named<'EventACK', Common & { readonly thisDN?: Dn }>;
export type EventError = Named<
  'EventError',
  Common & {
    readonly thisDN?: string;
    readonly connID?: string;
    readonly errorCode: ErrorCode;
    readonly errorMessage: string;
  }
>;

/** What the server emits as `event`. */
export type TEvent =
  | EventServerConnected
  | EventLinkConnected
  | EventRegistered
  | EventUnregistered
  | EventAgentLogin
  | EventAgentLogout
  | EventAgentReady
  | EventAgentNotReady
  | EventRouteRequest
  | EventRouteUsed
  | EventQueued
  | EventDiverted
  | EventAbandoned
  | EventRinging
  | EventDialing
  | EventDestinationBusy
  | EventHeld
  | EventRetrieved
  | EventPartyAdded
  | EventPartyDeleted
  | EventPartyChanged
  | EventEstablished
  | EventReleased
  | EventMonitoringNextCall
  | EventMonitoringCancelled
  | EventMuteOn
  | EventMuteOff
  | EventAttachedDataChanged
  | EventTreatmentApplied
  | EventTreatmentEnd
  | EventTreatmentNotApplied
  | EventUserEvent
  | EventPrivateInfo
  | EventPartyInfo
  | EventAddressInfo
  | EventServerInfo
  | EventACK
  | EventError;

export type TEventName = TEvent['name'];
/** An event that happens on a DN: it can be stored, numbered and distributed to the clients registered there. */
export type DnEvent = Extract<TEvent, { readonly thisDN: Dn }>;
/** An event about a call. */
export type CallEvent = Extract<TEvent, CallAttributes>;

/** Omit that keeps a union a union. */
type Without<Union, Key extends string> = Union extends unknown ? Omit<Union, Key> : never;
/** An event on a DN before it has its number and time. */
export type UnnumberedEvent = Without<DnEvent, 'eventSequenceNumber' | 'time' | 'referenceID'>;
