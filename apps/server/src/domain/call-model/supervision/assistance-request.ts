import type { ConnId, Dn, UserName } from '@cordboard/shared/ids';

/** An agent has asked for help in a call. Kept until the agent leaves the call, cancels it, or nobody took it in time. Its `id` is the assistID. */
export interface AssistanceRequest {
  readonly id: string;
  readonly connId: ConnId;
  readonly agentDn: Dn;
  readonly userName: UserName;
  /** In the agent's words; may be empty. */
  readonly reason: string;
  /** Ms since 1970. */
  readonly askedAt: number;
  readonly state: 'asked' | 'taken';
  /** DN of the supervisor who helps. */
  readonly takenBy: Dn | null;
}
