import type { Dn } from '@cordboard/shared/ids';
import type { TEvent } from '@cordboard/shared/tlib/events';
import { findParty } from '../../../domain/call-model/calls/call.ts';
import {
  assistanceForAgent,
  assistanceForSupervisor,
} from '../../../domain/call-model/events/events-for-parties-assistance.ts';
import type { Decision } from '../../switch/decision.ts';

/** 3003, without numbers: for a supervisor on this DN what waits for help, for an agent what he has asked for himself. */
export function openAssistanceOn(decision: Decision, dn: Dn): readonly TEvent[] {
  const supervisor = decision.seatOn(dn)?.userName;
  if (supervisor === undefined) return [];
  return [...decision.assistanceRequests.values()].flatMap((request): TEvent[] => {
    const call = decision.calls.get(request.connId);
    const asker = call === undefined || request.agentDn !== dn ? undefined : findParty(call, dn);
    if (call !== undefined && asker !== undefined)
      return [{ ...assistanceForAgent(call, asker, request, request.state), time: decision.now } as TEvent];
    const isFor = supervisor !== request.userName && decision.configuration.supervises(supervisor, request.userName);
    if (call === undefined || request.state !== 'asked' || !isFor) return [];
    return [{ ...assistanceForSupervisor(call, dn, request, 'asked'), time: decision.now } as TEvent];
  });
}
