import type { MonitorMode, MonitorScope } from '../tlib/monitoring.ts';

/** All times are ms since 1970 of the server's clock. */

/** What an agent does, in one word; `reconnecting` while the desktop is lost and the grace time runs. */
export type DeskAgentState = 'loggedOut' | 'ready' | 'notReady' | 'afterCallWork' | 'reconnecting';

/** Who listens to a call; hidden ones are told to supervisors only. */
export interface DeskObserver {
  readonly dn: string;
  readonly name: string;
  readonly mode: MonitorMode;
}

/** One call on an agent's DN, as supervisors of the agent see it. */
export interface DeskCall {
  readonly connID: string;
  readonly callUUID: string;
  readonly state: 'dialing' | 'ringing' | 'established' | 'held';
  readonly since: number;
  /** The customer's name or address; null in a call between agents. */
  readonly customer: string | null;
  /** The other agent of a call between agents. */
  readonly otherDN: string | null;
  readonly isConsultation: boolean;
  /** Whether this agent answers for the customer. */
  readonly isOwner: boolean;
  readonly startedAt: number;
  /** Since when the customer waits for an answer; null when he does not. */
  readonly customerWaitsSince: number | null;
  readonly routingPoint: string | null;
  readonly observers: readonly DeskObserver[];
}

/** A supervisor's subscription to an agent (TMonitorNextCall). */
export interface DeskMonitoring {
  readonly supervisorDN: string;
  readonly agentDN: string;
  /** 0 one call, 1 all calls. */
  readonly monitorNextCallType: 0 | 1;
  readonly mode: MonitorMode;
  readonly scope: MonitorScope;
  readonly since: number;
}

/** An agent who asks for help and whom nobody has helped yet. */
export interface DeskHelpRequest {
  readonly assistID: string;
  readonly connID: string;
  readonly agentDN: string;
  readonly reason: string;
  readonly askedAt: number;
}

/** One DN on which an agent takes, or would take, IMs. The key is `dn`. */
export interface DeskAgent {
  readonly dn: string;
  readonly userName: string;
  readonly name: string;
  /** Login id and nickname; null while nobody is logged in. */
  readonly agentID: string | null;
  readonly nickname: string | null;
  readonly place: string;
  readonly role: 'agent' | 'supervisor';
  readonly groups: readonly string[];
  readonly skills: Readonly<Record<string, number>>;
  readonly state: DeskAgentState;
  /** 0 while logged out. */
  readonly since: number;
  /** Why not ready, in the agent's or the system's word; null for none. */
  readonly reason: string | null;
  /** Chat slots taken, and how many there are. */
  readonly chats: number;
  readonly chatMax: number;
  /** Whether the one who looks supervises this agent; only then `calls` is filled. */
  readonly isSupervised: boolean;
  readonly calls: readonly DeskCall[];
}

/** An agent group as a destination. The key is `name`. */
export interface DeskGroup {
  readonly name: string;
  readonly members: number;
  readonly loggedIn: number;
  readonly ready: number;
  /** Whether the one who looks supervises it. */
  readonly isSupervised: boolean;
}

/** A virtual queue. The key is `name`. */
export interface DeskQueue {
  readonly name: string;
  readonly waiting: number;
  /** Since when the one who waits longest does; null when nobody does. */
  readonly longestSince: number | null;
  /** Ready agents with a free slot in its target group; null when it has none. */
  readonly ready: number | null;
}

/** A routing point as a destination. The key is `number`. */
export interface DeskRoutingPoint {
  readonly number: string;
  /** Name of its strategy; null when it has no active one. */
  readonly strategy: string | null;
  readonly isEnabled: boolean;
}

/** Everything that one person sees around the own DNs. */
export interface DeskView {
  readonly time: number;
  readonly agents: readonly DeskAgent[];
  readonly groups: readonly DeskGroup[];
  readonly queues: readonly DeskQueue[];
  readonly routingPoints: readonly DeskRoutingPoint[];
  /** For supervisors: requests of their groups; empty for others. */
  readonly helpRequests: readonly DeskHelpRequest[];
  /** For supervisors: subscriptions to agents they supervise; empty for others. */
  readonly monitorings: readonly DeskMonitoring[];
}

/** Rows that are new or different, whole; lists that have changed, whole. What is missing has not changed. */
export interface DeskChanges {
  readonly time: number;
  readonly agents?: readonly DeskAgent[];
  readonly groups?: readonly DeskGroup[];
  readonly queues?: readonly DeskQueue[];
  readonly routingPoints?: readonly DeskRoutingPoint[];
  readonly helpRequests?: readonly DeskHelpRequest[];
  readonly monitorings?: readonly DeskMonitoring[];
}
