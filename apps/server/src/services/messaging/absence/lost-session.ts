/**
 * A customer with an account, or of a trunk's domain, whose session is lost for good: the chat goes on outside it. Rules:
 * docs/spec/message-quality.md, docs/spec/trunks.md.
 */

import { buildNameAddr } from '../../../protocols/sip/message/name-addr.ts';
import { createTag } from '../../../protocols/sip/user-agent/build-request.ts';
import type { CustomerLeg, PageAddressing } from '../../switch/rows/leg.ts';
import { customerKeyOfPeer, peerOfKey } from '../../trunks/find-trunk.ts';
import { withExpiry } from '../bodies/text-expiry.ts';
import { bindingOf } from '../calling/find-way.ts';
import { startIdleTime } from '../legs/leg-deadlines.ts';
import { isSessionLeg, type SessionLeg } from '../legs/session.ts';
import type { MessagingContext } from '../network/messaging-context.ts';
import { hangUp } from '../requests/hang-up.ts';
import { cutFor } from '../sending/cut-texts.ts';
import { closeMsrp } from '../sending/msrp-send.ts';
import { markAbsent, markPresent, undelivered } from './absence.ts';
import { goOnAtBinding } from './registered-customers.ts';
import { trunkOfSession } from './trunk-moved.ts';

/** How long a client that has just registered has to take up its session again. */
const RESUME_MS = 10_000;

/** Who has come, and to which routing point. */
interface LostCustomer {
  readonly key: string;
  readonly account: string | null;
  readonly fromUri: string;
  readonly routingPoint: string;
}

/** Whether nothing but the client itself can bring the session back. One that was to be encrypted goes on nowhere else. */
function isSessionLost(leg: CustomerLeg | undefined): leg is SessionLeg {
  if (!isSessionLeg(leg) || !leg.isAbsent || leg.addressing.dialog.isSecure) return false;
  const { msrp } = leg.addressing;
  return msrp === undefined || msrp.session.name === 'lost';
}

/**
 * The chat goes on in page mode: of an account at once where the customer is registered, else it waits for him while there are
 * texts to deliver; of somebody behind a trunk over that trunk. Says whether it does.
 */
export function goOnWithoutSession(context: MessagingContext, leg: SessionLeg): boolean {
  const { account } = leg;
  if (leg.addressing.dialog.isSecure) return false;
  if (account == null) return goOnOverTrunk(context, leg);
  const isWaitedFor = undelivered(leg).some(({ kind }) => kind === 'text');
  const binding = bindingOf(context, account);
  if (binding === undefined && !isWaitedFor) return false;
  const paged = leaveSession(context, leg);
  if (paged === undefined) return false;
  if (binding !== undefined) goOnAtBinding(context, paged, []);
  return true;
}

/** While the peer is not there the chat waits for it, but no longer than it has. */
function goOnOverTrunk(context: MessagingContext, leg: SessionLeg): boolean {
  const trunk = trunkOfSession(context, leg);
  if (trunk === undefined) return false;
  const flow = context.network.trunks?.flowOf(trunk.number);
  if (flow === undefined && leg.isAbsent) return false;
  const paged = toPages(context, leg, customerKeyOfPeer(leg.addressing.dialog.remoteUri, trunk.number));
  if (paged === undefined) return false;
  if (flow === undefined) markAbsent(context, paged);
  else markPresent(context, cutFor(paged, flow), flow);
  return true;
}

/**
 * The leg of an account, or of a user of a trunk's domain, as one of page mode that waits; undefined while he has another one
 * with this routing point.
 */
export function leaveSession(context: MessagingContext, leg: SessionLeg): CustomerLeg | undefined {
  const { decision } = context;
  if (leg.account == null) return leaveSessionOfTrunk(context, leg);
  const left = toPages(context, leg, leg.account);
  if (left === undefined) return undefined;
  const paged = { ...left, awaySince: decision.now, isAbsent: true, outbox: withExpiry(context, left.outbox) };
  decision.state.legs.put(paged);
  decision.setDeadline('legAbsence', leg.id, decision.configuration.tenant.options['customer-away-wait'] * 60_000);
  return paged;
}

/** It waits no longer than it has. */
function leaveSessionOfTrunk(context: MessagingContext, leg: SessionLeg): CustomerLeg | undefined {
  const customer = keyByTrunk(context, leg);
  const left = customer === undefined ? undefined : toPages(context, leg, customer);
  if (left === undefined) return undefined;
  const paged = { ...left, isAbsent: true };
  context.decision.state.legs.put(paged);
  return paged;
}

/** The leg without its session, and with all that is to be delivered before it. */
function toPages(context: MessagingContext, leg: SessionLeg, customer: string): CustomerLeg | undefined {
  const { decision } = context;
  const customerKey = `${customer} ${leg.routingPoint}`;
  if (decision.state.legIndex.ofCustomer(customerKey) !== undefined) return undefined;
  const { dialog } = leg.addressing;
  closeMsrp(context, leg);
  for (const kind of ['legRetransmit', 'legAcknowledgement', 'legSession'] as const)
    decision.cancelDeadline(kind, leg.id);
  // Whoever still has the dialog is told that it is over.
  if (leg.flow.transport === 'UDP' || !leg.isAbsent) hangUp(context, leg.id, dialog, leg.flow);
  const addressing: PageAddressing = {
    kind: 'page',
    customerKey,
    requestUri: dialog.remoteUri,
    from: buildNameAddr(dialog.localUri, { tag: createTag(decision.random) }),
    to: buildNameAddr(dialog.remoteUri),
    hadSession: true,
  };
  const outbox = undelivered(leg).filter(({ kind }) => kind === 'text');
  const paged: CustomerLeg = { ...leg, addressing, isAbsent: false, inFlight: null, outbox };
  decision.state.legs.put(paged);
  if (leg.connId !== null) startIdleTime(decision, leg.id);
  return paged;
}

/** The chat of a customer with this routing point that has lost its session: whoever of him comes anew goes on there. */
export function lostChatOf(context: MessagingContext, customer: LostCustomer): CustomerLeg | undefined {
  const { key, account, fromUri, routingPoint } = customer;
  const { state } = context.decision;
  const paged = state.legIndex.ofCustomer(`${key} ${routingPoint}`);
  if (paged?.addressing.kind === 'page' && paged.addressing.hadSession === true) return paged;
  if (account === null) {
    if (peerOfKey(`${key} ${routingPoint}`) === undefined) return undefined;
    // Somebody who only says that he is this customer came by another way.
    return state.legIndex
      .waitingSessions(fromUri, routingPoint)
      .find((leg) => isSessionLost(leg) && key === keyByTrunk(context, leg));
  }
  return state.absentLegsByAccount
    .get(account)
    .find(
      (leg) =>
        leg.connId !== null &&
        leg.routingPoint === routingPoint &&
        (leg.addressing.kind === 'page' || isSessionLost(leg)),
    );
}

/** By what the customer of a session is known over his trunk. */
function keyByTrunk(context: MessagingContext, leg: SessionLeg): string | undefined {
  const trunk = trunkOfSession(context, leg);
  return trunk === undefined ? undefined : customerKeyOfPeer(leg.addressing.dialog.remoteUri, trunk.number);
}

/** The account has registered: a client that has lost its session may take it up again, but not for long when texts wait. */
export function hurryLostSessions({ decision }: MessagingContext, account: string): void {
  for (const leg of decision.state.absentLegsByAccount.get(account)) {
    const waits = leg.outbox.some(({ kind }) => kind === 'text');
    if (isSessionLost(leg) && waits) decision.setDeadline('legAbsence', leg.id, RESUME_MS);
  }
}
