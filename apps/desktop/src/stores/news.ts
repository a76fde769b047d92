import { CallState, PartyRole, PrivateMsgId } from '@cordboard/shared/tlib/call-types';
import type { EventPrivateInfo, TEvent } from '@cordboard/shared/tlib/events';
import { reasonOf } from './agent/agent-reducer.ts';
import { colleagueName } from './interactions/colleague-name.ts';
import type { InteractionsState } from './interactions/interaction.ts';
import { nameOf } from './interactions/interaction-name.ts';

/** Whose doing it was, when it was not one's own. */
function byWhom(event: TEvent): string | null {
  const { by, byName } = event.extensions ?? {};
  if (typeof byName === 'string' && byName !== '') return byName;
  return typeof by === 'string' && by !== '' ? colleagueName(by) : null;
}

/**
 * What others have done to this desk, in a sentence; null when there is nothing to say. `before` is how the calls were
 * when the event came.
 */
export function newsOf(event: TEvent, before: InteractionsState): string | null {
  switch (event.name) {
    case 'EventAgentNotReady': {
      const by = byWhom(event);
      const reason = reasonOf(event.reasons);
      return by === null ? null : `${by} made you Not Ready${reason === null ? '' : `: ${reason}`}.`;
    }
    case 'EventAgentLogout': {
      const by = byWhom(event);
      const reason = reasonOf(event.reasons);
      return by === null ? null : `${by} logged you out${reason === null ? '' : `: ${reason}`}.`;
    }
    case 'EventReleased': {
      const known = before.interactions[event.connID];
      if (known?.dn !== event.thisDN || event.callState !== CallState.Redirected || known.phase !== 'active')
        return null;
      const to = event.thirdPartyDN;
      const by = byWhom(event);
      const passive = `The chat with ${nameOf(known)} was ${to === undefined ? 'put back in the queue' : `given to ${colleagueName(to)}`}`;
      return by === null ? `${passive}.` : `${passive} by ${by}.`;
    }
    case 'EventRinging': {
      if (event.thisDNRole === PartyRole.Observer) return null;
      const reason = event.extensions?.reason;
      const why =
        reason === 'transferDeclined' ? 'was declined' : reason === 'transferNotAnswered' ? 'was not answered' : null;
      return why === null ? null : `Your transfer ${why}: the chat rings at your desk again.`;
    }
    case 'EventPrivateInfo':
      return event.privateMsgID === PrivateMsgId.FirstReply ? firstReplyMissed(event, before) : null;
    default:
      return null;
  }
}

/** 3006: an agent has not written in time; one's own chat, or that of somebody whom one supervises. */
function firstReplyMissed(event: EventPrivateInfo, before: InteractionsState): string | null {
  const { action, seconds, agentDN } = event.extensions ?? {};
  if (typeof seconds !== 'number' || typeof agentDN !== 'string') return null;
  const isOwn = agentDN === event.thisDN;
  const known = isOwn ? before.interactions[event.connID] : undefined;
  const { userData, callType } = event;
  const customer = nameOf(known ?? { customer: event.ani ?? 'the customer', userData, callType });
  const who = isOwn ? 'You have' : `${colleagueName(agentDN)} has`;
  const then = action === 'requeue' ? ' The chat goes back to its queue.' : '';
  return `${who} not written to ${customer} within ${seconds} seconds.${then}`;
}
