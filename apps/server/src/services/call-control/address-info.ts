import type { Dn } from '@cordboard/shared/ids';
import { AgentStatus } from '@cordboard/shared/tlib/agent-states';
import type { KeyValue, KeyValueList } from '@cordboard/shared/tlib/attached-data';
import type { EventAddressInfo, EventRegistered } from '@cordboard/shared/tlib/events';
import type { AgentSession } from '../../domain/agents/agent-session.ts';
import { findParty } from '../../domain/call-model/call.ts';
import type { CallModel } from '../../domain/call-model/call-model.ts';

const STATUS: Readonly<Record<AgentSession['state'], AgentStatus>> = {
  notReady: AgentStatus.NotReady,
  ready: AgentStatus.Ready,
  afterCallWork: AgentStatus.AfterCallWork,
};

/** State of the agent on a DN. */
function agentExtensions(session: AgentSession | undefined): KeyValueList {
  if (session === undefined) return { AgentStatus: AgentStatus.LoggedOut };
  return {
    AgentStatus: STATUS[session.state],
    AgentStatusSince: session.since,
    agentWorkMode: session.workMode,
    reasons: session.reasons,
    ...(session.queue === null ? {} : { 'queue-1': session.queue }),
  };
}

/** `conn-N`, `ct-N`, `mt-N`, `ps-N`: the calls on a DN; `ts-N`: since when (ms since 1970) the party is in its state. */
function callExtensions(model: CallModel, dn: Dn): KeyValueList {
  const calls = model.callsOnDn(dn).toSorted((left, right) => left.startedAt - right.startedAt);
  const pairs = calls.flatMap((call, position): [string, KeyValue][] => {
    const number = position + 1;
    const party = findParty(call, dn);
    return [
      [`conn-${number}`, call.id],
      [`ct-${number}`, call.callType],
      [`mt-${number}`, call.mediaType],
      [`ps-${number}`, party?.state ?? 'ringing'],
      [`ts-${number}`, party?.since ?? call.startedAt],
    ];
  });
  return Object.fromEntries(pairs);
}

function address(model: CallModel, dn: Dn) {
  const session = model.agentSessions.get(dn);
  return {
    time: model.now,
    thisDN: dn,
    ...(session === undefined ? {} : { agentID: session.agentId }),
    extensions: { ...agentExtensions(session), ...callExtensions(model, dn) },
  };
}

/** EventRegistered: with the state of the DN in its extensions, as EventAddressInfo has it. */
export function registeredEvent(model: CallModel, dn: Dn): EventRegistered {
  return { name: 'EventRegistered', ...address(model, dn) };
}

export function addressInfoEvent(model: CallModel, dn: Dn): EventAddressInfo {
  return { name: 'EventAddressInfo', ...address(model, dn) };
}
