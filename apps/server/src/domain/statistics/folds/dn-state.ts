import type { ConnId, Dn, UserName } from '@cordboard/shared/ids';
import type { DnAction } from '@cordboard/shared/statistics/actions';
import type { StatObject } from '../tallies/object-book.ts';
import type { CallKind } from './call-kind.ts';
import type { StatusPart } from './status-of.ts';

/** Something that goes on on a DN. Replaced as a whole. */
export interface RunningAction extends StatusPart, CallKind {
  readonly action: DnAction;
  /** Null for what is about no call. */
  readonly connId: ConnId | null;
  readonly since: number;
  /** Who was logged in when it began. */
  readonly agent: UserName | null;
  /** From which queues the call came. */
  readonly queues: readonly Dn[];
  /** A colleague brings the call: of what rings. */
  readonly isBrought?: boolean;
  /** Of an observer: on which DN the agent is. */
  readonly watches?: Dn;
  /** Of an agent who is monitored: on which DN the supervisor is. */
  readonly by?: Dn;
}

/** What ended last on a DN: after-call work is about it. */
export interface LastCall extends CallKind {
  readonly queues: readonly Dn[];
}

/** What is stored of a DN, beside its numbers. */
export interface StoredDn {
  readonly agent: UserName | null;
  /** Why not ready. */
  readonly reason: string | null;
  readonly running: readonly RunningAction[];
  readonly lastCall: LastCall | null;
}

/** One DN of an agent with what goes on there. */
export interface DnState extends StoredDn {
  readonly dn: Dn;
  readonly object: StatObject;
  /** Null for a DN without a place. */
  readonly place: StatObject | null;
  agent: UserName | null;
  reason: string | null;
  running: readonly RunningAction[];
  lastCall: LastCall | null;
}

const TALKING: ReadonlySet<DnAction> = new Set<DnAction>([
  'CallInbound',
  'CallOutbound',
  'CallInternal',
  'CallConsult',
  'CallUnknown',
]);

export function isTalk({ action }: RunningAction): boolean {
  return TALKING.has(action);
}
