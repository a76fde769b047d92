import type { Dialect } from './syntax.ts';
import type { ValueType } from './value.ts';

/** A function of the language: what it takes and gives, and where it may stand. */
export interface FunctionSignature {
  readonly parameters: readonly ValueType[];
  readonly result: ValueType;
  readonly dialects: readonly Dialect[];
  /** What its first parameter names; a constant one can be looked up before anything runs. */
  readonly names?: 'skill' | 'agent group' | 'virtual queue' | 'calendar' | 'queue' | 'place group';
}

const EVERYWHERE: readonly Dialect[] = ['condition', 'agents', 'threshold'];
const ABOUT_CALL: readonly Dialect[] = ['condition'];
const ABOUT_AGENT: readonly Dialect[] = ['agents'];
const ABOUT_CENTRE: readonly Dialect[] = ['condition', 'threshold'];

const statistic = (names: 'agent group' | 'virtual queue'): FunctionSignature => ({
  parameters: ['string'],
  result: 'number',
  dialects: ABOUT_CENTRE,
  names,
});

/** Every function. Those marked pure in `evaluate` need nothing from outside, the others are answered by the scope. */
export const FUNCTIONS = {
  Length: { parameters: ['any'], result: 'number', dialects: EVERYWHERE },
  Lower: { parameters: ['string'], result: 'string', dialects: EVERYWHERE },
  Trim: { parameters: ['string'], result: 'string', dialects: EVERYWHERE },
  Number: { parameters: ['any'], result: 'number', dialects: EVERYWHERE },
  Text: { parameters: ['any'], result: 'string', dialects: EVERYWHERE },
  Contains: { parameters: ['string', 'string'], result: 'boolean', dialects: EVERYWHERE },
  StartsWith: { parameters: ['string', 'string'], result: 'boolean', dialects: EVERYWHERE },
  In: { parameters: ['any', 'list'], result: 'boolean', dialects: EVERYWHERE },

  Data: { parameters: ['string'], result: 'any', dialects: ABOUT_CALL },
  HasData: { parameters: ['string'], result: 'boolean', dialects: ABOUT_CALL },
  CustomerAddress: { parameters: [], result: 'string', dialects: ABOUT_CALL },
  Media: { parameters: [], result: 'string', dialects: ABOUT_CALL },
  RoutingPoint: { parameters: [], result: 'string', dialects: ABOUT_CALL },
  WaitedSeconds: { parameters: [], result: 'number', dialects: ABOUT_CALL },
  Priority: { parameters: [], result: 'number', dialects: ABOUT_CALL },

  /** Of a calendar: whether it is open, and its local time. Sunday is 0. */
  IsOpen: { parameters: ['string'], result: 'boolean', dialects: ABOUT_CENTRE, names: 'calendar' },
  Hour: { parameters: ['string'], result: 'number', dialects: ABOUT_CENTRE, names: 'calendar' },
  Weekday: { parameters: ['string'], result: 'number', dialects: ABOUT_CENTRE, names: 'calendar' },

  StatAgentsReady: statistic('agent group'),
  StatAgentsLoggedIn: statistic('agent group'),
  StatAgentsTotal: statistic('agent group'),
  StatCallsWaiting: statistic('virtual queue'),
  StatEstimatedWait: statistic('virtual queue'),

  /** Level of the agent's skill, 0 without it. */
  Skill: { parameters: ['string'], result: 'number', dialects: ABOUT_AGENT, names: 'skill' },
  SkillExists: { parameters: ['string'], result: 'boolean', dialects: ABOUT_AGENT, names: 'skill' },
  /** Logged in with this queue; `queue@switch` is read as `queue`. */
  LoggedIn: { parameters: ['string'], result: 'boolean', dialects: ABOUT_AGENT },
  InGroup: { parameters: ['string'], result: 'boolean', dialects: ABOUT_AGENT, names: 'agent group' },
  AgentID: { parameters: [], result: 'string', dialects: ABOUT_AGENT },
  Place: { parameters: [], result: 'string', dialects: ABOUT_AGENT },
} as const satisfies Record<string, FunctionSignature>;

export type FunctionName = keyof typeof FUNCTIONS;

export function findFunction(name: string): FunctionSignature | undefined {
  return Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name as FunctionName] : undefined;
}
