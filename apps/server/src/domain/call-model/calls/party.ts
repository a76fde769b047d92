import type { AgentId, Dn } from '@cordboard/shared/ids';
import type { PartyRole } from '@cordboard/shared/tlib/call-types';
import type { MonitorMode, MonitorScope } from '@cordboard/shared/tlib/monitoring';

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
  /** Of a supervisor who observes: whom and how. Such a party takes no slot and is never the owner. */
  readonly observing?: Observing;
}

/** How a supervisor is in a call. */
export interface Observing {
  /** The agent's DN. */
  readonly watches: Dn;
  readonly mode: MonitorMode;
  readonly scope: MonitorScope;
  /** A subscription (TMonitorNextCall), or help that the agent asked for. */
  readonly via: 'monitoring' | 'assistance';
}

export type ObserverParty = Party & { readonly observing: Observing };

export function isObserver(party: Party): party is ObserverParty {
  return party.observing !== undefined;
}

/** How a ringing party has come to ring. */
export type Coming =
  /** The router offered the call. */
  | { readonly as: 'routed' }
  /** The other party of a call between agents. */
  | { readonly as: 'called' }
  /** A supervisor, who never rings. */
  | { readonly as: 'observer' }
  /** Back at the one who transferred it, since nobody took it. */
  | { readonly as: 'returned' }
  /** In place of `from`, who gets the call back when nobody takes it. */
  | { readonly as: 'transferred'; readonly from: Dn }
  /** Beside the parties that are in the call, asked by `from`. */
  | { readonly as: 'conferee'; readonly from: Dn };
