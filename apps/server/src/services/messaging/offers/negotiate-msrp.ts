import { isIP } from 'node:net';
import type { MsrpTarget } from '../../../protocols/msrp/msrp-transport.ts';
import { formatMsrpUri, type MsrpUri, parseMsrpUri, parsePath, sessionIdOf } from '../../../protocols/msrp/msrp-uri.ts';
import { defaultMsrpLimits } from '../../../protocols/msrp/parse-limits.ts';
import { CPIM_TYPE } from '../../../protocols/sip/bodies/cpim.ts';
import {
  isMsrpMedia,
  type MsrpMedia,
  msrpMediaLines,
  readMsrpMedia,
  type Setup,
} from '../../../protocols/sip/bodies/msrp-media.ts';
import { MESSAGE_TYPES } from '../../../protocols/sip/bodies/read-body.ts';
import { isMessageMedia, type Media } from '../../../protocols/sip/bodies/sdp.ts';
import { isEncrypted } from '../../../protocols/sip/message/transport-name.ts';
import type { Flow } from '../../../protocols/sip/transport/sip-transport.ts';
import type { ReceivedRequest } from '../../../protocols/sip/user-agent/request-handler.ts';
import type { MsrpCarriage } from '../../switch/rows/leg.ts';
import { takesAlone, takesWrapped } from '../legs/is-msrp-leg.ts';
import type { MessagingContext, MessagingNetwork, MsrpAddress, MsrpCarrier } from '../network/messaging-context.ts';

/** What we take, within message/cpim as well. */
const ACCEPT_WRAPPED_TYPES = MESSAGE_TYPES.filter((type) => type !== CPIM_TYPE);
/** Random bytes of a session id: whoever knows it is in the session. */
export const SESSION_ID_BYTES = 16;

/** An MSRP line that we can serve, and how. */
interface ServedMsrp {
  readonly media: MsrpMedia;
  /** The URI that is at the other end of the connection: the peer's, or his relay's. */
  readonly hop: MsrpUri;
  readonly address: MsrpAddress;
  readonly target: MsrpTarget | null;
}

/** Whether a media line of this INVITE's offer can be served: session mode, or MSRP. */
export function isServedMedia(network: MessagingNetwork, received: ReceivedRequest, media: Media): boolean {
  return isMessageMedia(media) || readServed(network, received, media) !== undefined;
}

function readServed(
  network: MessagingNetwork,
  { flow, request }: ReceivedRequest,
  media: Media,
): ServedMsrp | undefined {
  // What was asked for by a sips URI goes on in no clear text.
  const isSecureOnly = /^sips:/i.test(request.requestUri);
  const line = readLine(media, 'offer');
  if (line === undefined || (isSecureOnly && !line.hop.isSecure)) return undefined;
  const carrier = carrierOf(line.hop);
  const address = carrier === undefined ? undefined : network.msrp?.addressOf(carrier);
  if (address === undefined) return undefined;
  if (line.media.setup !== 'passive') return { ...line, address, target: null };
  const target = findTarget(line.hop, flow, line.media.fingerprints);
  return target === undefined ? undefined : { ...line, address, target };
}

/** An MSRP line with a path that can be read, which takes texts. */
export function readLine(media: Media, of: 'offer' | 'answer'): Pick<ServedMsrp, 'media' | 'hop'> | undefined {
  if (!isMsrpMedia(media)) return undefined;
  const read = readMsrpMedia(media, of);
  if (!read.ok || !parsePath(read.value.path.join(' ')).ok) return undefined;
  const hop = parseMsrpUri(read.value.path[0] ?? '');
  const isTextTaken = takesAlone(read.value, 'text/plain') || takesWrapped(read.value, 'text/plain');
  if (!hop.ok || sessionIdOf(read.value.path.at(-1)) === undefined || !isTextTaken) return undefined;
  return { media: read.value, hop: hop.value };
}

function carrierOf({ transport, isSecure }: MsrpUri): MsrpCarrier | undefined {
  if (transport === 'tcp') return isSecure ? 'tls' : 'tcp';
  if (transport === 'ws') return isSecure ? 'wss' : 'ws';
  return undefined;
}

