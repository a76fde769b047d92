import type { AgentId, Dn } from '@cordboard/shared/ids';
import type { PartyRole } from '@cordboard/shared/tlib/call-types';

/** One call on one DN. Parties, not calls, carry state. The customer is external and has no DN, so is no party. */
export interface Party {
  readonly dn: Dn;
  readonly agentId: AgentId;
  readonly state: 'ringing' | 'established';
  /** When the party came into this state, ms since 1970. */
  readonly since: number;
  readonly role: PartyRole;
  /** The routing point over which the call came to this DN; null for direct calls. */
  readonly thisQueue: Dn | null;
}
