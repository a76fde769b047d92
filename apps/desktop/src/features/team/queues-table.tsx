import type { DeskQueue } from '@cordboard/shared/desk/desk-view';
import { classNames } from '../../lib/class-names.ts';
import { speakDuration } from '../../lib/format-time.ts';
import { useNow } from '../../lib/use-now.ts';
import { useStatStore } from '../../stores/statistics/stat-store.ts';
import { queueNumbers } from '../../stores/supervision/team-numbers.ts';
import { Elapsed } from '../../ui/elapsed.tsx';
import { DayNumber } from './day-number.tsx';
import { objectiveWords } from './team-tiles.tsx';
import { levelSince, waitTextLooks } from './wait-look.ts';

interface QueuesTableProps {
  readonly queues: readonly DeskQueue[];
  readonly waitIntervalSeconds: number;
  readonly objectiveSeconds: number;
}

/** Who waits in which virtual queue, who could answer, and how the day has gone there. */
export function QueuesTable({ queues, waitIntervalSeconds, objectiveSeconds }: QueuesTableProps) {
  const now = useNow();
  const statistics = useStatStore();
  if (queues.length === 0) return <p className="text-ink-2">There is no virtual queue.</p>;
  const headers = [
    { words: 'Virtual queue' },
    { words: 'Waiting' },
    { words: 'Longest' },
    { words: 'Ready' },
    { words: `In ${objectiveWords(objectiveSeconds)}`, title: 'Answered in time, of all answered or abandoned today' },
    { words: 'Answered', title: 'Today' },
    { words: 'Abandoned', title: 'Today' },
  ];
  return (
    <section
      aria-label="Day and wait"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what does not fit is moved into sight by the arrows.
      tabIndex={0}
      className="overflow-x-auto rounded-xl border border-line bg-surface"
    >
      <table className="w-full border-separate border-spacing-0 text-left sm:table-fixed">
        <thead>
          <tr>
            {headers.map(({ words, title }, index) => (
              <th
                key={words}
                scope="col"
                title={title}
                className={classNames(
                  'section-title border-b border-line px-3 py-2.5 whitespace-nowrap',
                  index === 0 && 'sm:w-1/4',
                )}
              >
                {words}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="[&>tr:last-child>*]:border-b-0">
          {queues.map(({ name, waiting, longestSince, ready }) => {
            const day = queueNumbers(statistics, name, objectiveSeconds);
            const { refusal } = day;
            return (
              <tr key={name} className="[&>*]:border-b [&>*]:border-line [&>*]:px-3 [&>*]:py-2.5">
                <th scope="row" className="sticky left-0 truncate bg-surface font-semibold" title={name}>
                  {name}
                </th>
                <td className="num">{waiting}</td>
                <td className={waitTextLooks[levelSince(longestSince, now, waitIntervalSeconds)]}>
                  {longestSince === null ? (
                    <span className="text-ink-3">–</span>
                  ) : (
                    <>
                      <Elapsed since={longestSince} isShort />
                      <span className="sr-only">{speakDuration(now - longestSince)}</span>
                    </>
                  )}
                </td>
                <td className="num">
                  {ready === null ? <span className="text-ink-3">–</span> : ready}
                  {ready === 0 && waiting > 0 && <span className="block text-xs text-danger">nobody can answer</span>}
                </td>
                <td>
                  <DayNumber value={day.serviceLevel} as="percentage" refusal={refusal} />
                </td>
                <td>
                  <DayNumber value={day.answered} refusal={refusal} />
                </td>
                <td>
                  <DayNumber value={day.abandoned} refusal={refusal} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
