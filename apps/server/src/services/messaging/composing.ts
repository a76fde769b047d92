/** Typing notices (RFC 3994) between a customer's client and the agents. */
import type { Dn } from '@cordboard/shared/ids';
import {
  AGENT_REFRESH_SECONDS,
  type ComposingState,
  customerComposes,
} from '../../domain/call-model/operations/compose.ts';
import { IS_COMPOSING_TYPE, type IsComposing, serializeIsComposing } from '../../protocols/sip/bodies/is-composing.ts';
import { type CustomerLeg, habitsOf } from '../switch/leg.ts';
import type { MessagingContext } from './messaging-context.ts';
import { canBeTold, sendNotice } from './notices.ts';

/** How long a customer's writing is believed: as he says, at least and at most so long (RFC 3994 3.3). */
const REFRESH_SECONDS_MIN = 15;
const REFRESH_SECONDS_DEFAULT = 120;
const REFRESH_SECONDS_MAX = 300;
/** After how long a writing that goes on is told to the customer's client again. */
const RETOLD_AFTER_MS = 45_000;

/** The customer's client says that he writes, or has stopped. */
export function receiveComposing(context: MessagingContext, leg: CustomerLeg, notice: IsComposing): void {
  const { decision } = context;
  const call = leg.connId === null ? undefined : decision.calls.get(leg.connId);
  // Somebody outside to whom the customer was routed has no words for that.
  if (call === undefined || call.external?.legId === leg.id) return;
  const seconds = notice.refreshSeconds ?? REFRESH_SECONDS_DEFAULT;
  const refreshSeconds = Math.min(Math.max(seconds, REFRESH_SECONDS_MIN), REFRESH_SECONDS_MAX);
  if (notice.state === 'active') decision.setDeadline('composing', leg.id, refreshSeconds * 1000);
  else decision.cancelDeadline('composing', leg.id);
  customerComposes(decision, call, notice.state, refreshSeconds);
}

/** He has not said for too long that he still writes. */
export function composingExpired({ decision }: MessagingContext, legId: string): void {
  const leg = decision.state.legs.get(legId);
  const call = leg?.connId == null ? undefined : decision.calls.get(leg.connId);
  if (call !== undefined) customerComposes(decision, call, 'idle', 0);
}

/** An agent writes, or has stopped: the customer's client is told when it takes that, and again while it goes on. */
export function tellComposing(context: MessagingContext, leg: CustomerLeg, dn: Dn, state: ComposingState): void {
  if (leg.connId === null || !habitsOf(leg).composes) return;
  const writers = leg.composing?.writers ?? [];
  const others = writers.filter((writer) => writer !== dn);
  const { now } = context.decision;
  if (state === 'active') {
    const isTold = writers.length > 0 && now - (leg.composing?.toldAt ?? 0) < RETOLD_AFTER_MS;
    const changed = {
      ...leg,
      composing: { writers: [...others, dn], toldAt: isTold ? (leg.composing?.toldAt ?? now) : now },
    };
    if (!isTold) tell(context, changed, 'active');
    else if (others.length === writers.length) context.decision.state.legs.put(changed);
    return;
  }
  if (others.length === writers.length) return;
  if (others.length > 0) context.decision.state.legs.put({ ...leg, composing: { writers: others, toldAt: now } });
  else tell(context, withoutComposing(leg), 'idle');
}

/** A text goes to the customer: his client takes that for the end of the writing. */
export function withoutComposing(leg: CustomerLeg): CustomerLeg {
  if (leg.composing === undefined) return leg;
  const { composing: _over, ...rest } = leg;
  return rest;
}

function tell(context: MessagingContext, leg: CustomerLeg, state: ComposingState): void {
  if (!canBeTold(leg, IS_COMPOSING_TYPE)) return;
  sendNotice(context, leg, {
    contentType: IS_COMPOSING_TYPE,
    remembered: IS_COMPOSING_TYPE,
    body: serializeIsComposing({ state, refreshSeconds: state === 'active' ? AGENT_REFRESH_SECONDS : null }),
    // Nobody on the way is to keep it.
    headers: [{ name: 'Expires', value: '0' }],
    isOptional: true,
  });
}
