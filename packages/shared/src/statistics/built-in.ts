import type { ObjectType, StatFilter, StatType, TimeProfile, TimeRange } from './stat-type.ts';

export const BUILT_IN_FILTERS: readonly StatFilter[] = [
  { name: 'Chat', mediaType: 'chat' },
  { name: 'VoiceCall', mediaType: 'voice' },
];

const RESOURCE: readonly ObjectType[] = ['agent', 'place', 'dn', 'agentGroup'];
const TALK = 'CallInbound, CallOutbound, CallInternal, CallConsult, CallUnknown';
const HANDLED = 'CallInbound, CallOutbound';
const ABANDONED = 'CallAbandoned, CallAbandonedFromRinging';

type Short = Pick<StatType, 'name' | 'category' | 'mainMask'> & Partial<StatType>;

const resource = (statType: Short): StatType => ({ subject: 'DNAction', objects: [...RESOURCE], ...statType });
const agentStatus = (statType: Short): StatType => ({
  subject: 'AgentStatus',
  objects: ['agent', 'agentGroup'],
  ...statType,
});
const queue = (statType: Short): StatType => ({ subject: 'DNAction', objects: ['queue'], ...statType });

/** Stat types that are always there. */
export const BUILT_IN_STAT_TYPES: readonly StatType[] = [
  agentStatus({ name: 'CurrentAgentState', category: 'CurrentState', objects: ['agent'], mainMask: '*' }),
  agentStatus({ name: 'CurrentAgentStateTime', category: 'CurrentTime', objects: ['agent'], mainMask: '*' }),
  resource({
    name: 'CurrentPlaceState',
    category: 'CurrentState',
    subject: 'PlaceStatus',
    objects: ['place'],
    mainMask: '*',
  }),
  resource({ name: 'CurrentDNState', category: 'CurrentState', subject: 'DNStatus', objects: ['dn'], mainMask: '*' }),
  agentStatus({ name: 'CurrentReadyAgents', category: 'CurrentNumber', mainMask: 'WaitForNextCall' }),
  agentStatus({ name: 'CurrentNotReadyAgents', category: 'CurrentNumber', mainMask: 'NotReadyForNextCall' }),
  agentStatus({ name: 'CurrentAfterCallWorkAgents', category: 'CurrentNumber', mainMask: 'AfterCallWork' }),
  agentStatus({ name: 'CurrentLoggedInAgents', category: 'CurrentNumber', mainMask: '*, ~LoggedOut' }),
  agentStatus({ name: 'Total_Ready_Time', category: 'TotalAdjustedTime', mainMask: 'WaitForNextCall' }),
  agentStatus({ name: 'Total_Not_Ready_Time', category: 'TotalAdjustedTime', mainMask: 'NotReadyForNextCall' }),
  agentStatus({
    name: 'Total_Busy_Time',
    category: 'TotalAdjustedTime',
    mainMask: `${TALK}, CallOnHold`,
    description: 'With at least one interaction, whatever the agent is ready for.',
  }),
  agentStatus({ name: 'Total_Login_Time', category: 'TotalAdjustedTime', mainMask: '*, ~LoggedOut' }),
  agentStatus({
    name: 'Ready_Time_Percentage',
    category: 'RelativeTimePercentage',
    mainMask: 'WaitForNextCall',
    relMask: '*, ~LoggedOut',
  }),
  resource({ name: 'Current_Calls', category: 'CurrentNumber', mainMask: TALK }),
  resource({ name: 'Current_Calls_On_Hold', category: 'CurrentNumber', mainMask: 'CallOnHold' }),
  resource({ name: 'Total_Calls_Answered', category: 'TotalNumber', mainMask: 'CallAnswered' }),
  resource({ name: 'Total_Calls_Handled', category: 'TotalNumber', mainMask: HANDLED }),
  resource({ name: 'Total_Calls_Inbound', category: 'TotalNumber', mainMask: 'CallInbound' }),
  resource({ name: 'Total_Calls_Outbound', category: 'TotalNumber', mainMask: 'CallOutbound' }),
  resource({ name: 'Total_Calls_Internal', category: 'TotalNumber', mainMask: 'CallInternal' }),
  resource({ name: 'Total_Calls_Consult', category: 'TotalNumber', mainMask: 'CallConsult' }),
  resource({ name: 'Total_Calls_Missed', category: 'TotalNumber', mainMask: 'CallMissed' }),
  resource({ name: 'Total_Calls_Abandoned_Ringing', category: 'TotalNumber', mainMask: 'CallAbandonedFromRinging' }),
  resource({ name: 'Total_Transfers_Made', category: 'TotalNumber', mainMask: 'CallTransferMade' }),
  resource({ name: 'Total_Transfers_Taken', category: 'TotalNumber', mainMask: 'CallTransferTaken' }),
  resource({ name: 'Total_Conferences_Made', category: 'TotalNumber', mainMask: 'CallConferenceMade' }),
  resource({ name: 'Current_Calls_Monitored', category: 'CurrentNumber', mainMask: 'BeingMonitored' }),
  resource({ name: 'Total_Calls_Monitored', category: 'TotalNumber', mainMask: 'BeingMonitored' }),
  resource({ name: 'Total_Calls_Coached', category: 'TotalNumber', mainMask: 'BeingCoached' }),
  resource({ name: 'Total_Monitored_Time', category: 'TotalTime', mainMask: 'BeingMonitored' }),
  resource({ name: 'Total_Talk_Time', category: 'TotalTime', mainMask: TALK }),
  resource({ name: 'Total_Inbound_Time', category: 'TotalTime', mainMask: 'CallInbound' }),
  resource({ name: 'Total_Consult_Time', category: 'TotalTime', mainMask: 'CallConsult' }),
  resource({ name: 'Total_Hold_Time', category: 'TotalTime', mainMask: 'CallOnHold' }),
  resource({ name: 'Total_Work_Time', category: 'TotalTime', mainMask: 'AfterCallWork' }),
  resource({
    name: 'Average_Handling_Time',
    category: 'AverageTime',
    mainMask: `${HANDLED}, AfterCallWork`,
    relMask: HANDLED,
    description: 'From the answer to the end of after-call work; what was on hold is in it.',
  }),
  resource({ name: 'Average_Ringing_Time', category: 'AverageTime', mainMask: 'CallAnswered' }),
  queue({ name: 'Current_In_Queue', category: 'CurrentNumber', mainMask: 'CallWait' }),
  queue({ name: 'Current_Max_Waiting', category: 'CurrentMaxTime', mainMask: 'CallWait' }),
  queue({ name: 'Current_Average_Waiting', category: 'CurrentAverageTime', mainMask: 'CallWait' }),
  queue({ name: 'Total_Entered', category: 'TotalNumber', mainMask: 'CallEntered' }),
  queue({ name: 'Total_Distributed', category: 'TotalNumber', mainMask: 'CallDistributed' }),
  queue({ name: 'Total_Answered', category: 'TotalNumber', mainMask: 'CallAnswered' }),
  queue({ name: 'Total_Abandoned', category: 'TotalNumber', mainMask: ABANDONED }),
  queue({ name: 'Total_Cleared', category: 'TotalNumber', mainMask: 'CallCleared' }),
  queue({
    name: 'Percentage_Abandoned',
    category: 'RelativeNumberPercentage',
    mainMask: ABANDONED,
    relMask: 'CallEntered',
  }),
  queue({
    name: 'Service_Level',
    category: 'TotalNumberInTimeRangePercentage',
    mainMask: 'CallAnswered',
    relMask: `CallAnswered, ${ABANDONED}`,
    description: 'Answered within the range, of all that were answered or abandoned.',
  }),
  queue({
    name: 'Service_Level_Distributed',
    category: 'TotalNumberInTimeRangePercentage',
    mainMask: 'CallDistributed',
    description: 'Distributed within the range, of all that were distributed.',
  }),
  queue({ name: 'Total_Answered_In_Range', category: 'TotalNumberInTimeRange', mainMask: 'CallAnswered' }),
  queue({ name: 'Total_Distributed_In_Range', category: 'TotalNumberInTimeRange', mainMask: 'CallDistributed' }),
  queue({ name: 'Total_Abandoned_In_Range', category: 'TotalNumberInTimeRange', mainMask: ABANDONED }),
  queue({ name: 'Average_Speed_Of_Answer', category: 'AverageTime', mainMask: 'CallAnswered' }),
  queue({
    name: 'Average_Time_To_Abandon',
    category: 'AverageTime',
    mainMask: ABANDONED,
  }),
  queue({ name: 'Max_Waiting', category: 'MaxTime', mainMask: 'CallWait' }),
  queue({
    name: 'Queue_Average_Handling_Time',
    category: 'AverageTime',
    mainMask: 'CallReleased, ACWCompleted',
    relMask: 'CallReleased',
  }),
  queue({ name: 'Estimated_Wait', category: 'EstimWaitingTime', mainMask: 'CallWait' }),
  queue({ name: 'Load_Balance', category: 'LoadBalance', mainMask: 'CallWait' }),
];

