import type { ConnId, UserName } from '@cordboard/shared/ids';
import type { KeyValueList } from '@cordboard/shared/tlib/attached-data';

/** What supervisors and administrators did, kept for good: who did what to whom in which call. */
export interface AuditEntry {
  readonly what:
    | 'monitoringSubscribed'
    | 'monitoringCancelled'
    | 'observerJoined'
    | 'observerLeft'
    | 'observerBecameOwner'
    | 'monitorModeChanged'
    | 'assistanceAsked'
    | 'assistanceTaken'
    | 'assistanceCancelled'
    | 'assistanceExpired'
    | 'agentForcedNotReady'
    | 'agentForcedLogout'
    | 'callRedirected'
    | 'callTakenOver'
    | 'strategyDraftSaved'
    | 'strategyActivated'
    | 'strategyDeleted'
    | 'strategyAssigned'
    | 'messageDone'
    | 'dnOptionsChanged';
  /** Who did it; `system` when nobody asked for it. */
  readonly who: UserName;
  /** The agent it was done to; null for none. */
  readonly whom: UserName | null;
  /** Null when it is about no call. */
  readonly connID: ConnId | null;
  readonly detail: KeyValueList;
}
