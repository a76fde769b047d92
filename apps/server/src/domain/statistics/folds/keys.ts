import {
  DN_ACTIONS,
  type DnAction,
  DURABLE_DN_ACTIONS,
  QUEUE_ACTIONS,
  type QueueAction,
  STATUSES,
  type Status,
} from '@cordboard/shared/statistics/actions';
import { MediaType } from '@cordboard/shared/tlib/call-types';

/** The medium of an action; `none` belongs to no medium, such as being Ready. */
export const MEDIA = ['none', 'chat', 'voice'] as const;
export type Media = (typeof MEDIA)[number];

/** A status is kept as all media make it, and as each medium alone would. */
export const VIEWS = ['all', 'chat', 'voice'] as const;
export type View = (typeof VIEWS)[number];

/** `QueueBusy`: from the first that waits in a queue to the last. For estimates only. */
export type Action = DnAction | QueueAction | 'QueueBusy';

const ACTIONS: readonly Action[] = [...new Set<Action>([...DN_ACTIONS, ...QUEUE_ACTIONS, 'QueueBusy'])];
const DURABLE: ReadonlySet<Action> = new Set<Action>([...DURABLE_DN_ACTIONS, 'CallWait', 'QueueBusy']);
const FIRST_STATUS = ACTIONS.length * MEDIA.length;

/** Further keys for each filter on attached data: those of one filter are so many. */
export const FILTER_WIDTH = FIRST_STATUS;

/** All keys by their number, and the form in which tallies are stored; a stored number means nothing without these. */
export const KEY_NAMES: readonly string[] = [
  ...ACTIONS.flatMap((action) => MEDIA.map((media) => `${action} ${media}`)),
  ...STATUSES.flatMap((status) => VIEWS.map((view) => `${status} ${view}`)),
  'form 3',
];

const ACTION_NUMBERS: ReadonlyMap<string, number> = new Map(
  ACTIONS.map((action, index) => [action, index * MEDIA.length]),
);
const STATUS_NUMBERS: ReadonlyMap<string, number> = new Map(
  STATUSES.map((status, index) => [status, FIRST_STATUS + index * VIEWS.length]),
);
const MEDIA_NUMBERS: Readonly<Record<Media, number>> = { none: 0, chat: 1, voice: 2 };
const VIEW_NUMBERS: Readonly<Record<View, number>> = { all: 0, chat: 1, voice: 2 };

/** The number under which an action of a medium is counted. */
export function actionKey(action: Action, media: Media): number {
  return (ACTION_NUMBERS.get(action) ?? 0) + MEDIA_NUMBERS[media];
}

/** The number under which a status in a view is counted. */
export function statusKey(status: Status, view: View): number {
  return (STATUS_NUMBERS.get(status) ?? FIRST_STATUS) + VIEW_NUMBERS[view];
}

export function isDurable(action: string): boolean {
  return DURABLE.has(action as Action);
}

export function mediaOf(mediaType: MediaType): Media {
  return mediaType === MediaType.Chat ? 'chat' : 'voice';
}
