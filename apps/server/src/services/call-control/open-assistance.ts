import type { Dn } from '@cordboard/shared/ids';
import type { TEvent } from '@cordboard/shared/tlib/events';
import { assistanceForSupervisor } from '../../domain/call-model/events-for-parties-assistance.ts';
import type { Decision } from '../switch/decision.ts';

/** 3003 asked, without numbers, for what waits for help of the supervisor who is logged in on this DN. */
export function openAssistanceOn(decision: Decision, dn: Dn): readonly TEvent[] {
  const supervisor = decision.agentSessions.get(dn)?.userName;
  if (supervisor === undefined) return [];
  return [...decision.assistanceRequests.values()].flatMap((request): TEvent[] => {
    const call = decision.calls.get(request.connId);
    const isFor = supervisor !== request.userName && decision.configuration.supervises(supervisor, request.userName);
    if (call === undefined || request.state !== 'asked' || !isFor) return [];
    return [{ ...assistanceForSupervisor(call, dn, request, 'asked'), time: decision.now } as TEvent];
  });
}
