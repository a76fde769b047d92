/** What a customer's client is told beside texts: that somebody writes, and what became of its texts. */
import { CPIM_TYPE } from '../../../protocols/sip/bodies/cpim.ts';
import { IMDN_TYPE } from '../../../protocols/sip/bodies/imdn.ts';
import { buildInDialogRequest } from '../../../protocols/sip/dialogs/dialog.ts';
import type { Header } from '../../../protocols/sip/message/message.ts';
import { routeHeaders } from '../../../protocols/sip/message/route-headers.ts';
import { buildRequest, createBranch, createCallId } from '../../../protocols/sip/user-agent/build-request.ts';
import { type CustomerLeg, habitsOf } from '../../switch/rows/leg.ts';
import { isMsrpLeg, takesAlone, takesWrapped } from '../legs/is-msrp-leg.ts';
import { refusing } from '../legs/peer-habits.ts';
import { rememberRefusals } from '../legs/remembered-refusals.ts';
import type { MessagingContext } from '../network/messaging-context.ts';

export interface Notice {
  readonly contentType: string;
  /** The type that a 415 is about, envelope or not. */
  readonly remembered: string;
  readonly body: Buffer;
  readonly headers?: readonly Header[];
  /** It means nothing later: it is dropped when something else is on its way to this client. */
  readonly isOptional: boolean;
}

/** Whether the client has not refused this type, and can be told something now. */
export function canBeTold(leg: CustomerLeg, contentType: string): boolean {
  if (habitsOf(leg).refused.includes(contentType)) return false;
  if (isMsrpLeg(leg)) {
    const { msrp } = leg.addressing;
    const isTaken = contentType === IMDN_TYPE && isWrapped(leg) ? takesWrapped : takesAlone;
    return msrp.session.name === 'connected' && isTaken(msrp, contentType);
  }
  if (leg.isAbsent || leg.pausedUntil !== null) return false;
  return leg.addressing.kind === 'page' || leg.addressing.session.name === 'confirmed';
}

/** Sends a notice once; nobody waits for what becomes of it. Keeps the leg. */
export function sendNotice<Leg extends CustomerLeg>(context: MessagingContext, leg: Leg, notice: Notice): Leg {
  const { decision, network } = context;
  if (isMsrpLeg(leg)) {
    const { sessionId } = leg.addressing.msrp;
    const messageId = decision.random.hex(12);
    const message = { messageId, contentType: notice.contentType, body: notice.body };
    // The branch is nobody's: what becomes of it does not matter.
    decision.release({ name: 'sendMsrpMessage', legId: leg.id, branch: messageId, sessionId, message });
    decision.state.legs.put(leg);
    return leg;
  }
  const branch = createBranch(decision.random);
  const { contentType, remembered, body, isOptional } = notice;
  const options = {
    branch,
    sentBy: network.sentBy(leg.flow),
    transport: leg.flow.transport,
    cseqStep: network.trunks?.cseqStepOn(leg.flow),
    headers: notice.headers ?? [],
    body,
    contentType,
  };
  let changed: Leg = leg;
  let request: ReturnType<typeof buildRequest>;
  if (leg.addressing.kind === 'session') {
    const built = buildInDialogRequest(leg.addressing.dialog, 'MESSAGE', options);
    request = built.request;
    changed = { ...leg, addressing: { ...leg.addressing, dialog: built.dialog } };
  } else {
    const { requestUri, from, to } = leg.addressing;
    const callId = createCallId(decision.random);
    const headers = [...routeHeaders(leg.addressing.route), ...options.headers];
    request = buildRequest({ method: 'MESSAGE', requestUri, from, to, callId, cseq: 1, ...options, headers });
  }
  decision.state.legs.put(changed);
  decision.release({ name: 'sendLegNotice', legId: leg.id, flow: leg.flow, branch, request, remembered, isOptional });
  return changed;
}

/** The client does not take this type: it is not sent again on this leg. */
export function noticeRefused(context: MessagingContext, legId: string, contentType: string): void {
  const { legs } = context.decision.state;
  const leg = legs.get(legId);
  if (leg === undefined) return;
  const changed = refusing(leg, contentType);
  legs.put(changed);
  rememberRefusals(context, changed);
}

/** Whether notices to this client go in an envelope. */
export function isWrapped(leg: CustomerLeg): boolean {
  const { wraps, refused } = habitsOf(leg);
  return wraps && !refused.includes(CPIM_TYPE);
}
