/** Typing notices (RFC 3994) between a customer's client and the agents. */
import type { Dn } from '@cordboard/shared/ids';
import {
  AGENT_REFRESH_SECONDS,
  type ComposingState,
  customerComposes,
} from '../../../domain/call-model/operations/compose.ts';
import {
  IS_COMPOSING_TYPE,
  type IsComposing,
  serializeIsComposing,
} from '../../../protocols/sip/bodies/is-composing.ts';
import { type CustomerLeg, habitsOf, type ToldComposing } from '../../switch/rows/leg.ts';
import type { MessagingContext } from '../network/messaging-context.ts';
import { canBeTold, type Notice, sendNotice } from './notices.ts';

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
  const moved = moveComposing(leg.composing, dn, state, context.decision.now);
  if (moved === undefined) return;
  const rest = withoutComposing(leg);
  const changed = moved.composing === undefined ? rest : { ...rest, composing: moved.composing };
  if (moved.tells === undefined) context.decision.state.legs.put(changed);
  else tell(context, changed, moved.tells);
}

/** Somebody writes, or has stopped: who writes now, and what the client is told. Undefined when nothing changes. */
export function moveComposing<Writer extends string>(
  composing: ToldComposing<Writer> | undefined,
  writer: Writer,
  state: ComposingState,
  now: number,
): { readonly composing: ToldComposing<Writer> | undefined; readonly tells: ComposingState | undefined } | undefined {
  const { writers, toldAt } = composing ?? { writers: [], toldAt: now };
  const others = writers.filter((one) => one !== writer);
  const isNew = others.length === writers.length;
  if (state === 'active') {
    const isTold = writers.length > 0 && now - toldAt < RETOLD_AFTER_MS;
    if (isTold && !isNew) return undefined;
    const told = { writers: [...others, writer], toldAt: isTold ? toldAt : now };
    return { composing: told, tells: isTold ? undefined : 'active' };
  }
  if (isNew) return undefined;
  if (others.length > 0) return { composing: { writers: others, toldAt: now }, tells: undefined };
  return { composing: undefined, tells: 'idle' };
}

/** A text goes to the customer: his client takes that for the end of the writing. */
export function withoutComposing(leg: CustomerLeg): CustomerLeg {
  if (leg.composing === undefined) return leg;
  const { composing: _over, ...rest } = leg;
  return rest;
}

function tell(context: MessagingContext, leg: CustomerLeg, state: ComposingState): void {
  if (canBeTold(leg, IS_COMPOSING_TYPE)) sendNotice(context, leg, buildComposing(state));
}

export function buildComposing(state: ComposingState): Notice {
  return {
    contentType: IS_COMPOSING_TYPE,
    remembered: IS_COMPOSING_TYPE,
    body: serializeIsComposing({ state, refreshSeconds: state === 'active' ? AGENT_REFRESH_SECONDS : null }),
    // Nobody on the way is to keep it.
    headers: [{ name: 'Expires', value: '0' }],
    isOptional: true,
  };
}
