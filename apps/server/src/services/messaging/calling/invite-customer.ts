/** A customer is called by an INVITE that offers messages. Rules: docs/spec/messaging.md. */
import type { CustomerCarriage } from '@cordboard/shared/configuration/directory-number';
import { buildOffer } from '../../../protocols/sip/bodies/sdp.ts';
import { buildContact } from '../../../protocols/sip/message/contact.ts';
import { routeHeaders } from '../../../protocols/sip/message/route-headers.ts';
import { buildRequest, createBranch, createCallId } from '../../../protocols/sip/user-agent/build-request.ts';
import type { CustomerInvite, CustomerLeg, PageAddressing } from '../../switch/rows/leg.ts';
import type { MessagingContext } from '../network/messaging-context.ts';
import { sessionPlaceOf } from '../offers/accept-invite.ts';
import { offerMsrp } from '../offers/offer-msrp.ts';
import { buildCancel, toRequest, toSent } from '../requests/sent-request.ts';
import { openMsrpOffer } from '../sending/msrp-leg.ts';
import type { Way } from './find-way.ts';

/** How long a client may ring. */
const RING_MS = 60_000;

/** A leg that nobody has answered yet: a call begins with one outside any dialog. */
export type PageLeg = CustomerLeg & { readonly addressing: PageAddressing };

export function isPageLeg(leg: CustomerLeg | undefined): leg is PageLeg {
  return leg?.addressing.kind === 'page';
}

/** What is known of the client that is called: how it is registered, or the trunk behind which it is. */
type CalledClient = Pick<Way, 'binding' | 'trunk'>;

/** How this customer is called, at this client of his: what is configured counts unless the client is known not to take it. */
function carriageOf(
  { decision }: MessagingContext,
  { account, routingPoint }: CustomerLeg,
  { binding, trunk }: CalledClient,
): Exclude<CustomerCarriage, 'auto'> {
  const { configuration } = decision;
  if (trunk !== undefined) {
    const carriage = trunk['customer-carriage'] ?? 'auto';
    return carriage === 'auto' ? 'page' : carriage;
  }
  const takesInvite = binding === undefined || binding.methods.length === 0 || binding.methods.includes('INVITE');
  if (!takesInvite || binding?.refusesSessions === true) return 'page';
  const customer = account == null ? undefined : configuration.findCustomer(account);
  const point = configuration.findRoutingPoint(routingPoint);
  const asked = customer?.['customer-carriage'] ?? point?.['customer-carriage'] ?? 'auto';
  if (asked !== 'auto') return asked;
  // Clients that take single messages alone would ring as for a call by voice.
  return binding?.takesSessions === true ? 'msrp' : 'page';
}

/** Calls the customer by INVITE where that is how he is called; keeps the leg, and says whether he was. */
export function inviteCustomer(context: MessagingContext, leg: PageLeg, client: CalledClient): boolean {
  const carriage = carriageOf(context, leg, client);
  if (carriage === 'page') return false;
  const { decision } = context;
  const calling = buildInvite(context, leg, carriage);
  const called: CustomerLeg = { ...leg, calling };
  decision.state.legs.put(called);
  decision.setDeadline('legAnswer', leg.id, RING_MS);
  openMsrpOffer(context, called);
  releaseCall(context, called);
  return true;
}

/** The INVITE goes out as it is: now, and again after a restart; and its CANCEL, if it was taken back. */
export function releaseCall({ decision }: MessagingContext, { id, calling }: CustomerLeg): void {
  if (calling === undefined) return;
  const { invite, isCancelled } = calling;
  const { flow, branch } = invite;
  decision.release({ name: 'sendInvite', legId: id, flow, branch, request: toRequest(invite) });
  if (isCancelled === true) decision.release({ name: 'cancelInvite', flow, branch, cancel: buildCancel(invite) });
}

/** The INVITE is taken back; the leg is kept until its final response, and goes on as it is with what is said otherwise. */
export function cancelCall(context: MessagingContext, leg: CustomerLeg): CustomerLeg {
  const { decision } = context;
  const { calling } = leg;
  if (calling === undefined || calling.isCancelled === true) return leg;
  const { flow, branch } = calling.invite;
  const cancelled: CustomerLeg = { ...leg, calling: { ...calling, isCancelled: true } };
  decision.cancelDeadline('legAnswer', leg.id);
  decision.state.legs.put(cancelled);
  decision.release({ name: 'cancelInvite', flow, branch, cancel: buildCancel(calling.invite) });
  return cancelled;
}

/** The call is over before it was answered: nothing that waits is sent. */
export function withdrawCall(context: MessagingContext, leg: CustomerLeg): void {
  const { decision } = context;
  decision.cancelDeadline('legIdle', leg.id);
  decision.state.legs.put({ ...cancelCall(context, leg), connId: null, outbox: [] });
}

function buildInvite(
  context: MessagingContext,
  { addressing, flow, routingPoint }: PageLeg,
  carriage: 'session' | 'msrp',
): CustomerInvite {
  const { network, decision } = context;
  const { requestUri, from, to, route } = addressing;
  const branch = createBranch(decision.random);
  const sentBy = network.sentBy(flow);
  const offered = carriage === 'msrp' ? offerMsrp(context, flow) : undefined;
  const scheme = /^sips:/i.test(requestUri) ? 'sips' : 'sip';
  const request = buildRequest({
    method: 'INVITE',
    requestUri,
    from,
    to,
    callId: createCallId(decision.random),
    cseq: 1,
    branch,
    sentBy,
    transport: flow.transport,
    headers: [
      ...routeHeaders(route),
      { name: 'Contact', value: buildContact({ user: routingPoint, sentBy, transport: flow.transport, scheme }) },
      { name: 'Allow', value: 'INVITE, ACK, CANCEL, BYE, MESSAGE, OPTIONS' },
      { name: 'Supported', value: 'replaces' },
    ],
    body: buildOffer(sessionPlaceOf(sentBy), offered?.lines),
    contentType: 'application/sdp',
  });
  return { invite: toSent(request, branch, flow), ...(offered === undefined ? {} : { msrpOffer: offered.offer }) };
}
