import { CPIM_TYPE } from '../../../protocols/sip/bodies/cpim.ts';
import { acceptsType } from '../../../protocols/sip/bodies/msrp-media.ts';
import type { CustomerLeg, MsrpCarriage, SessionAddressing } from '../../switch/rows/leg.ts';

/** A leg whose texts go over MSRP. */
export type MsrpLeg = CustomerLeg & { readonly addressing: SessionAddressing & { readonly msrp: MsrpCarriage } };

export function isMsrpLeg(leg: CustomerLeg | undefined): leg is MsrpLeg {
  return leg?.addressing.kind === 'session' && leg.addressing.msrp !== undefined;
}

/** What of ours a peer takes: by its type alone, and within message/cpim (RFC 4975 8.6). */
export function takesAlone(peer: Pick<MsrpCarriage, 'acceptTypes'>, type: string): boolean {
  return acceptsType(peer.acceptTypes, type);
}

export function takesWrapped(
  { acceptTypes, acceptWrappedTypes }: Pick<MsrpCarriage, 'acceptTypes' | 'acceptWrappedTypes'>,
  type: string,
): boolean {
  return acceptsType(acceptTypes, CPIM_TYPE) && acceptsType(acceptWrappedTypes, type);
}
