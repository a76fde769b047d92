/** PUBLISH (RFC 3903): an agent's client says how available he is. Rules: docs/spec/presence.md. */
import type { Dn } from '@cordboard/shared/ids';
import { readPidf } from '../../protocols/sip/bodies/read-pidf.ts';
import { askedSeconds } from '../../protocols/sip/grammar/header-fields/expires.ts';
import { parseUri } from '../../protocols/sip/grammar/header-fields/parse-uri.ts';
import { headers } from '../../protocols/sip/message/message.ts';
import { userOf } from '../../protocols/sip/message/uri.ts';
import type { ReceivedRequest } from '../../protocols/sip/user-agent/request-handler.ts';
import type { MessagingContext } from '../messaging/network/messaging-context.ts';
import { respond } from '../messaging/requests/respond.ts';
import { hasSipChat } from '../switch/endpoints-of.ts';
import { PUBLICATION_MAX, PUBLICATION_MIN, PUBLICATIONS_PER_DN, type Publication } from '../switch/rows/publication.ts';
import { ALLOW_EVENTS, eventOf, PRESENCE_EVENT } from './presence-event.ts';
import { byAge, changePublished, removePublication } from './publications.ts';

const TAG_LENGTH_MAX = 128;

export function receivePublish(context: MessagingContext, received: ReceivedRequest): void {
  const { request } = received;
  const dn = whoseState(context, received);
  if (typeof dn === 'number') {
    respond(context, received, dn);
    return;
  }
  if (eventOf(request) !== PRESENCE_EVENT) {
    respond(context, received, 489, { headers: [ALLOW_EVENTS] });
    return;
  }
  const repeated = context.decision.state.publicationsByRequest.first(requestName(received));
  if (repeated !== undefined) {
    accept(context, received, repeated);
    return;
  }
  const seconds = askedSeconds(request, PUBLICATION_MAX);
  const tags = headers(request, 'SIP-If-Match').map((tag) => tag.trim());
  if (tags.length > 1 || tags.some((tag) => tag.length > TAG_LENGTH_MAX)) {
    respond(context, received, 400);
    return;
  }
  if (seconds > 0 && seconds < PUBLICATION_MIN) {
    respond(context, received, 423, { headers: [{ name: 'Min-Expires', value: String(PUBLICATION_MIN) }] });
    return;
  }
  const [tag] = tags;
  const known = tag === undefined ? undefined : context.decision.state.publicationsByTag.first(tag);
  if (tag !== undefined && known?.dn !== dn) {
    respond(context, received, 412);
    return;
  }
  publish(context, received, { dn, known, seconds });
}

/** RFC 3903 4: what is new needs a body; without one it is renewed as it is, and ends with expiry 0. */
function publish(
  context: MessagingContext,
  received: ReceivedRequest,
  { dn, known, seconds }: { readonly dn: Dn; readonly known: Publication | undefined; readonly seconds: number },
): void {
  const { decision } = context;
  const { body } = received.request;
  const read = body.length === 0 ? undefined : readPidf(body);
  const presence = read?.ok === true ? read.value : known?.presence;
  if (read?.ok === false || presence === undefined) {
    respond(context, received, 400, { reason: read?.ok === false ? 'Malformed Presence' : 'Body Missing' });
    return;
  }
  const order = (decision.state.counters.get('publication')?.value ?? 0) + 1;
  const isChanged = read !== undefined;
  const published: Publication = {
    id: known?.id ?? decision.random.hex(12),
    dn,
    tag: decision.random.hex(12),
    request: requestName(received),
    presence,
    order: isChanged || known === undefined ? order : known.order,
    expiresAt: decision.now + seconds * 1000,
  };
  accept(context, received, published);
  if (seconds === 0) {
    if (known !== undefined) removePublication(decision, known);
    return;
  }
  decision.state.counters.put({ id: 'publication', value: order });
  decision.setDeadline('publication', published.id, seconds * 1000);
  changePublished(decision, dn, () => {
    decision.state.publications.put(published);
    for (const oldest of byAge(decision.state.publicationsByDn.get(dn)).slice(0, -PUBLICATIONS_PER_DN)) {
      decision.cancelDeadline('publication', oldest.id);
      decision.state.publications.remove(oldest.id);
    }
  });
}

/** 200 with the entity-tag and how long it lasts (RFC 3903 6). */
function accept(context: MessagingContext, received: ReceivedRequest, { tag, expiresAt }: Publication): void {
  const seconds = Math.max(Math.ceil((expiresAt - context.decision.now) / 1000), 0);
  respond(context, received, 200, {
    headers: [
      { name: 'SIP-ETag', value: tag },
      { name: 'Expires', value: String(seconds) },
    ],
  });
}

/** The DN whose client this is, or the status that refuses: only a proven client speaks, and of its own DN. */
function whoseState({ decision, network }: MessagingContext, { request, identity }: ReceivedRequest): Dn | 403 | 404 {
  const target = parseUri(request.requestUri);
  const user = target.ok && network.own.isOwnUri(target.value) ? userOf(target.value) : undefined;
  if (user === undefined || decision.configuration.findDn(user as Dn) === undefined) return 404;
  const isIts = identity.kind === 'account' && identity.name === user;
  return isIts && hasSipChat(decision.state, user as Dn) ? (user as Dn) : 403;
}

/** By what a repeated PUBLISH is known (RFC 3261 8.2.2.2). */
function requestName({ callId, fromTag, cseq }: ReceivedRequest): string {
  return `${callId} ${fromTag} ${cseq}`;
}
