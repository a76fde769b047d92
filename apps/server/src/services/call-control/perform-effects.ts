import { unreachable } from '../../base/assert.ts';
import type { Counters } from '../../base/counters.ts';
import type { Logger } from '../../base/logger.ts';
import type { MsrpSender } from '../../protocols/msrp/msrp-handler.ts';
import type { RequestSender } from '../../protocols/sip/user-agent/request-handler.ts';
import type { FlowGate } from '../messaging/requests/flow-gate.ts';
import type { InviteOutcome, InviteSender } from '../messaging/requests/invite-sender.ts';
import type { RequestOutcome } from '../messaging/requests/request-outcome.ts';
import type { Effect } from '../switch/effects/effects.ts';
import type { SwitchState } from '../switch/switch-state.ts';
import type { EventPublisher } from './clients/event-publisher.ts';
import type { DeadlineTimers } from './deadline-timers.ts';

/** Where effects go. */
export interface EffectTargets {
  readonly state: SwitchState;
  readonly publisher: EventPublisher;
  readonly timers: DeadlineTimers;
  readonly sender: RequestSender;
  readonly flowGate: FlowGate;
  readonly msrp: MsrpSender;
  readonly inviteSender: InviteSender;
  readonly logger: Logger;
  readonly counters: Counters;
  /** The outcome of a leg's request: an input of its own. */
  readonly requestSettled: (legId: string, branch: string, outcome: RequestOutcome) => void;
  /** The outcome of a NOTIFY. */
  readonly noticeSettled: (subscriptionId: string, branch: string, outcome: RequestOutcome) => void;
  /** A client does not take notices of this type: an input of its own. */
  readonly noticeRefused: (legId: string, contentType: string) => void;
  /** The same of an INVITE to an agent's client. */
  readonly inviteSettled: (legId: string, branch: string, outcome: InviteOutcome) => void;
}

/** Does what a stored decision released. */
export function performEffect(targets: EffectTargets, effect: Effect): void {
  const { state, publisher, timers, sender, flowGate } = targets;
  switch (effect.name) {
    case 'publishEvent':
      publisher.publish(effect);
      return;
    case 'showEvent':
      publisher.show(effect.event);
      return;
    case 'answerClient':
      effect.client.send(effect.event);
      return;
    case 'repeatAnswer':
      publisher.repeatAnswer(effect.asker, effect.stored, effect.unreadable);
      return;
    case 'attachClient':
      publisher.attach(effect.client, effect.opening);
      return;
    case 'endClients':
      for (const client of publisher.clientsOf(effect.userName, effect.place)) client.end(effect.reason);
      return;
    case 'resolve':
      effect.resolve();
      return;
    case 'armDeadline':
      timers.arm(effect.deadline);
      return;
    case 'disarmDeadline':
      timers.disarm(effect.id);
      return;
    case 'forgetTranscript':
      state.transcripts.forget(effect.connId);
      return;
    case 'showDesk':
      for (const watcher of effect.watchers) watcher.show(effect.show);
      return;
    case 'respond':
      effect.received.respond(effect.response);
      return;
    case 'countRefusal':
      targets.counters.count('sip_rate_limited', { decision: 'refuse', limit: effect.limit });
      return;
    case 'sendLegRequest':
      flowGate.send({
        request: effect.request,
        branch: effect.branch,
        flow: effect.flow,
        settled: (outcome) => targets.requestSettled(effect.legId, effect.branch, outcome),
      });
      return;
    case 'sendNotice': {
      const { subscriptionId, flow, branch, request } = effect;
      const settled = (outcome: RequestOutcome) => targets.noticeSettled(subscriptionId, branch, outcome);
      flowGate.send({ request, branch, flow, settled });
      return;
    }
    case 'sendLegNotice': {
      const { legId, flow, branch, request, remembered, isOptional } = effect;
      flowGate.send({
        request,
        branch,
        flow,
        isOptional,
        settled: (outcome) => {
          if ('status' in outcome && outcome.status === 415) targets.noticeRefused(legId, remembered);
        },
      });
      return;
    }
    case 'openMsrpSession':
      targets.msrp.openSession(effect.session);
      if (effect.target !== null) targets.msrp.connect(effect.session.sessionId, effect.target);
      return;
    case 'closeMsrpSession':
      targets.msrp.closeSession(effect.sessionId);
      return;
    case 'sendMsrpMessage':
      targets.msrp.send(effect.sessionId, effect.message, (outcome) =>
        targets.requestSettled(effect.legId, effect.branch, outcome),
      );
      return;
    case 'respondMsrp':
      effect.received.respond(effect.status);
      return;
    case 'sendInvite':
      targets.inviteSender.send(effect.request, effect.branch, effect.flow, (outcome) =>
        targets.inviteSettled(effect.legId, effect.branch, outcome),
      );
      return;
    case 'cancelInvite':
      targets.inviteSender.cancel(effect.cancel, effect.branch, effect.flow);
      return;
    case 'sendAck':
      sender.sendStateless(effect.request, effect.flow);
      return;
    case 'repeatAcceptance':
      sender.sendStateless(effect.response, effect.flow);
      return;
    default:
      unreachable(effect);
  }
}
