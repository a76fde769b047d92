import type { AgentId, Dn } from '@cordboard/shared/ids';
import type { PartyRole } from '@cordboard/shared/tlib/call-types';

/** One call on one DN. Parties, not calls, carry state. The customer is external and has no DN, so is no party. */
export interface Party {
  readonly dn: Dn;
  readonly agentId: AgentId;
  /** `dialing` is the caller before the answer; a held party goes on receiving. */
  readonly state: 'dialing' | 'ringing' | 'established' | 'held';
  /** When the party came into this state, ms since 1970. */
  readonly since: number;
  readonly role: PartyRole;
  /** The routing point over which the call came to this DN; null for direct calls. */
  readonly thisQueue: Dn | null;
  /** While it rings: as what the party comes, and who gets the call back when it does not. */
  readonly coming: Coming;
}

/** How a ringing party has come to ring. */
export type Coming =
  /** The router offered the call. */
  | { readonly as: 'routed' }
  /** The other party of a call between agents. */
  | { readonly as: 'called' }
  /** Back at the one who transferred it, since nobody took it. */
  | { readonly as: 'returned' }
  /** In place of `from`, who gets the call back when nobody takes it. */
  | { readonly as: 'transferred'; readonly from: Dn }
  /** Beside the parties that are in the call, asked by `from`. */
  | { readonly as: 'conferee'; readonly from: Dn };
