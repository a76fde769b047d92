/** A customer with an account whose session is lost for good: the chat goes on outside it. Rules: docs/spec/message-quality.md. */
import { buildNameAddr } from '../../../protocols/sip/message/name-addr.ts';
import { createTag } from '../../../protocols/sip/user-agent/build-request.ts';
import type { CustomerLeg, PageAddressing } from '../../switch/leg.ts';
import { withExpiry } from '../bodies/text-expiry.ts';
import { bindingOf } from '../calling/find-way.ts';
import { isSessionLeg, type SessionLeg } from '../legs/session.ts';
import type { MessagingContext } from '../place/messaging-context.ts';
import { hangUp } from '../requests/hang-up.ts';
import { closeMsrp } from '../sending/msrp-send.ts';
import { undelivered } from './absence.ts';
import { goOnAtBinding } from './registered-customers.ts';

/** How long a client that has just registered has to take up its session again. */
const RESUME_MS = 10_000;

/** Whether nothing but the client itself can bring the session back. One that was to be encrypted goes on nowhere else. */
function isSessionLost(leg: CustomerLeg | undefined): leg is SessionLeg {
  if (!isSessionLeg(leg) || !leg.isAbsent || leg.addressing.dialog.isSecure) return false;
  const { msrp } = leg.addressing;
  return msrp === undefined || msrp.session.name === 'lost';
}

/**
 * The chat of an account goes on in page mode: at once where the customer is registered, else it waits for him while there are
 * texts to deliver. Says whether it does.
 */
export function goOnWithoutSession(context: MessagingContext, leg: SessionLeg): boolean {
  const { account } = leg;
  if (leg.addressing.dialog.isSecure) return false;
  const isWaitedFor = undelivered(leg).some(({ kind }) => kind === 'text');
  const binding = account == null ? undefined : bindingOf(context, account);
  if (account == null || (binding === undefined && !isWaitedFor)) return false;
  const paged = leaveSession(context, leg);
  if (paged === undefined) return false;
  if (binding !== undefined) goOnAtBinding(context, paged, []);
  return true;
}

/** The leg as one of page mode that waits; undefined while the account has another one with this routing point. */
export function leaveSession(context: MessagingContext, leg: SessionLeg): CustomerLeg | undefined {
  const { decision } = context;
  const customerKey = `${leg.account} ${leg.routingPoint}`;
  if (leg.account == null || decision.state.legIndex.ofCustomer(customerKey) !== undefined) return undefined;
  const { dialog } = leg.addressing;
  closeMsrp(context, leg);
  for (const kind of ['legRetransmit', 'legAcknowledgement'] as const) decision.cancelDeadline(kind, leg.id);
  // Whoever still has the dialog is told that it is over.
  if (leg.flow.transport === 'UDP') hangUp(context, leg.id, dialog, leg.flow);
  const addressing: PageAddressing = {
    kind: 'page',
    customerKey,
    requestUri: dialog.remoteUri,
    from: buildNameAddr(dialog.localUri, { tag: createTag(decision.random) }),
    to: buildNameAddr(dialog.remoteUri),
  };
  const { options } = decision.configuration.tenant;
  const paged: CustomerLeg = {
    ...leg,
    addressing,
    awaySince: decision.now,
    isAbsent: true,
    inFlight: null,
    outbox: withExpiry(
      context,
      undelivered(leg).filter(({ kind }) => kind === 'text'),
    ),
  };
  decision.state.legs.put(paged);
  decision.setDeadline('legAbsence', leg.id, options['customer-away-wait'] * 60_000);
  if (leg.connId !== null) decision.setDeadline('legIdle', leg.id, options['page-mode-idle-timeout'] * 60_000);
  return paged;
}

/** The chat of an account with this routing point that has lost its customer: whoever of the account comes anew goes on there. */
export function lostChatOf(
  { decision }: MessagingContext,
  account: string | null,
  routingPoint: string,
): CustomerLeg | undefined {
  if (account === null) return undefined;
  return decision.state.absentLegsByAccount
    .get(account)
    .find(
      (leg) =>
        leg.connId !== null &&
        leg.routingPoint === routingPoint &&
        (leg.addressing.kind === 'page' || isSessionLost(leg)),
    );
}

/** The account has registered: a client that has lost its session may take it up again, but not for long when texts wait. */
export function hurryLostSessions({ decision }: MessagingContext, account: string): void {
  for (const leg of decision.state.absentLegsByAccount.get(account)) {
    const waits = leg.outbox.some(({ kind }) => kind === 'text');
    if (isSessionLost(leg) && waits) decision.setDeadline('legAbsence', leg.id, RESUME_MS);
  }
}
