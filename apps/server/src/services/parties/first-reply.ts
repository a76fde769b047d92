import type { ConnId, Dn } from '@cordboard/shared/ids';
import { findParty } from '../../domain/call-model/calls/call.ts';
import {
  firstReplyForAgent,
  firstReplyForSupervisor,
} from '../../domain/call-model/events/events-for-parties-first-reply.ts';
import { supervisorDnsOf } from '../../domain/call-model/operations/assistance.ts';
import { routeWaiting } from '../router/router.ts';
import type { Decision } from '../switch/decision.ts';
import { moveParty } from './move-party.ts';

/**
 * The agent has answered and not written to the customer in time: he and those who supervise him are told, and with
 * `first-reply-action` = requeue the customer goes back to the head of his queue.
 */
export function firstReplyDue(decision: Decision, subject: string): void {
  const [connId = '', dn = ''] = subject.split('|');
  const call = decision.calls.get(connId as ConnId);
  const party = call === undefined ? undefined : findParty(call, dn as Dn);
  if (call === undefined || (party?.state !== 'established' && party?.state !== 'held')) return;
  const options = decision.configuration.tenant.options;
  const isRequeued = options['first-reply-action'] === 'requeue' && call.routingPoint !== null;
  const told = { action: isRequeued ? 'requeue' : 'notice', seconds: options['first-reply-timeout'] };
  decision.publish(firstReplyForAgent(call, party, told));
  const agent = decision.agentSessions.get(party.dn)?.userName;
  for (const supervisor of agent === undefined ? [] : supervisorDnsOf(decision, agent)) {
    decision.publish(firstReplyForSupervisor(call, supervisor, party.dn, told));
  }
  if (isRequeued) moveParty(decision, call, party, { name: 'redirected' });
  routeWaiting(decision);
}