/** One column of a real-time view. */
export interface StatColumn {
  readonly title: string;
  readonly statType: string;
  readonly profile: TimeProfile;
  readonly timeRange?: TimeRange;
}

/** A real-time view: the same columns for each object. */
export interface StatSet {
  readonly name: string;
  readonly objects: readonly ObjectType[];
  readonly filter: string;
  readonly columns: readonly StatColumn[];
}

const GROWING: TimeProfile = { type: 'growing' };

type ColumnWords = readonly [title: string, statType: string, more?: Partial<StatColumn>];

const columns = (...list: readonly ColumnWords[]) =>
  list.map(([title, statType, more]): StatColumn => ({ title, statType, profile: GROWING, ...more }));

const RESOURCE_HANDLING = columns(
  ['Handled', 'Total_Calls_Handled'],
  ['Answered', 'Total_Calls_Answered'],
  ['Now', 'Current_Calls'],
  ['On hold', 'Current_Calls_On_Hold'],
  ['Inbound', 'Total_Calls_Inbound'],
  ['Internal', 'Total_Calls_Internal'],
  ['Consult', 'Total_Calls_Consult'],
  ['Missed', 'Total_Calls_Missed'],
  ['Transfers made', 'Total_Transfers_Made'],
  ['Transfers taken', 'Total_Transfers_Taken'],
  ['Talk time', 'Total_Talk_Time'],
  ['Hold time', 'Total_Hold_Time'],
  ['After-call work', 'Total_Work_Time'],
  ['Average handling time', 'Average_Handling_Time'],
  ['Ready time', 'Total_Ready_Time'],
  ['Not Ready time', 'Total_Not_Ready_Time'],
);

