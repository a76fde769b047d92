import { findParty } from '../../../domain/call-model/calls/call.ts';
import { CPIM_TYPE } from '../../../protocols/sip/bodies/cpim.ts';
import { endpointChanged } from '../../parties/endpoint-presence.ts';
import { moveParty } from '../../parties/move-party.ts';
import { ringsNowhere } from '../../parties/no-answer.ts';
import { routeWaiting } from '../../router/router.ts';
import type { EndpointLeg } from '../../switch/rows/endpoint-leg.ts';
import { type OutgoingItem, PAUSE_SECONDS_MAX } from '../../switch/rows/leg.ts';
import { isFormatRefused, typeToAvoid } from '../bodies/text-format.ts';
import type { MessagingContext } from '../network/messaging-context.ts';
import type { RequestOutcome } from '../requests/request-outcome.ts';
import { clientHabits, rememberClientRefusal } from './client-habits.ts';
import { bindingOf, forgetLeg, sendNext, takeBack } from './endpoint-outbox.ts';

/** Answers by which somebody says that he does not want the chat. */
export const DECLINES: ReadonlySet<number> = new Set([486, 600, 603]);
/** Answers by which a client, or a server before it, says that it is not there (RFC 3261 21.4, RFC 5626 5.3). */
export const CLIENT_GONE: ReadonlySet<number> = new Set([404, 408, 410, 430]);

/** What became of a text to an agent's SIP client. */
export function endpointSettled(
  context: MessagingContext,
  legId: string,
  branch: string,
  outcome: RequestOutcome,
): void {
  const { decision } = context;
  const leg = decision.state.endpointLegs.get(legId);
  if (leg?.inFlight?.branch !== branch) return;
  if ('failed' in outcome || CLIENT_GONE.has(outcome.status)) {
    clientGone(context, leg);
    return;
  }
  const { item } = leg.inFlight;
  const settled: EndpointLeg = { ...leg, inFlight: null };
  if (item.kind === 'bye') {
    forgetLeg(context, leg);
    return;
  }
  if (outcome.status === 481 && leg.carriage.kind === 'session' && leg.connId === null) {
    forgetLeg(context, leg);
    return;
  }
  if (outcome.status === 481 && leg.carriage.kind === 'session') {
    // The client has lost the dialog, as by a restart: it is invited anew.
    const anew = { ...leg.carriage, state: 'inviting', invite: null, dialog: null, ack: null } as const;
    sendNext(context, { ...takeBack(leg), carriage: anew });
    return;
  }
  if (outcome.status === 503 && outcome.retryAfterSeconds !== undefined) {
    pause(context, takeBack(leg), outcome.retryAfterSeconds);
    return;
  }
  if (writesOtherwise(context, leg, outcome)) return;
  if (outcome.status < 300) {
    sendNext(context, settled);
    return;
  }
  sendNext(context, { ...settled, outbox: withoutRest(leg.outbox, item) });
  if (DECLINES.has(outcome.status)) decline(context, leg);
  else if (leg.carriage.kind === 'page') pageRingRefused(context, leg.id);
}

/** While the chat rings, what a client refuses is the text by which it rings. */
function pageRingRefused(context: MessagingContext, legId: string): void {
  const { decision } = context;
  const leg = decision.state.endpointLegs.get(legId);
  if (leg === undefined || ringingParty(context, leg) === undefined) return;
  decision.state.endpointLegs.put({ ...leg, carriage: { kind: 'page', isRingRefused: true } });
  ringRefused(context, leg);
}

