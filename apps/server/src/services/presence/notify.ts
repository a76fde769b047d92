/** NOTIFY (RFC 6665 4.2.2): who is told what, and how often. */
import type { Dn } from '@cordboard/shared/ids';
import { buildPidf, PIDF_TYPE, type Presence } from '../../protocols/sip/bodies/pidf.ts';
import { buildInDialogRequest } from '../../protocols/sip/dialogs/dialog.ts';
import { buildContact } from '../../protocols/sip/message/contact.ts';
import { createBranch } from '../../protocols/sip/user-agent/build-request.ts';
import type { MessagingContext } from '../messaging/network/messaging-context.ts';
import type { RequestOutcome } from '../messaging/requests/request-outcome.ts';
import { NOTICE_PAUSE_MS, type Subscription } from '../switch/rows/subscription.ts';
import { presenceOf } from './availability.ts';

const GONE: Presence = { availability: 'closed', note: 'Not served any more' };

/** Tells how it is now, and keeps the subscription. */
export function notify(context: MessagingContext, subscription: Subscription): void {
  const { decision } = context;
  const presence = presenceOf(decision.state, subscription.dn, decision.now);
  if (presence === undefined) {
    endSubscription(context, subscription, 'noresource');
    return;
  }
  const seconds = Math.max(Math.ceil((subscription.expiresAt - decision.now) / 1000), 0);
  const { dialog, branch } = send(context, subscription, presence, `active;expires=${seconds}`);
  decision.state.subscriptions.put({
    ...subscription,
    dialog,
    told: presence,
    toldAt: decision.now,
    inFlight: branch,
  });
}

/** The last word, after which the subscription is no more. */
export function endSubscription(
  context: MessagingContext,
  subscription: Subscription,
  reason: 'timeout' | 'noresource',
): void {
  const { decision } = context;
  forget(context, subscription.id);
  send(
    context,
    subscription,
    presenceOf(decision.state, subscription.dn, decision.now) ?? GONE,
    `terminated;reason=${reason}`,
  );
}

/** All who watch something that is not as they were told; with `isAfterRestart` nothing is on its way any more. */
export function notifyChanges(context: MessagingContext, isAfterRestart = false): void {
  const { decision } = context;
  const known = new Map<Dn, Presence | undefined>();
  for (const kept of [...decision.state.subscriptions.values()]) {
    // What was on its way may be lost: it is told again.
    const isLost = isAfterRestart && kept.inFlight !== null;
    const subscription: Subscription = isLost ? { ...kept, inFlight: null, told: null } : kept;
    if (!known.has(kept.dn)) known.set(kept.dn, presenceOf(decision.state, kept.dn, decision.now));
    if (isSame(subscription.told, known.get(kept.dn)) || subscription.inFlight !== null) continue;
    const pauseMs = subscription.toldAt + NOTICE_PAUSE_MS - decision.now;
    if (pauseMs <= 0 || isLost) notify(context, subscription);
    else if (!decision.hasDeadline('presenceNotice', kept.id)) decision.setDeadline('presenceNotice', kept.id, pauseMs);
  }
}

/** The pause after a notice is over. */
export function noticeDue(context: MessagingContext, id: string): void {
  const { decision } = context;
  const subscription = decision.state.subscriptions.get(id);
  if (subscription === undefined || subscription.inFlight !== null) return;
  if (!isSame(subscription.told, presenceOf(decision.state, subscription.dn, decision.now)))
    notify(context, subscription);
}

/** It was not renewed. */
export function subscriptionExpired(context: MessagingContext, id: string): void {
  const subscription = context.decision.state.subscriptions.get(id);
  if (subscription !== undefined) endSubscription(context, subscription, 'timeout');
}

/** What became of a notice: whoever does not take it is told nothing more (RFC 6665 4.2.2). */
export function noticeSettled(context: MessagingContext, id: string, branch: string, outcome: RequestOutcome): void {
  const { decision } = context;
  const subscription = decision.state.subscriptions.get(id);
  if (subscription?.inFlight !== branch) return;
  const isTaken = 'status' in outcome && outcome.status < 300;
  const isPaused = 'status' in outcome && outcome.retryAfterSeconds !== undefined;
  if (!isTaken && !isPaused) {
    forget(context, id);
    return;
  }
  const settled: Subscription = { ...subscription, inFlight: null, ...(isTaken ? {} : { told: null }) };
  decision.state.subscriptions.put(settled);
  const pauseMs = isTaken
    ? Math.max(settled.toldAt + NOTICE_PAUSE_MS - decision.now, 0)
    : 1000 * (outcome.retryAfterSeconds ?? 0);
  const isChanged = !isSame(settled.told, presenceOf(decision.state, settled.dn, decision.now));
  if (isChanged) decision.setDeadline('presenceNotice', id, pauseMs);
}

function forget({ decision }: MessagingContext, id: string): void {
  decision.state.subscriptions.remove(id);
  decision.cancelDeadline('subscription', id);
  decision.cancelDeadline('presenceNotice', id);
}

function send(
  { decision, network }: MessagingContext,
  { id, dn, dialog, event, flow }: Subscription,
  presence: Presence,
  state: string,
) {
  const branch = createBranch(decision.random);
  const sentBy = network.sentBy(flow);
  const built = buildInDialogRequest(dialog, 'NOTIFY', {
    branch,
    sentBy,
    transport: flow.transport,
    headers: [
      { name: 'Event', value: event },
      { name: 'Subscription-State', value: state },
      {
        name: 'Contact',
        value: buildContact({ user: dn, sentBy, transport: flow.transport, scheme: dialog.isSecure ? 'sips' : 'sip' }),
      },
    ],
    contentType: PIDF_TYPE,
    body: buildPidf(dialog.localUri, presence),
  });
  decision.release({ name: 'sendNotice', subscriptionId: id, flow, branch, request: built.request });
  return { dialog: built.dialog, branch };
}

function isSame(told: Presence | null, now: Presence | undefined): boolean {
  return told !== null && told.availability === now?.availability && told.note === now.note;
}
