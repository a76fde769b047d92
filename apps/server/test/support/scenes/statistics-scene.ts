import type { AgentId, Dn, UserName } from '@cordboard/shared/ids';
import type { ObjectType, StatFilter, StatType, TimeProfile, TimeRange } from '@cordboard/shared/statistics/stat-type';
import { statTypeSchema } from '@cordboard/shared/statistics/stat-type';
import type { DnEvent } from '@cordboard/shared/tlib/events';
import type { StatisticsDirectory } from '../../../src/domain/statistics/folds/statistics-directory.ts';
import { prepareStatistic, readStatistic } from '../../../src/domain/statistics/read-statistic.ts';
import { StatDefinitions } from '../../../src/domain/statistics/stat-definitions.ts';
import { StatisticsModel } from '../../../src/domain/statistics/statistics-model.ts';
import { dayOf } from '../../../src/domain/statistics/tallies/day-of.ts';

/** 10:00 on a Monday. */
export const TEN = Date.UTC(2026, 2, 2, 10);
/** Call types, as events carry them. */
export const INBOUND = 2;
export const CONSULT = 4;
export const CHAT = 5;
export const VOICE = 0;

/** Agents `1001`, `1002` … at places of the same name, in group G; those above 9000 sit on two DNs of one place. */
export const directory: StatisticsDirectory = {
  kindOf: (dn) => (/^\d{4,6}[ab]?$/.test(dn) ? 'dn' : /^(RP|VQ)/.test(dn) ? 'queue' : undefined),
  placeOf: (dn) => dn.replace(/[ab]$/, ''),
  personOf: (agentId: AgentId) => agentId as string as UserName,
  groupsOf: (person) => (person.startsWith('9') ? ['G', 'H'] : ['G']),
};

export function newModel(timeZone = 'UTC', dataFilters: readonly StatFilter[] = []): StatisticsModel {
  return new StatisticsModel({ directory, dayOf: (time) => dayOf(timeZone, time), dataFilters });
}

type Attributes = Readonly<Record<string, unknown>>;
/** Seconds after `TEN`, name without `Event`, DN, further attributes. */
export type Line = readonly [at: number, name: string, dn: string, attributes?: Attributes];

const AGENT_EVENTS = new Set(['AgentLogin', 'AgentLogout', 'AgentReady', 'AgentNotReady']);

/** The events of a table; `call` is the ConnID, a chat from a customer unless told otherwise. */
export function eventsOf(lines: readonly Line[], firstSequence = 1): readonly DnEvent[] {
  return lines.map(([at, name, thisDN, attributes = {}], index) => {
    const { call = 'c1', ...rest } = attributes;
    const about = AGENT_EVENTS.has(name)
      ? { agentID: thisDN.replace(/[ab]$/, ''), agentWorkMode: 0 }
      : { connID: call, callType: INBOUND, callState: 0, mediaType: CHAT, userData: {} };
    const numbered = { eventSequenceNumber: firstSequence + index, time: TEN + at * 1000 };
    return { name: `Event${name}`, thisDN, ...numbered, ...about, ...rest } as unknown as DnEvent;
  });
}

export function fold(lines: readonly Line[], model = newModel()): StatisticsModel {
  for (const event of eventsOf(lines, model.sequence + 1)) model.apply(event);
  return model;
}

export interface Asked {
  readonly type?: ObjectType;
  readonly profile?: TimeProfile;
  readonly timeRange?: TimeRange;
  /** A built-in one, or one on attached data: the only one of the model. */
  readonly filter?: 'Chat' | 'VoiceCall' | StatFilter;
}

const definitions = new StatDefinitions({ statTypes: [], filters: [] });

/** Reads statistics at so many seconds after `TEN`; a stat type is a built-in name or one's own. */
export function reader(model: StatisticsModel, at: number) {
  return (
    id: string,
    asked: string | Partial<StatType>,
    { type = 'agent', profile, timeRange, filter }: Asked = {},
  ) => {
    const statType =
      typeof asked === 'string'
        ? definitions.findStatType(asked)
        : statTypeSchema.parse({ name: 'own', objects: [type], ...asked });
    if (statType === undefined) throw new Error(`there is no stat type ${asked}`);
    const statistic = prepareStatistic({
      object: { type, id },
      statType,
      profile: profile ?? { type: 'growing' },
      timeRange,
      filter: typeof filter === 'string' ? definitions.findFilter(filter) : filter,
      dataFilters: typeof filter === 'object' ? [filter] : [],
    });
    return readStatistic(model, statistic, TEN + at * 1000);
  };
}

export const dn = (number: string) => number as Dn;
