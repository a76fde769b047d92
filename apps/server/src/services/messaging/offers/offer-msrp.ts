/** MSRP in an offer of ours, and what the peer answers to it (RFC 4975 8, RFC 6135). */
import { formatMsrpUri, parseMsrpUri } from '../../../protocols/msrp/msrp-uri.ts';
import { readDescription } from '../../../protocols/sip/bodies/read-description.ts';
import { isMessageMedia, parseSdp } from '../../../protocols/sip/bodies/sdp.ts';
import type { SipMessage } from '../../../protocols/sip/message/message.ts';
import { isEncrypted } from '../../../protocols/sip/message/transport-name.ts';
import type { Flow } from '../../../protocols/sip/transport/sip-transport.ts';
import type { MsrpCarriage, MsrpOffer } from '../../switch/rows/leg.ts';
import type { MessagingContext, MsrpCarrier } from '../network/messaging-context.ts';
import { carriageOf, findTarget, ourLines, readLine, SESSION_ID_BYTES } from './negotiate-msrp.ts';

/** A browser has no other connections than WebSockets; what is signalled over TLS is not carried in the clear. */
function carrierFor({ transport }: Flow): MsrpCarrier {
  if (transport === 'WS' || transport === 'WSS') return transport === 'WS' ? 'ws' : 'wss';
  return isEncrypted(transport) ? 'tls' : 'tcp';
}

/** MSRP for an offer that goes over this flow, or the session that goes on; undefined when MSRP is not served there. */
export function offerMsrp(
  { decision, network }: MessagingContext,
  flow: Flow,
  present?: MsrpCarriage,
): { readonly offer: MsrpOffer; readonly lines: readonly string[] } | undefined {
  const carrier = carrierFor(flow);
  const address = network.msrp?.addressOf(carrier);
  if (address === undefined) return undefined;
  const goesOn = present !== undefined && present.session.name !== 'lost';
  const sessionId = goesOn ? present.sessionId : decision.random.hex(SESSION_ID_BYTES);
  const isSecure = carrier === 'tls' || carrier === 'wss';
  const transport = carrier === 'ws' || carrier === 'wss' ? 'ws' : 'tcp';
  const localPath = goesOn ? present.localPath : formatMsrpUri({ isSecure, ...address, sessionId, transport });
  const ours = parseMsrpUri(localPath);
  // Nobody can be connected to over a WebSocket.
  const setup = ours.ok && ours.value.transport === 'ws' ? 'passive' : 'actpass';
  const lines = ourLines({
    port: (ours.ok ? ours.value.port : undefined) ?? address.port,
    isSecure: ours.ok ? ours.value.isSecure : isSecure,
    setup,
    path: [localPath],
    // Those of a WebSocket are the browser's matter.
    fingerprints: setup === 'passive' ? undefined : network.msrp?.addressOf('tls')?.fingerprints,
  });
  return { offer: { sessionId, localPath, isBound: false }, lines };
}

/** What the answer to our offer says: MSRP, session mode, or neither of them. */
export type OfferAnswer =
  | { readonly name: 'msrp'; readonly carriage: MsrpCarriage }
  | { readonly name: 'sessionMode' }
  | { readonly name: 'nothing' };

/** Reads an answer; one that is missing or cannot be read leaves session mode, which needs none. */
export function readOfferAnswer(flow: Flow, offer: MsrpOffer | undefined, message: SipMessage): OfferAnswer {
  const description = readDescription(message);
  const answer = description.ok ? parseSdp(description.value) : description;
  if (!answer.ok) return { name: 'sessionMode' };
  const { media } = answer.value;
  const [first] = media;
  const line = offer === undefined || first === undefined ? undefined : readLine(first, 'answer');
  const ours = parseMsrpUri(offer?.localPath ?? '');
  if (offer !== undefined && line !== undefined && ours.ok && line.hop.isSecure === ours.value.isSecure) {
    const target =
      line.media.setup === 'active' || ours.value.transport === 'ws'
        ? null
        : findTarget(line.hop, flow, line.media.fingerprints);
    if (target !== undefined) return { name: 'msrp', carriage: carriageOf(offer, line.media, target) };
  }
  return media.some(isMessageMedia) ? { name: 'sessionMode' } : { name: 'nothing' };
}
