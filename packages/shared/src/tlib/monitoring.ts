/** Extensions and types of supervision (TMonitorNextCall, TSetMuteOn, TSetMuteOff, EventPrivateInfo 4024). */

/** `MonitorMode`: mute hears only, coach whispers to the agent, connect talks to all (barge-in). */
export const MONITOR_MODES = ['mute', 'coach', 'connect'] as const;
export type MonitorMode = (typeof MONITOR_MODES)[number];

/** `MonitorScope`: call stays until the call ends, agent goes with the agent. */
export const MONITOR_SCOPES = ['call', 'agent'] as const;
export type MonitorScope = (typeof MONITOR_SCOPES)[number];

/** TMonitorNextCallType. */
export const MonitorNextCallType = { OneCall: 0, AllCalls: 1 } as const;
export type MonitorNextCallType = (typeof MonitorNextCallType)[keyof typeof MonitorNextCallType];

/** `extensions.action` of TPrivateService 3003. */
export const ASSISTANCE_ACTIONS = ['ask', 'cancel', 'take'] as const;
export type AssistanceAction = (typeof ASSISTANCE_ACTIONS)[number];

/** `extensions.state` of EventPrivateInfo 3003. */
export type AssistanceState = 'asked' | 'taken' | 'cancelled' | 'expired';
