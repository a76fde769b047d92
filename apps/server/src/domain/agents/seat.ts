import type { AgentId, Dn, UserName } from '@cordboard/shared/ids';

/**
 * Who works on a DN: the agent who is logged in there, else a supervisor who has it registered. Supervision needs no agent
 * login. Its `id` is the DN.
 */
export interface Seat {
  readonly id: Dn;
  readonly userName: UserName;
  /** Of a supervisor who is not logged in: the first agent login of the configuration. */
  readonly agentId: AgentId;
}
