import type { PlaceName } from '@cordboard/shared/ids';
import type { AgentSession } from '../../domain/agents/agent-session.ts';
import { refreshAvailability } from '../../domain/agents/availability.ts';
import { deadlineAfterRestart } from '../../domain/call-model/deadline.ts';
import type { Flow } from '../../protocols/sip/transport/sip-transport.ts';
import { lastActivity } from '../messaging/absence/absence.ts';
import { flowLost } from '../messaging/absence/registered-customers.ts';
import { callFlowLost, customerInviteSettled } from '../messaging/calling/customer-invite-settled.ts';
import { releaseCall } from '../messaging/calling/invite-customer.ts';
import { forgetCustomersOn } from '../messaging/calling/recent-customers.ts';
import {
  releaseEndpointRequest,
  releaseInvite,
  sendNext as sendNextToEndpoint,
  takeBack,
} from '../messaging/endpoints/endpoint-outbox.ts';
import { endpointInviteSettled } from '../messaging/endpoints/endpoint-session.ts';
import { endpointSettled } from '../messaging/endpoints/endpoint-settled.ts';
import { isMsrpLeg } from '../messaging/legs/is-msrp-leg.ts';
import type { MessagingContext } from '../messaging/network/messaging-context.ts';
import { requestSettled } from '../messaging/request-settled.ts';
import type { InviteOutcome } from '../messaging/requests/invite-sender.ts';
import type { RequestOutcome } from '../messaging/requests/request-outcome.ts';
import { closeLeg } from '../messaging/sending/close-leg.ts';
import { openMsrpOffer, resumeMsrp } from '../messaging/sending/msrp-leg.ts';
import { releaseRequest } from '../messaging/sending/outbox.ts';
import { markReconnecting, markReturned } from '../parties/agent-absence.ts';
import { seatsHaveDesktop, seatsLoseDesktop } from '../parties/supervisor-seats.ts';
import { notifyChanges } from '../presence/notify.ts';
import { removeBinding } from '../registrar/change-bindings.ts';
import { markConnected } from '../router/alternate-routing.ts';
import { routeWaiting } from '../router/router.ts';
import type { EndpointLeg } from '../switch/rows/endpoint-leg.ts';
import type { CustomerInvite, CustomerLeg, InFlightRequest } from '../switch/rows/leg.ts';
import { DIGEST_SECRET, DIGEST_SECRET_BYTES } from '../switch/rows/secret.ts';

/** What only this run of the server knows. */
export interface KnownToThisRun {
  readonly isOpen: (flow: Flow) => boolean;
  /** Whether an MSRP session has its connection. */
  readonly isBound: (sessionId: string) => boolean;
  readonly isConnected: (session: Pick<AgentSession, 'userName'> & { readonly place: PlaceName | null }) => boolean;
  /** What became of a request while nothing could be recorded. */
  readonly outcomeOf: (branch: string) => RequestOutcome | undefined;
  readonly inviteOutcomeOf: (branch: string) => InviteOutcome | undefined;
}

/**
 * Goes on where the record ends: deadlines are re-armed, customers whose connections are gone are absent, what was in flight
 * is sent again as the very same bytes, agents without a desktop have their absence grace, waiting customers are offered.
 * `lastTime` is the time of the last commit, ms since 1970.
 */