/**
 * A peer who waits for us (RFC 6135) is connected to only at the address that his SIP comes from: a description must not make
 * this server knock at doors of others.
 */
export function findTarget(
  { host, port, isSecure, transport }: MsrpUri,
  flow: Flow,
  fingerprints?: readonly string[],
): MsrpTarget | undefined {
  const address = host.startsWith('[') ? host.slice(1, -1) : host;
  if (transport !== 'tcp' || isIP(address) === 0 || address !== flow.remoteAddress.toLowerCase()) return undefined;
  const target = { isSecure, address, port: port ?? 2855 };
  if (!isSecure || fingerprints === undefined) return target;
  return { ...target, fingerprints: { values: fingerprints, isProtected: isEncrypted(flow.transport) } };
}

/** Our side of MSRP for an offered line: the carriage and its lines; undefined when the line is none of MSRP. */
export function answerMsrp(
  { decision, network }: MessagingContext,
  received: ReceivedRequest,
  media: Media,
  present: MsrpCarriage | undefined,
): { readonly carriage: MsrpCarriage; readonly lines: readonly string[] } | undefined {
  const served = readServed(network, received, media);
  if (served === undefined) return undefined;
  const carriage = isSameSession(present, served)
    ? present
    : createCarriage(decision.random.hex(SESSION_ID_BYTES), served);
  const { port, fingerprints } = served.address;
  const { isSecure } = served.media;
  const setup = served.target === null ? 'passive' : 'active';
  return { carriage, lines: ourLines({ port, isSecure, setup, path: [carriage.localPath], fingerprints }) };
}

/** Our side of MSRP: what we take, and where. */
export function ourLines(ours: {
  readonly port: number;
  readonly isSecure: boolean;
  readonly setup: Setup;
  readonly path: readonly string[];
  readonly fingerprints: readonly string[] | undefined;
}): readonly string[] {
  const { fingerprints = [], ...line } = ours;
  return msrpMediaLines({
    ...line,
    fingerprints: ours.isSecure ? fingerprints : [],
    acceptTypes: MESSAGE_TYPES,
    acceptWrappedTypes: ACCEPT_WRAPPED_TYPES,
    maxSize: defaultMsrpLimits.messageBytesMax,
  });
}

/** An offer with the peer's path as it was renews nothing (RFC 4975 5.4), unless the connection is lost. */
function isSameSession(present: MsrpCarriage | undefined, { media }: ServedMsrp): present is MsrpCarriage {
  return (
    present !== undefined && present.session.name !== 'lost' && present.remotePath.join(' ') === media.path.join(' ')
  );
}

function createCarriage(sessionId: string, { media, hop, address, target }: ServedMsrp): MsrpCarriage {
  const { isSecure, transport } = hop;
  const localPath = formatMsrpUri({ isSecure, ...address, sessionId, transport });
  return carriageOf({ sessionId, localPath }, media, target);
}

/** The session that our side and the peer's line make. */
export function carriageOf(
  { sessionId, localPath }: Pick<MsrpCarriage, 'sessionId' | 'localPath'>,
  media: MsrpMedia,
  target: MsrpTarget | null,
): MsrpCarriage {
  return {
    sessionId,
    localPath,
    remotePath: media.path,
    acceptTypes: media.acceptTypes,
    acceptWrappedTypes: media.acceptWrappedTypes,
    maxSize: media.maxSize ?? null,
    target,
    ...(target === null ? fingerprintsOfPeer(media) : {}),
    session: { name: 'waiting' },
  };
}

/** A relay shows a certificate of its own, and a browser none. */
function fingerprintsOfPeer({ path, fingerprints }: MsrpMedia): Pick<MsrpCarriage, 'fingerprints'> {
  const [hop, ...relays] = path;
  const uri = parseMsrpUri(hop ?? '');
  const isHis = relays.length === 0 && uri.ok && uri.value.transport === 'tcp';
  return isHis && fingerprints !== undefined ? { fingerprints } : {};
}
