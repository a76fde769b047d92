import { z } from 'zod';
import { DN_ACTIONS, QUEUE_ACTIONS, STATUSES } from './actions.ts';
import { unknownInMask } from './mask.ts';

const name = z.string().min(1).max(128);
const mask = z.string().min(1).max(1000);

/** What a statistic is about. Routing points are queues. */
export const objectTypeSchema = z.enum(['agent', 'place', 'dn', 'agentGroup', 'queue']);
export type ObjectType = z.infer<typeof objectTypeSchema>;

export const categorySchema = z.enum([
  'TotalNumber',
  'TotalTime',
  'TotalAdjustedTime',
  'AverageTime',
  'MaxTime',
  'RelativeNumberPercentage',
  'RelativeTimePercentage',
  'TotalNumberInTimeRange',
  'TotalNumberInTimeRangePercentage',
  'CurrentNumber',
  'CurrentTime',
  'CurrentAverageTime',
  'CurrentMaxTime',
  'CurrentState',
  'EstimWaitingTime',
  'LoadBalance',
]);
export type Category = z.infer<typeof categorySchema>;

export const subjectSchema = z.enum(['DNAction', 'DNStatus', 'AgentStatus', 'PlaceStatus']);
export type Subject = z.infer<typeof subjectSchema>;

const OBJECTS_OF_SUBJECT: Readonly<Record<Subject, readonly ObjectType[]>> = {
  DNAction: ['agent', 'place', 'dn', 'agentGroup', 'queue'],
  DNStatus: ['dn'],
  AgentStatus: ['agent', 'agentGroup'],
  PlaceStatus: ['place'],
};

/** Names that a mask may use. */
export function namesOfSubject(subject: Subject): readonly string[] {
  return subject === 'DNAction' ? [...new Set([...DN_ACTIONS, ...QUEUE_ACTIONS])] : STATUSES;
}

/** A kind of statistic, by the original's sections: Objects, Category, Subject, MainMask, RelMask. */
export const statTypeSchema = z
  .object({
    name,
    description: z.string().max(1000).optional(),
    objects: z.array(objectTypeSchema).min(1),
    category: categorySchema,
    subject: subjectSchema.default('DNAction'),
    /** Names with `*` for all and `~` for all but. */
    mainMask: mask.default('*'),
    /** What the main mask is set in relation to. */
    relMask: mask.optional(),
  })
  .superRefine((statType, context) => {
    for (const message of problemsOf(statType)) context.addIssue({ code: 'custom', message });
  });
export type StatType = z.infer<typeof statTypeSchema>;

function problemsOf(statType: Omit<StatType, 'name'>): readonly string[] {
  const { objects, category, subject, mainMask, relMask = '' } = statType;
  const problems = [mainMask, relMask]
    .flatMap((names) => unknownInMask(names, namesOfSubject(subject)))
    .map((unknown) => `${subject} has no ${unknown}`);
  for (const object of objects) {
    if (!OBJECTS_OF_SUBJECT[subject].includes(object)) problems.push(`${subject} is not kept for ${object}`);
  }
  if (category.startsWith('Relative') && statType.relMask === undefined) problems.push(`${category} needs relMask`);
  const isState = category === 'CurrentState';
  if (isState && subject === 'DNAction') problems.push('CurrentState needs the subject to be a status');
  if ((isState || category === 'CurrentMaxTime') && objects.includes('agentGroup')) {
    problems.push(`${category} is not kept for agentGroup`);
  }
  if (isOfQueues(category) && objects.some((object) => object !== 'queue')) {
    problems.push(`${category} is kept for queue only`);
  }
  return problems;
}

function isOfQueues(category: Category): boolean {
  return category === 'EstimWaitingTime' || category === 'LoadBalance' || isInTimeRange(category);
}

/** Whether a statistic of this category needs a time range. */
export function isInTimeRange(category: Category): boolean {
  return category === 'TotalNumberInTimeRange' || category === 'TotalNumberInTimeRangePercentage';
}

/**
 * Which interactions count: of a medium, with attached data, or both. What belongs to no medium, such as being Ready, passes
 * filters of a medium alone; `*` is any value.
 */
export const statFilterSchema = z
  .object({
    name,
    mediaType: z.enum(['chat', 'voice']).optional(),
    userData: z
      .record(z.string().min(1).max(128), z.string().max(256))
      .refine((pairs) => Object.keys(pairs).length > 0, 'must name a key')
      .optional(),
  })
  .refine(({ mediaType, userData }) => mediaType !== undefined || userData !== undefined, {
    message: 'must name mediaType or userData',
  });
export type StatFilter = z.infer<typeof statFilterSchema>;

/** The windows of sliding profiles move in steps of so many seconds. */
export const SLIDING_STEP_SECONDS = 5;
export const SLIDING_WINDOW_SECONDS_MAX = 3600;

/** The time that a statistic looks back over. */
export const timeProfileSchema = z.discriminatedUnion('type', [
  /** Since midnight. */
  z.object({ type: z.literal('growing') }),
  /** Since the agent's last login. */
  z.object({ type: z.literal('sinceLogin') }),
  z.object({
    type: z.literal('sliding'),
    /** Seconds. */
    window: z.int().min(SLIDING_STEP_SECONDS).max(SLIDING_WINDOW_SECONDS_MAX).multipleOf(SLIDING_STEP_SECONDS),
  }),
]);
export type TimeProfile = z.infer<typeof timeProfileSchema>;

/** What can bound a time range, in seconds: each second of the first minute, then wider steps up to an hour. */
export const RANGE_BOUNDS: readonly number[] = [...steps(0, 60, 1), ...steps(65, 300, 5), ...steps(330, 3600, 30)];

function steps(from: number, to: number, step: number): readonly number[] {
  return Array.from({ length: (to - from) / step + 1 }, (_, index) => from + index * step);
}

/** A bound of a time range, in seconds. */
export const rangeBoundSchema = z
  .int()
  .refine(
    (seconds) => RANGE_BOUNDS.includes(seconds),
    'must be whole seconds up to 60, fives up to 300, or thirties up to 3600',
  );

/** How long something may have taken to count: longer than `from`, and not longer than `to`. From 0, nothing is too short. */
export const timeRangeSchema = z
  .object({ from: rangeBoundSchema.default(0), to: rangeBoundSchema.optional() })
  .refine(({ from, to }) => to === undefined || from < to, { path: ['to'], message: 'must be above from' });
export type TimeRange = z.infer<typeof timeRangeSchema>;

/** Filters on attached data cost something with each event. */
const DATA_FILTERS_MAX = 20;

/** What a configuration adds to the built-in ones; one of the same name takes the place of a built-in one. */
export const statisticsConfigurationSchema = z.object({
  statTypes: z.array(statTypeSchema).max(1000).default([]),
  filters: z
    .array(statFilterSchema)
    .max(100)
    .refine(
      (filters) => filters.filter(({ userData }) => userData !== undefined).length <= DATA_FILTERS_MAX,
      `at most ${DATA_FILTERS_MAX} filters may name userData`,
    )
    .default([]),
});
export type StatisticsConfiguration = z.infer<typeof statisticsConfigurationSchema>;