export function goOnFromRecord(context: MessagingContext, lastTime: number, known: KnownToThisRun): void {
  const { decision } = context;
  const { state } = decision;
  if (state.secrets.get(DIGEST_SECRET) === undefined)
    state.secrets.put({ id: DIGEST_SECRET, value: decision.random.hex(DIGEST_SECRET_BYTES) });
  for (const deadline of [...state.deadlines.values()]) {
    const moved = deadlineAfterRestart(deadline, lastTime, decision.now);
    state.deadlines.put(moved);
    decision.release({ name: 'armDeadline', deadline: moved });
  }
  for (const { id, flow } of [...state.bindings.values()]) if (!known.isOpen(flow)) removeBinding(context, id);
  for (const { flow } of [...state.recentCustomers.values()]) {
    if (!known.isOpen(flow)) forgetCustomersOn(context, flow);
  }
  for (const leg of [...state.legs.values()]) goOnWithLeg(context, leg, Math.max(decision.now - lastTime, 0), known);
  for (const leg of [...state.endpointLegs.values()]) goOnWithEndpointLeg(context, leg, known);
  for (const session of [...state.agentSessions.values()]) {
    if (known.isConnected(session) || decision.hasEndpoint(session.id)) markReturned(decision, session);
    else markReconnecting(decision, session);
    // His client may have gone with its connection.
    if ((session.hasEndpoint ?? false) !== decision.hasEndpoint(session.id)) refreshAvailability(decision, session.id);
  }
  for (const { userName, place } of [...state.registrations.values()])
    (known.isConnected({ userName, place }) ? seatsHaveDesktop : seatsLoseDesktop)(decision, userName, place);
  // What waits for an outside router has its time once more; a router that comes back in it goes on.
  for (const held of [...state.registrations.values()]) markConnected(decision, held, known.isConnected(held));
  routeWaiting(decision);
  notifyChanges(context, true);
}

function isReachable(leg: CustomerLeg, { item }: InFlightRequest, known: KnownToThisRun): boolean {
  if (isMsrpLeg(leg) && item.kind === 'text') return known.isBound(leg.addressing.msrp.sessionId);
  return known.isOpen(leg.flow);
}

/** `standstillMs` is for how long nothing could happen: it does not count as the customer's silence. */
function goOnWithLeg(
  context: MessagingContext,
  recorded: CustomerLeg,
  standstillMs: number,
  known: KnownToThisRun,
): void {
  const { legs } = context.decision.state;
  const { id, inFlight } = recorded;
  const leg: CustomerLeg = { ...recorded, activeAt: lastActivity(context, recorded) + standstillMs };
  legs.put(leg);
  const outcome = inFlight === null ? undefined : known.outcomeOf(inFlight.branch);
  if (inFlight !== null && outcome !== undefined) requestSettled(context, id, inFlight.branch, outcome);
  else if (inFlight !== null && isReachable(leg, inFlight, known)) releaseRequest(context, leg, inFlight);
  const present = legs.get(id);
  if (present !== undefined) openMsrpOffer(context, present);
  if (present?.calling !== undefined) {
    goOnCalling(context, present, present.calling, known);
    return;
  }
  if (isMsrpLeg(present)) {
    if (present.inFlight?.item.kind === 'bye' && !known.isOpen(present.flow)) closeLeg(context, present);
    else resumeMsrp(context, present, known.isBound(present.addressing.msrp.sessionId));
    return;
  }
  if (present !== undefined && !known.isOpen(present.flow)) flowLost(context, present);
}

/** An INVITE without an answer goes out again, so that a client over UDP sees a retransmission. */
function goOnCalling(
  context: MessagingContext,
  leg: CustomerLeg,
  { invite }: CustomerInvite,
  known: KnownToThisRun,
): void {
  const outcome = known.inviteOutcomeOf(invite.branch);
  if (outcome !== undefined) customerInviteSettled(context, leg.id, invite.branch, outcome);
  else if (known.isOpen(invite.flow)) releaseCall(context, leg);
  else callFlowLost(context, leg);
}

/** What was in flight to an agent's client goes out again, unless its connection is gone: then it waits for the client's return. */
function goOnWithEndpointLeg(context: MessagingContext, leg: EndpointLeg, known: KnownToThisRun): void {
  const outcome = leg.inFlight === null ? undefined : known.outcomeOf(leg.inFlight.branch);
  const invite = leg.carriage.kind === 'session' && leg.carriage.state === 'inviting' ? leg.carriage.invite : null;
  const invited = invite === null ? undefined : known.inviteOutcomeOf(invite.branch);
  if (leg.inFlight !== null && outcome !== undefined) endpointSettled(context, leg.id, leg.inFlight.branch, outcome);
  else if (leg.inFlight !== null && known.isOpen(leg.inFlight.flow)) releaseEndpointRequest(context, leg);
  else if (invite !== null && invited !== undefined) endpointInviteSettled(context, leg.id, invite.branch, invited);
  else if (invite !== null && known.isOpen(invite.flow)) releaseInvite(context, leg);
  else sendNextToEndpoint(context, takeBack(leg));
}
