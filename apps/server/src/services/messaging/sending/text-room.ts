import { isReliable } from '../../../protocols/sip/transport/sip-transport.ts';
import type { CustomerLeg } from '../../switch/rows/leg.ts';
import { EXPIRY_BYTES } from '../bodies/text-expiry.ts';
import { envelopeBytes } from '../bodies/text-format.ts';
import { isMsrpLeg } from '../legs/is-msrp-leg.ts';
import { msrpTextBytesMax } from './msrp-send.ts';

/** RFC 3428 8: a MESSAGE of more than 1300 bytes must not go over UDP. */
const UDP_MESSAGE_BYTES_MAX = 1300;
/** Room for the head of our MESSAGEs, addresses and routes apart. */
const HEAD_BYTES = 494;

/** How many bytes a text to this customer may have. */
export function bodyBytesMax(leg: CustomerLeg): number {
  if (isMsrpLeg(leg)) return msrpTextBytesMax(leg);
  return isReliable(leg.flow) ? Number.POSITIVE_INFINITY : udpBodyBytesMax(leg);
}

/** How many bytes the body of a MESSAGE to this customer may have over UDP. */
function udpBodyBytesMax(leg: CustomerLeg): number {
  const { addressing } = leg;
  const addresses =
    addressing.kind === 'session'
      ? [
          addressing.dialog.remoteTarget,
          addressing.dialog.localUri,
          addressing.dialog.remoteUri,
          addressing.dialog.callId,
          ...addressing.dialog.routeSet.map(routeLine),
        ]
      : [addressing.requestUri, addressing.from, addressing.to, ...(addressing.route ?? []).map(routeLine)];
  const addressBytes = addresses.reduce((sum, address) => sum + Buffer.byteLength(address) + 2, 0);
  const expiryBytes = leg.account == null ? 0 : EXPIRY_BYTES;
  return UDP_MESSAGE_BYTES_MAX - HEAD_BYTES - addressBytes - envelopeBytes(leg) - expiryBytes;
}

function routeLine(route: string): string {
  return `Route: ${route}`;
}
