/** TAgentWorkMode. Ready substates: ManualIn, AutoIn, ReturnBack. Not-ready substates: the others. */
export const WorkMode = {
  Unknown: 0,
  ManualIn: 1,
  AutoIn: 2,
  AfterCallWork: 3,
  AuxWork: 4,
  NoCallDisconnect: 5,
  WalkAway: 6,
  ReturnBack: 7,
} as const;
export type WorkMode = (typeof WorkMode)[keyof typeof WorkMode];

/** State of an agent on a DN as EventRegistered and EventAddressInfo report it in `extensions.AgentStatus`. */
export const AgentStatus = { LoggedOut: 0, NotReady: 1, Ready: 2, AfterCallWork: 3 } as const;
export type AgentStatus = (typeof AgentStatus)[keyof typeof AgentStatus];