const QUEUE_REPORT = columns(
  ['Waiting', 'Current_In_Queue'],
  ['Longest waiting', 'Current_Max_Waiting'],
  ['Entered', 'Total_Entered'],
  ['Answered', 'Total_Answered'],
  ['Abandoned', 'Total_Abandoned'],
  ['Abandoned %', 'Percentage_Abandoned'],
  ['Cleared', 'Total_Cleared'],
  ['Answered in 20 s %', 'Service_Level', { timeRange: { from: 0, to: 20 } }],
  ['Distributed in 20 s %', 'Service_Level_Distributed', { timeRange: { from: 0, to: 20 } }],
  ['Average speed of answer', 'Average_Speed_Of_Answer'],
  ['Longest wait', 'Max_Waiting'],
  ['Average handling time', 'Queue_Average_Handling_Time'],
  ['Estimated wait', 'Estimated_Wait', { profile: { type: 'sliding', window: 900 } }],
);

const setsOf = (medium: string, filter: string): readonly StatSet[] => [
  { name: `Resource ${medium} Handling`, objects: ['agent', 'agentGroup'], filter, columns: RESOURCE_HANDLING },
  { name: `${medium} Queue Report`, objects: ['queue'], filter, columns: QUEUE_REPORT },
];

/** The real-time views of the original: one of each for chat and for voice. */
export const BUILT_IN_STAT_SETS: readonly StatSet[] = [...setsOf('Chat', 'Chat'), ...setsOf('Voice', 'VoiceCall')];
