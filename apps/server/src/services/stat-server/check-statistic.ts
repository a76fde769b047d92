import { type Refusal, refuse } from '@cordboard/shared/errors';
import { SUPERVISED_ACTIONS } from '@cordboard/shared/statistics/actions';
import { wordsOf } from '@cordboard/shared/statistics/mask';
import type { OpenStatistic } from '@cordboard/shared/statistics/stat-channel';
import { isInTimeRange, type StatType } from '@cordboard/shared/statistics/stat-type';
import { fail, type Result, succeed } from '../../base/result.ts';
import type { Configuration } from '../../domain/configuration/configuration.ts';
import {
  findProfileProblem,
  growsByItself,
  prepareStatistic,
  type Statistic,
} from '../../domain/statistics/read-statistic.ts';
import type { StatDefinitions } from '../../domain/statistics/stat-definitions.ts';
import { exists, maySee } from './stat-rights.ts';
import type { StatClient } from './stat-service.ts';

/** The statistic that a client asks for, or why it cannot have it. */
export function checkStatistic(
  configuration: Configuration,
  definitions: StatDefinitions,
  client: StatClient,
  request: OpenStatistic,
): Result<Statistic, Refusal> {
  const { object, profile, timeRange, notification } = request;
  if (!maySee(configuration, client, object)) return fail(refuse('PermissionDenied'));
  if (!exists(configuration, object)) {
    return fail(refuse('UnknownObject', `The configuration has no ${object.type} ${object.id}.`));
  }
  const statType = definitions.findStatType(request.statType);
  if (statType === undefined) {
    return fail(refuse('UnknownStatistic', `There is no stat type ${request.statType}.`));
  }
  if (client.role === 'agent' && namesSupervised(statType)) return fail(refuse('PermissionDenied'));
  if (!statType.objects.includes(object.type)) {
    return fail(refuse('InvalidAttribute', `${statType.name} is kept for ${statType.objects.join(', ')} only.`));
  }
  const filter = request.filter === undefined ? undefined : definitions.findFilter(request.filter);
  if (request.filter !== undefined && filter === undefined) {
    return fail(refuse('UnknownStatistic', `There is no filter ${request.filter}.`));
  }
  if (filter?.userData !== undefined && statType.subject !== 'DNAction') {
    return fail(
      refuse('InvalidAttribute', `${statType.subject} has no attached data that ${filter.name} could look at.`),
    );
  }
  const problem = findProfileProblem(object.type, profile);
  if (problem !== undefined) return fail(refuse('InvalidAttribute', problem));
  if (isInTimeRange(statType.category) !== (timeRange !== undefined)) {
    const does = timeRange === undefined ? 'needs a timeRange' : 'has no timeRange';
    return fail(refuse('InvalidAttribute', `${statType.category} ${does}.`));
  }
  if (notification.mode === 'change' && growsByItself(statType.category)) {
    return fail(refuse('InvalidAttribute', `${statType.category} changes all the time: ask for it by period.`));
  }
  return succeed(
    prepareStatistic({
      object,
      statType,
      profile,
      timeRange,
      filter,
      dataFilters: definitions.dataFilters,
      leavesOutSupervised: client.role === 'agent',
    }),
  );
}

/** Agents are not told whether somebody listens to them. */
function namesSupervised({ mainMask, relMask = '' }: StatType): boolean {
  return [...wordsOf(mainMask), ...wordsOf(relMask)].some((word) => SUPERVISED_ACTIONS.includes(word));
}
