/** SUBSCRIBE (RFC 6665, 3856). Rules: docs/spec/presence.md. */
import type { Dn } from '@cordboard/shared/ids';
import { PIDF_TYPE } from '../../protocols/sip/bodies/pidf.ts';
import { contactScheme, createUasDialog, receiveInDialog } from '../../protocols/sip/dialogs/dialog.ts';
import { askedSeconds } from '../../protocols/sip/grammar/header-fields/expires.ts';
import { parseUri } from '../../protocols/sip/grammar/header-fields/parse-uri.ts';
import { splitTokens } from '../../protocols/sip/grammar/header-fields/split-values.ts';
import { buildContact } from '../../protocols/sip/message/contact.ts';
import { header, headers } from '../../protocols/sip/message/message.ts';
import { userOf } from '../../protocols/sip/message/uri.ts';
import { createTag } from '../../protocols/sip/user-agent/build-request.ts';
import type { ReceivedRequest } from '../../protocols/sip/user-agent/request-handler.ts';
import type { MessagingContext } from '../messaging/network/messaging-context.ts';
import { CLOSED_RETRY_SECONDS } from '../messaging/receiving/admit-customer.ts';
import { respond, retryAfter } from '../messaging/requests/respond.ts';
import {
  EXPIRES_MAX,
  EXPIRES_MIN,
  PER_WATCHER_MAX,
  SUBSCRIPTIONS_MAX,
  type Subscription,
} from '../switch/rows/subscription.ts';
import { endSubscription, notify } from './notify.ts';
import { ALLOW_EVENTS, eventIdOf, eventOf, PRESENCE_EVENT } from './presence-event.ts';

export function receiveSubscribe(context: MessagingContext, received: ReceivedRequest): void {
  const { request } = received;
  const event = header(request, 'Event') ?? '';
  if (eventOf(request) !== PRESENCE_EVENT) {
    respond(context, received, 489, { headers: [ALLOW_EVENTS] });
    return;
  }
  const expires = askedSeconds(request, EXPIRES_MAX);
  if (expires > 0 && expires < EXPIRES_MIN) {
    respond(context, received, 423, { headers: [{ name: 'Min-Expires', value: String(EXPIRES_MIN) }] });
    return;
  }
  if (received.toTag === undefined) subscribe(context, received, event, expires);
  else refresh(context, received, received.toTag, event, expires);
}

function subscribe(context: MessagingContext, received: ReceivedRequest, event: string, expires: number): void {
  const { decision } = context;
  const { subscriptions } = decision.state;
  const dn = whomToWatch(context, received);
  if (typeof dn === 'number') {
    respond(context, received, dn);
    return;
  }
  const accepted = splitTokens(headers(received.request, 'Accept')).map((type) =>
    type.split(';', 1)[0]?.trim().toLowerCase(),
  );
  if (
    accepted.length > 0 &&
    !accepted.includes(PIDF_TYPE) &&
    !accepted.includes('*/*') &&
    !accepted.includes('application/*')
  ) {
    respond(context, received, 406);
    return;
  }
  const repeated = decision.state.subscriptionsByRequest.first(requestName(received));
  if (repeated !== undefined) {
    accept(context, received, repeated);
    return;
  }
  const watcher = watcherOf(received);
  if (
    subscriptions.size >= SUBSCRIPTIONS_MAX ||
    decision.state.subscriptionsByWatcher.count(watcher) >= PER_WATCHER_MAX
  ) {
    respond(context, received, 503, { headers: retryAfter(CLOSED_RETRY_SECONDS) });
    return;
  }
  const id = createTag(decision.random);
  const dialog = createUasDialog(received.request, id);
  if (!dialog.ok) {
    respond(context, received, 400);
    return;
  }
  const subscription: Subscription = {
    id,
    dn,
    watcher,
    dialog: dialog.value,
    event,
    flow: received.flow,
    expiresAt: decision.now + expires * 1000,
    told: null,
    toldAt: 0,
    inFlight: null,
  };
  accept(context, received, subscription);
  goOn(context, subscription, expires);
}

/** A SUBSCRIBE within its dialog: it goes on, or ends. */
function refresh(
  context: MessagingContext,
  received: ReceivedRequest,
  toTag: string,
  event: string,
  expires: number,
): void {
  const { decision } = context;
  const found = decision.state.subscriptions.get(toTag);
  const isIts =
    found !== undefined &&
    found.dialog.callId === received.callId &&
    found.dialog.remoteTag === received.fromTag &&
    eventIdOf(found.event) === eventIdOf(event) &&
    (found.flow.id === received.flow.id || found.watcher === watcherOf(received));
  if (!isIts) {
    respond(context, received, 481);
    return;
  }
  const receipt = receiveInDialog(found.dialog, received.request);
  if (!receipt.ok) {
    respond(context, received, receipt.refuse);
    return;
  }
  const renewed: Subscription = {
    ...found,
    dialog: receipt.dialog,
    flow: received.flow,
    expiresAt: decision.now + expires * 1000,
    // Who asks again is told again (RFC 6665 4.2.1.4).
    told: null,
    inFlight: null,
  };
  accept(context, received, renewed);
  goOn(context, renewed, expires);
}

function goOn(context: MessagingContext, subscription: Subscription, expires: number): void {
  if (expires === 0) {
    // RFC 6665 4.4.3: a look at how it is now.
    endSubscription(context, subscription, 'timeout');
    return;
  }
  context.decision.setDeadline('subscription', subscription.id, expires * 1000);
  notify(context, subscription);
}

/** 200 with how long it lasts (RFC 6665 4.2.1.1). */
function accept(context: MessagingContext, received: ReceivedRequest, subscription: Subscription): void {
  const { decision, network } = context;
  const seconds = Math.max(Math.ceil((subscription.expiresAt - decision.now) / 1000), 0);
  const { transport } = received.flow;
  const contact = buildContact({
    user: subscription.dn,
    sentBy: network.sentBy(received.flow),
    transport,
    scheme: contactScheme(received.request),
  });
  respond(context, received, 200, {
    toTag: subscription.id,
    headers: [
      { name: 'Contact', value: contact },
      { name: 'Expires', value: String(seconds) },
    ],
  });
}

/** The DN whose presence is asked for, or the status that refuses. */
function whomToWatch({ decision, network }: MessagingContext, received: ReceivedRequest): Dn | 403 | 404 {
  const { request, identity } = received;
  const target = parseUri(request.requestUri);
  const user = target.ok && network.own.isOwnUri(target.value) ? userOf(target.value) : undefined;
  const dn = user === undefined ? undefined : decision.configuration.findDn(user as Dn);
  if (dn?.type === 'routingPoint') {
    const isWelcome =
      identity.kind === 'nobody'
        ? dn.anonymous
        : identity.kind === 'peer'
          ? dn.trustedPeers !== false
          : dn.accounts !== false;
    return isWelcome ? (dn.number as Dn) : 403;
  }
  if (dn?.type !== 'extension') return 404;
  // Who is at his desk is nobody's business outside.
  return identity.kind === 'account' ? (dn.number as Dn) : 403;
}

function watcherOf({ identity, flow }: ReceivedRequest): string {
  return identity.kind === 'nobody' ? `flow ${flow.id}` : `${identity.kind} ${identity.name}`;
}

/** By what a repeated SUBSCRIBE is known (RFC 3261 8.2.2.2). */
function requestName({ callId, fromTag, cseq }: ReceivedRequest): string {
  return `${callId} ${fromTag} ${cseq}`;
}
