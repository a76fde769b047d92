/** What can go on, or happen, on a DN and on a queue; T-Library's statistics server has the names. */

/** Actions that last, on a DN of an agent. */
export const DURABLE_DN_ACTIONS = [
  'LoggedIn',
  'WaitForNextCall',
  'NotReadyForNextCall',
  'AfterCallWork',
  'CallDialing',
  'CallRinging',
  'CallOnHold',
  'CallUnknown',
  'CallConsult',
  'CallInternal',
  'CallOutbound',
  'CallInbound',
  'CallObserving',
  'BeingMonitored',
  'BeingCoached',
] as const;

/** What a supervisor does to an agent; agents are not told. */
export const SUPERVISED_ACTIONS: readonly string[] = ['BeingMonitored', 'BeingCoached'];

/** Actions that happen, on a DN of an agent; some have a duration: that of what they end. */
export const MOMENTARY_DN_ACTIONS = [
  'CallAnswered',
  'CallAbandonedFromRinging',
  'CallMissed',
  'CallTransferMade',
  'CallTransferTaken',
  'CallConferenceMade',
  'CallConferenceJoined',
] as const;

export const DN_ACTIONS = [...DURABLE_DN_ACTIONS, ...MOMENTARY_DN_ACTIONS] as const;
export type DnAction = (typeof DN_ACTIONS)[number];

/** On routing points and virtual queues. CallWait lasts, the others happen. */
export const QUEUE_ACTIONS = [
  'CallWait',
  'CallEntered',
  'CallDistributed',
  'CallAnswered',
  'CallAbandoned',
  'CallAbandonedFromRinging',
  'CallCleared',
  'CallReleased',
  'ACWCompleted',
  'CallTreatmentStarted',
  'CallTreatmentCompleted',
  'CallTreatmentNotStarted',
] as const;
export type QueueAction = (typeof QUEUE_ACTIONS)[number];

/** Statuses by rising priority: of what goes on at once, the highest is the status. */
export const STATUSES = [
  'Monitored',
  'LoggedIn',
  'WaitForNextCall',
  'CallDialing',
  'CallRinging',
  'NotReadyForNextCall',
  'AfterCallWork',
  'CallOnHold',
  'CallUnknown',
  'CallConsult',
  'CallInternal',
  'CallOutbound',
  'CallInbound',
  'LoggedOut',
] as const;
export type Status = (typeof STATUSES)[number];
