import type { KeyValueList } from '@cordboard/shared/tlib/attached-data';
import { MediaType } from '@cordboard/shared/tlib/call-types';
import { localTime } from '../../calendars/local-time.ts';
import { openingAt } from '../../calendars/opening.ts';
import type { FunctionName } from '../../expressions/functions.ts';
import { textOf, type Value } from '../../expressions/value.ts';
import type { RoutingStatistics, StrategyContext } from './context.ts';
import { priorityAt, type Run } from './run.ts';

/** What the functions are answered from. */
export interface Facts {
  readonly context: StrategyContext;
  readonly run: Run;
  readonly userData: KeyValueList;
}

/** Answers the functions of conditions and thresholds that ask about the interaction and the contact centre. */
export function answerFunction(facts: Facts, name: FunctionName, parameters: readonly Value[]): Value | undefined {
  const { context, run, userData } = facts;
  const { now } = context;
  const key = textOf(parameters[0] ?? '');
  switch (name) {
    case 'Data': {
      const value = Object.hasOwn(userData, key) ? userData[key] : undefined;
      // A list attached by somebody is no value of the language.
      return typeof value === 'object' ? undefined : (value ?? '');
    }
    case 'HasData':
      return Object.hasOwn(userData, key);
    case 'CustomerAddress':
      return context.customerAddress;
    case 'Media':
      return context.mediaType === MediaType.Chat ? 'chat' : 'voice';
    case 'RoutingPoint':
      return context.routingPoint;
    case 'WaitedSeconds':
      return Math.floor(Math.max(0, now - context.enteredAt) / 1000);
    case 'Priority':
      return priorityAt(run.priority, context.enteredAt, now);
    default:
      return answerCentreFunction(context, name, parameters);
  }
}

/** What thresholds may ask. */
export type CentreFacts = Pick<StrategyContext, 'now' | 'findCalendar'> & {
  readonly statistics: Omit<RoutingStatistics, 'position'>;
};

/** Answers the functions that ask about the contact centre only. */
export function answerCentreFunction(
  { statistics, now, findCalendar }: CentreFacts,
  name: FunctionName,
  parameters: readonly Value[],
): Value | undefined {
  const key = textOf(parameters[0] ?? '');
  const calendar = () => findCalendar(key);
  switch (name) {
    case 'IsOpen': {
      const found = calendar();
      return found && openingAt(found, now) === 'open';
    }
    case 'Hour': {
      const found = calendar();
      return found && Math.floor(localTime(found.timeZone, now).minutes / 60);
    }
    case 'Weekday': {
      const found = calendar();
      return found && localTime(found.timeZone, now).weekday;
    }
    case 'StatAgentsReady':
      return statistics.agentsReady(key);
    case 'StatAgentsLoggedIn':
      return statistics.agentsLoggedIn(key);
    case 'StatAgentsTotal':
      return statistics.agentsTotal(key);
    case 'StatCallsWaiting':
      return statistics.callsWaiting(key);
    case 'StatEstimatedWait':
      return statistics.estimatedWait(key);
    default:
      // Pure functions are answered by `evaluate`, those about agents are not known here.
      return undefined;
  }
}