/** The text goes once more, plain instead of in an envelope or the other way round, and so do all that follow. */
function writesOtherwise(
  context: MessagingContext,
  leg: EndpointLeg,
  { status, accept = [] }: Extract<RequestOutcome, { status: number }>,
): boolean {
  const binding = context.decision.state.bindings.get(leg.bindingId);
  if (binding === undefined || leg.inFlight?.item.kind !== 'text') return false;
  const habits = clientHabits(binding);
  const wasWrapped = leg.inFlight.headers.some(({ name, value }) => name === 'Content-Type' && value === CPIM_TYPE);
  const type = isFormatRefused(status, wasWrapped) ? typeToAvoid(wasWrapped, habits, accept) : undefined;
  if (type === undefined) return false;
  rememberClientRefusal(context, binding, type);
  const { item } = leg.inFlight;
  const anew = { ...item, attempt: (item.attempt ?? 0) + 1 };
  sendNext(context, { ...leg, inFlight: null, outbox: [anew, ...leg.outbox] });
  return true;
}

/** Of a text of which a piece was refused the other pieces are not sent. */
function withoutRest(outbox: EndpointLeg['outbox'], refused: OutgoingItem): EndpointLeg['outbox'] {
  return outbox.filter(
    (item) => item.kind !== 'text' || refused.kind !== 'text' || item.messageId !== refused.messageId,
  );
}

/** The client is not there: its binding is no more until it registers again. What it has not got waits for that. */
export function clientGone(context: MessagingContext, leg: EndpointLeg): void {
  const { decision } = context;
  decision.state.endpointLegs.put(takeBack(leg));
  endpointChanged(decision, leg.dn, () => decision.state.bindings.remove(leg.bindingId));
  // Without any client the agent is reconnecting, and what rings waits for his return.
  if (decision.hasEndpoint(leg.dn)) ringRefused(context, leg);
}

/** RFC 3261 21.5.4: the client takes nothing for a while. */
function pause(context: MessagingContext, leg: EndpointLeg, seconds: number): void {
  const pauseMs = Math.min(Math.max(seconds, 1), PAUSE_SECONDS_MAX) * 1000;
  const { decision } = context;
  decision.state.endpointLegs.put({ ...leg, pausedUntil: decision.now + pauseMs });
  decision.setDeadline('legPause', leg.id, pauseMs);
}

/** The pause of an agent's client is over; says whether the leg is one of those. */
export function endpointPauseEnded(context: MessagingContext, legId: string): boolean {
  const leg = context.decision.state.endpointLegs.get(legId);
  if (leg === undefined) return false;
  sendNext(context, { ...leg, pausedUntil: null });
  return true;
}

/** While the chat rings, an agent declines it by the answer of his client. */
export function decline(context: MessagingContext, leg: EndpointLeg): void {
  const { decision } = context;
  const ringing = ringingParty(context, leg);
  if (ringing === undefined) return;
  moveParty(decision, ringing.call, ringing.party, { name: 'released' });
  routeWaiting(decision);
}

/** A client has refused the ring: where neither a desktop nor another client rings, nobody will answer, and now is as good as later. */
export function ringRefused(context: MessagingContext, { connId, dn }: EndpointLeg): void {
  const { decision } = context;
  const ringing = ringingParty(context, { connId, dn });
  if (ringing === undefined) return;
  const session = decision.agentSessions.get(dn);
  if (session !== undefined && decision.hasDesktop(session.userName, session.place)) return;
  const legs = decision.state.endpointLegsByParty.get(`${connId} ${dn}`);
  if (legs.some((leg) => !isRingRefused(leg) && bindingOf(context, leg) !== undefined)) return;
  ringsNowhere(decision, ringing.call, ringing.party);
}

function isRingRefused({ carriage }: EndpointLeg): boolean {
  return carriage.kind === 'page' ? carriage.isRingRefused === true : carriage.state === 'refused';
}

function ringingParty({ decision }: MessagingContext, { connId, dn }: Pick<EndpointLeg, 'connId' | 'dn'>) {
  const call = connId === null ? undefined : decision.calls.get(connId);
  const party = call === undefined ? undefined : findParty(call, dn);
  return call === undefined || party?.state !== 'ringing' ? undefined : { call, party };
}
