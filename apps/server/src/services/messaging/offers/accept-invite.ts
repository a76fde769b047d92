import {
  buildAnswer,
  buildOffer,
  isMessageMedia,
  type OfferReading,
  type SessionPlace,
} from '../../../protocols/sip/bodies/sdp.ts';
import { contactScheme, createUasDialog } from '../../../protocols/sip/dialogs/dialog.ts';
import { begin } from '../../../protocols/sip/dialogs/session-machine.ts';
import { readSessionTimer, sessionTimerHeaders } from '../../../protocols/sip/dialogs/session-timer.ts';
import { parseHostPort } from '../../../protocols/sip/grammar/header-fields/parse-host-port.ts';
import { buildContact } from '../../../protocols/sip/message/contact.ts';
import type { SipResponse } from '../../../protocols/sip/message/message.ts';
import { buildResponse } from '../../../protocols/sip/user-agent/build-response.ts';
import type { ReceivedRequest } from '../../../protocols/sip/user-agent/request-handler.ts';
import type { MsrpCarriage, MsrpOffer } from '../../switch/rows/leg.ts';
import { toStored } from '../legs/session.ts';
import type { MessagingContext } from '../network/messaging-context.ts';
import { respond } from '../requests/respond.ts';
import { answerMsrp } from './negotiate-msrp.ts';
import { offerMsrp } from './offer-msrp.ts';

/** What an INVITE offers, when it can be served. */
export type ServedOffer = Exclude<OfferReading, { name: 'refused' }>;

/** Answers an INVITE with 200 and makes its dialog; 400 when that cannot be. */
export function acceptInvite(
  context: MessagingContext,
  received: ReceivedRequest,
  offer: ServedOffer,
  localTag: string,
  user: string,
) {
  const dialog = createUasDialog(received.request, localTag);
  if (!dialog.ok) {
    respond(context, received, 400);
    return undefined;
  }
  const { response, msrp, msrpOffer } = buildAcceptance(context, received, offer, localTag, user);
  context.decision.release({ name: 'respond', received, response });
  const session = begin(received.cseq, offer.name === 'absent');
  return {
    addressing: {
      kind: 'session' as const,
      dialog: dialog.value,
      session: session.state,
      acceptance: toStored(response),
      formerDialogs: [],
      ...(msrp === undefined ? {} : { msrp }),
      ...(msrpOffer === undefined ? {} : { msrpOffer }),
    },
    effects: session.effects,
  };
}

/**
 * The 200 to an INVITE, and the MSRP session that its answer agrees to, or that it offers; `present` is the one of the dialog
 * until now, and `before` what we said in it last.
 */
export function buildAcceptance(
  context: MessagingContext,
  received: ReceivedRequest,
  offer: ServedOffer,
  toTag: string,
  user: string,
  present?: MsrpCarriage,
  before?: string,
): {
  readonly response: SipResponse;
  readonly msrp: MsrpCarriage | undefined;
  readonly msrpOffer: MsrpOffer | undefined;
} {
  const { network } = context;
  const { request, flow } = received;
  const sentBy = network.sentBy(flow);
  const sessionPlace = { ...sessionPlaceOf(sentBy), ...(before === undefined ? {} : { before }) };
  const isSessionMode = offer.name === 'absent' || isMessageMedia(offer.taken);
  const msrp = isSessionMode ? undefined : answerMsrp(context, received, offer.taken, present);
  const offered = offer.name === 'absent' ? offerMsrp(context, flow, present) : undefined;
  const response = buildResponse(request, 200, {
    toTag,
    headers: [
      {
        name: 'Contact',
        value: buildContact({ user, sentBy, transport: flow.transport, scheme: contactScheme(request) }),
      },
      { name: 'Allow', value: 'INVITE, ACK, CANCEL, BYE, MESSAGE, OPTIONS' },
      { name: 'Supported', value: 'replaces, timer' },
      ...sessionTimerHeaders(readSessionTimer(request)),
    ],
    body:
      offer.name === 'absent'
        ? buildOffer(sessionPlace, offered?.lines)
        : buildAnswer(offer, sessionPlace, msrp?.lines),
    contentType: 'application/sdp',
  });
  return { response, msrp: msrp?.carriage, msrpOffer: offered?.offer };
}

/** Host and port for the lines of a description. */
export function sessionPlaceOf(sentBy: string): SessionPlace {
  const address = parseHostPort(sentBy);
  return address.ok ? { host: address.value.host, port: address.value.port ?? 5060 } : { host: sentBy, port: 5060 };
}
