import { unreachable } from '../../../base/assert.ts';
import { advance, type Effect, type Input } from '../../../protocols/sip/dialogs/session-machine.ts';
import type { SipResponse } from '../../../protocols/sip/message/message.ts';
import { reasonPhrase } from '../../../protocols/sip/message/status-codes.ts';
import type { CustomerLeg, SessionAddressing, StoredResponse } from '../../switch/rows/leg.ts';
import type { MessagingContext } from '../network/messaging-context.ts';

/** A leg in session mode. */
export type SessionLeg = CustomerLeg & { readonly addressing: SessionAddressing };

export function isSessionLeg(leg: CustomerLeg | undefined): leg is SessionLeg {
  return leg?.addressing.kind === 'session';
}

function toResponse({ status, headers, body }: StoredResponse): SipResponse {
  return { kind: 'response', status, reason: reasonPhrase(status), headers, body: Buffer.from(body, 'utf8') };
}

export function toStored({ status, headers, body }: SipResponse): StoredResponse {
  return { status, headers, body: body.toString('utf8') };
}

/** What the session's machine wants from whoever moved it; timers and repeats are done here. */
export type SessionOrder = Exclude<Effect, { name: 'repeatAnswer' | 'startTimer' | 'stopTimer' }>;

const DEADLINE_OF_TIMER = { retransmit: 'legRetransmit', acknowledge: 'legAcknowledgement' } as const;

/** Moves the INVITE session of a leg, keeps the leg, runs the session's timers. */
export function moveSession(
  context: MessagingContext,
  leg: SessionLeg,
  input: Input,
): { leg: SessionLeg; orders: readonly SessionOrder[] } {
  const step = advance(leg.addressing.session, input);
  const moved: SessionLeg = { ...leg, addressing: { ...leg.addressing, session: step.state } };
  if (step.state !== leg.addressing.session) context.decision.state.legs.put(moved);
  return { leg: moved, orders: performTimers(context, moved, step.effects) };
}

/** Does what needs nobody else; returns the rest. */
export function performTimers(
  context: MessagingContext,
  leg: SessionLeg,
  effects: readonly Effect[],
): readonly SessionOrder[] {
  const { decision } = context;
  const orders: SessionOrder[] = [];
  for (const effect of effects) {
    switch (effect.name) {
      case 'startTimer':
        decision.setDeadline(DEADLINE_OF_TIMER[effect.timer], leg.id, effect.durationMs);
        break;
      case 'stopTimer':
        decision.cancelDeadline(DEADLINE_OF_TIMER[effect.timer], leg.id);
        break;
      case 'repeatAnswer':
        if (leg.addressing.acceptance === null) break;
        decision.release({ name: 'repeatAcceptance', flow: leg.flow, response: toResponse(leg.addressing.acceptance) });
        break;
      case 'acceptInvite':
      case 'refuseInvite':
      case 'answerBye':
      case 'sendBye':
      case 'end':
        orders.push(effect);
        break;
      default:
        unreachable(effect);
    }
  }
  return orders;
}
