import type { Dn } from '@cordboard/shared/ids';
import type { LeftOutReason } from '@cordboard/shared/routing/decision-record';
import { WorkMode } from '@cordboard/shared/tlib/agent-states';
import { canAccept } from '../capacity/can-accept.ts';
import type { Occupancy } from '../capacity/occupancy.ts';
import type { AgentModel } from './agent-model.ts';
import type { AgentSession } from './agent-session.ts';

/** What counts on all DNs of the place, per medium: ringing parties too, observers not. */
function occupancyOf(model: AgentModel, dns: readonly Dn[]): Occupancy {
  let chat = 0;
  let voice = 0;
  for (const dn of dns) {
    const held = model.interactionsOn(dn);
    chat += held.chat;
    voice += held.voice;
  }
  return addAfterCallWork(model, dns, { chat, voice });
}

/** With the option `capacity-treat-acw-as-interaction` after-call work takes a slot of the medium of its DN. */
function addAfterCallWork(model: AgentModel, dns: readonly Dn[], held: Occupancy): Occupancy {
  if (!model.configuration.tenant.options['capacity-treat-acw-as-interaction']) return held;
  let { chat, voice } = held;
  for (const dn of dns) {
    const session = model.agentSessions.get(dn);
    const isAfterCallWork =
      session?.state === 'afterCallWork' ||
      (session?.state === 'notReady' && session.workMode === WorkMode.AfterCallWork);
    if (!isAfterCallWork) continue;
    if (model.configuration.findExtension(dn)?.options.multimedia === true) chat += 1;
    else voice += 1;
  }
  return { chat, voice };
}

/** Why the router may not offer a chat; null when it may. */
export function whyNoChat(
  { configuration }: Pick<AgentModel, 'configuration'>,
  session: AgentSession,
  occupancy: Occupancy,
): LeftOutReason | null {
  const options = configuration.findExtension(session.id)?.options;
  if (options?.multimedia !== true) return 'noChat';
  if (options['sip-signaling-chat'] === true && session.hasEndpoint !== true) return 'noEndpoint';
  if (session.state === 'afterCallWork') return 'afterCallWork';
  if (session.state !== 'ready') return 'notReady';
  if (session.logoutPending) return 'loggingOut';
  if (session.absentSince !== null) return 'absent';
  if (!configuration.tenant.options.use_agent_capacity) return null;
  const rule = configuration.capacityRuleFor(session.userName, session.place);
  return canAccept(rule, occupancy, 'chat') ? null : 'atCapacity';
}

/** Whether the router may offer a chat: the DN takes IMs, by SIP only with a client there; the agent is Ready and present, the capacity rule has room. */
function canTakeChat(model: AgentModel, session: AgentSession, occupancy: Occupancy): boolean {
  return whyNoChat(model, session, occupancy) === null;
}

/**
 * Brings occupancy and `canTakeChat` of all sessions of the place up to date. To be called after every change of parties or
 * agent state. `happened` says whether the agent has just been given an interaction, by the router or by somebody else, or
 * has given one back: his waiting time begins anew.
 */
export function refreshAvailability(model: AgentModel, dn: Dn, happened?: 'offered' | 'given' | 'released'): void {
  const dns = model.dnsOfSamePlace(dn);
  const occupancy = occupancyOf(model, dns);
  for (const sameDn of dns) {
    const session = model.agentSessions.get(sameDn);
    if (session === undefined) continue;
    const known = { ...session, hasEndpoint: model.hasEndpoint(sameDn) };
    const changed = {
      ...known,
      occupancy,
      canTakeChat: canTakeChat(model, known, occupancy),
      waitingSince: happened !== undefined && sameDn === dn ? model.now : session.waitingSince,
      offeredAt: happened === 'offered' && sameDn === dn ? model.now : session.offeredAt,
    };
    const isSame =
      changed.canTakeChat === session.canTakeChat &&
      changed.hasEndpoint === (session.hasEndpoint ?? false) &&
      changed.waitingSince === session.waitingSince &&
      changed.offeredAt === session.offeredAt &&
      occupancy.chat === session.occupancy.chat &&
      occupancy.voice === session.occupancy.voice;
    if (!isSame) model.agentSessions.put(changed);
  }
}
