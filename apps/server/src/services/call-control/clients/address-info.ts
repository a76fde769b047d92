import type { Dn } from '@cordboard/shared/ids';
import { AgentStatus } from '@cordboard/shared/tlib/agent-states';
import type { KeyValue, KeyValueList } from '@cordboard/shared/tlib/attached-data';
import type { EventAddressInfo, EventRegistered } from '@cordboard/shared/tlib/events';
import type { AgentSession } from '../../../domain/agents/agent-session.ts';
import type { CallModel } from '../../../domain/call-model/call-model.ts';
import { findParty } from '../../../domain/call-model/calls/call.ts';
import { isObserver, type Party } from '../../../domain/call-model/calls/party.ts';
import { isVisibleMode } from '../../../domain/call-model/supervision/visible-observers.ts';
import { capacityVectors } from '../../../domain/capacity/capacity-vector.ts';
import type { Decision } from '../../switch/decision.ts';
import type { TlibClient } from '../../switch/effects/tlib-client.ts';

const STATUS: Readonly<Record<AgentSession['state'], AgentStatus>> = {
  notReady: AgentStatus.NotReady,
  ready: AgentStatus.Ready,
  afterCallWork: AgentStatus.AfterCallWork,
};

/** Most waiting calls that one picture lists; `count` tells of all. */
const QUEUED_CALLS_MAX = 500;

/** State of the agent on a DN. */
function agentExtensions(session: AgentSession | undefined): KeyValueList {
  if (session === undefined) return { AgentStatus: AgentStatus.LoggedOut };
  return {
    AgentStatus: STATUS[session.state],
    AgentStatusSince: session.since,
    agentWorkMode: session.workMode,
    reasons: session.reasons,
    ...(session.logoutPending ? { logoutPending: true } : {}),
    ...(session.queue === null ? {} : { 'queue-1': session.queue }),
  };
}

/** `capacity-chat`, `capacity-voice`: the capacity vector of the agent's place, by the media of this DN. */
function capacityExtensions({ configuration }: CallModel, session: AgentSession | undefined): KeyValueList {
  const options = session === undefined ? undefined : configuration.findExtension(session.id)?.options;
  if (session === undefined || options === undefined) return {};
  const rule = configuration.capacityRuleFor(session.userName, session.place);
  const isReady = session.state === 'ready';
  const vectors = capacityVectors(rule, session.occupancy, { chat: isReady, voice: isReady });
  return {
    ...(options.multimedia ? { 'capacity-chat': [...vectors.chat] } : {}),
    ...(options.voice ? { 'capacity-voice': [...vectors.voice] } : {}),
  };
}

/** Whether the client may know of the party: everybody of all but hidden observers, supervisors of these as well. */
export function mayKnow(model: CallModel, viewer: TlibClient, party: Party | undefined): boolean {
  if (party === undefined || !isObserver(party) || viewer.role === 'supervisor') return true;
  return isVisibleMode(model, party.observing.mode);
}

/**
 * `conn-N`, `ct-N`, `mt-N`, `ps-N`: the calls on a DN; `ts-N`: since when (ms since 1970) the party is in its state; `mm-N`: the mode in which it
 * observes. */
function callExtensions(model: CallModel, viewer: TlibClient, dn: Dn): KeyValueList {
  const calls = model
    .callsOnDn(dn)
    .filter((call) => mayKnow(model, viewer, findParty(call, dn)))
    .toSorted((left, right) => left.startedAt - right.startedAt);
  const pairs = calls.flatMap((call, position): [string, KeyValue][] => {
    const number = position + 1;
    const party = findParty(call, dn);
    return [
      [`conn-${number}`, call.id],
      [`ct-${number}`, call.callType],
      [`mt-${number}`, call.mediaType],
      [`ps-${number}`, party?.state ?? 'ringing'],
      [`ts-${number}`, party?.since ?? call.startedAt],
      ...(party?.observing === undefined ? [] : [[`mm-${number}`, party.observing.mode] as [string, KeyValue]]),
    ];
  });
  return Object.fromEntries(pairs);
}

/** Calls that wait on a routing point or in a virtual queue, and how many: the same keys as for a DN with parties. */
function queueExtensions(decision: Decision, dn: Dn): KeyValueList {
  const waiting = [...decision.state.routeRequests.values()]
    .filter((request) => request.routingPoint === dn || request.virtualQueue === dn)
    .toSorted((left, right) => left.enteredAt - right.enteredAt);
  const pairs = waiting.slice(0, QUEUED_CALLS_MAX).flatMap((request, position): [string, KeyValue][] => {
    const call = decision.calls.get(request.id);
    const number = position + 1;
    if (call === undefined) return [];
    return [
      [`conn-${number}`, call.id],
      [`ct-${number}`, call.callType],
      [`mt-${number}`, call.mediaType],
      [`ps-${number}`, request.offeredTo === null ? 'queued' : 'ringing'],
      [`ts-${number}`, request.enteredAt],
    ];
  });
  return { count: waiting.length, ...Object.fromEntries(pairs) };
}

function address(model: Decision, viewer: TlibClient, dn: Dn) {
  if (model.configuration.findExtension(dn) === undefined) {
    return { time: model.now, thisDN: dn, extensions: queueExtensions(model, dn) };
  }
  const session = model.agentSessions.get(dn);
  return {
    time: model.now,
    thisDN: dn,
    ...(session === undefined ? {} : { agentID: session.agentId }),
    extensions: {
      ...agentExtensions(session),
      ...capacityExtensions(model, session),
      ...callExtensions(model, viewer, dn),
    },
  };
}

/** EventRegistered: with the state of the DN in its extensions, as EventAddressInfo has it. */
export function registeredEvent(model: Decision, viewer: TlibClient, dn: Dn): EventRegistered {
  return { name: 'EventRegistered', ...address(model, viewer, dn) };
}

export function addressInfoEvent(model: Decision, viewer: TlibClient, dn: Dn): EventAddressInfo {
  return { name: 'EventAddressInfo', ...address(model, viewer, dn) };
}
