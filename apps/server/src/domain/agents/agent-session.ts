import type { AgentId, Dn, PlaceName, UserName } from '@cordboard/shared/ids';
import type { WorkMode } from '@cordboard/shared/tlib/agent-states';
import type { KeyValueList } from '@cordboard/shared/tlib/attached-data';
import type { Occupancy } from '../capacity/occupancy.ts';

/** An agent who is logged in on a DN; without a row nobody is. Its `id` is the DN. */
export interface AgentSession {
  readonly id: Dn;
  readonly userName: UserName;
  readonly place: PlaceName;
  readonly agentId: AgentId;
  /** The agent login's code, shown to customers. */
  readonly nickname: string;
  readonly queue: Dn | null;
  readonly state: 'notReady' | 'ready' | 'afterCallWork';
  readonly workMode: WorkMode;
  readonly reasons: KeyValueList;
  /** When the agent came into this state, ms since 1970. */
  readonly since: number;
  /** Since when the agent waits for a routed interaction, ms since 1970: restarts at Ready, at each offer and at each release. */
  readonly waitingSince: number;
  /** When the router offered an interaction last, ms since 1970; 0 before the first. */
  readonly offeredAt: number;
  /** Interactions on the DNs of this place, ringing ones included. */
  readonly occupancy: Occupancy;
  /** Ready, and a routed chat may be offered under the capacity rule and the DN's options. */
  readonly canTakeChat: boolean;
  /** A SIP client is registered for the DN, and gets the texts of it. */
  readonly hasEndpoint?: boolean;
  /** Logged in by the registration of his SIP client (option `auto-login`), not by a request. */
  readonly isAutoLogin?: boolean;
  /** While the agent is reconnecting: since when neither desktop nor SIP client is there, ms since 1970. Null with one, and after the grace. */
  readonly absentSince: number | null;
  /** A supervisor or a no-answer action logged the agent out; it happens with the last party. */
  readonly logoutPending: boolean;
}
