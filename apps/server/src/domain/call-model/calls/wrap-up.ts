import type { ConnId, Dn, UserName } from '@cordboard/shared/ids';
import type { KeyValueList } from '@cordboard/shared/tlib/attached-data';
import type { CallState, CallType, MediaType, PartyRole } from '@cordboard/shared/tlib/call-types';
import type { Call } from './call.ts';
import type { Party } from './party.ts';

/** A customer's call that is over for an agent, who has not marked it as done. Its `id` is ConnID and DN. */
export interface WrapUp {
  readonly id: string;
  readonly connID: ConnId;
  readonly dn: Dn;
  readonly userName: UserName;
  readonly callType: CallType;
  readonly mediaType: MediaType;
  readonly role: PartyRole;
  readonly customer: string;
  readonly dnis: Dn;
  readonly thisQueue: Dn | null;
  readonly userData: KeyValueList;
  readonly startedAt: number;
  /** When it was over for this agent, ms since 1970. */
  readonly endedAt: number;
  readonly callState: CallState;
  readonly endedBy: string | null;
  readonly thirdPartyDN: Dn | null;
}

/** How long a call waits to be marked as done. */
export const WRAP_UPS_KEPT_MS = 24 * 3600_000;
/** Most of them on one DN; beyond it the oldest is forgotten. */
export const WRAP_UPS_MAX = 50;

export function wrapUpId(connId: ConnId, dn: Dn): string {
  return `${connId}|${dn}`;
}

/** Why the call is over for the agent. */
export type WrapUpReason = Pick<WrapUp, 'endedAt' | 'callState' | 'endedBy' | 'thirdPartyDN'>;

/** What is left to do after a call; undefined for one without a customer. */
export function wrapUpOf(call: Call, party: Party, userName: UserName, why: WrapUpReason): WrapUp | undefined {
  if (call.customer === null) return undefined;
  const { id: connID, callType, mediaType, dnis, userData, startedAt } = call;
  const { dn, role, thisQueue } = party;
  const common = { connID, dn, userName, callType, mediaType, role, dnis, thisQueue, userData, startedAt };
  return { id: wrapUpId(connID, dn), ...common, customer: call.customer.address, ...why };
}
