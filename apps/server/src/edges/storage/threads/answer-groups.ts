import type { RecordedAnswer } from '../../../services/recorder/ports.ts';

/** Most that the times in a group differ, so that pruning finds the groups that are partly old. */
export const GROUP_SPAN_MS = 1000;
/** Columns of a group in a `CommitOrder`. */
export const GROUP_COLUMNS = 5;

/**
 * Answers that follow one another with the same kind (what comes before the first bar of the key, with the bar) and body, column
 * after column: kind, first and last time, body, keys with their times as JSON.
 */
export function groupAnswers(answers: readonly RecordedAnswer[]): (string | number)[] {
  const groups: (string | number)[] = [];
  for (let at = 0; at < answers.length; ) {
    const { key, time, body } = answers[at] as RecordedAnswer;
    const kind = key.slice(0, key.indexOf('|') + 1);
    let [oldest, youngest, keys] = [time, time, ''];
    for (; at < answers.length; at += 1) {
      const next = answers[at] as RecordedAnswer;
      if (next.body !== body || !isOfKind(next.key, kind) || Math.abs(next.time - time) > GROUP_SPAN_MS / 2) break;
      oldest = Math.min(oldest, next.time);
      youngest = Math.max(youngest, next.time);
      keys += `${keys === '' ? '[' : ','}[${JSON.stringify(next.key)},${next.time}]`;
    }
    groups.push(kind, oldest, youngest, body, `${keys}]`);
  }
  return groups;
}

/** The last answer of each key, if it is not older than this, by time and key. `groups` come in the order they were stored. */
export function ungroupAnswers(groups: readonly { body: string; keys: string }[], since: number): RecordedAnswer[] {
  const last = new Map<string, RecordedAnswer>();
  for (const { body, keys } of groups) {
    for (const [key, time] of JSON.parse(keys) as [string, number][]) last.set(key, { key, time, body });
  }
  return [...last.values()]
    .filter(({ time }) => time >= since)
    .sort((one, other) => one.time - other.time || (one.key < other.key ? -1 : 1));
}

function isOfKind(key: string, kind: string): boolean {
  return kind === '' ? !key.includes('|') : key.startsWith(kind) && key.indexOf('|') === kind.length - 1;
}
