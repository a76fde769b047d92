import type { DeskQueue } from '@cordboard/shared/desk/desk-view';
import { speakDuration } from '../../lib/format-time.ts';
import { useNow } from '../../lib/use-now.ts';
import { Elapsed } from '../../ui/elapsed.tsx';
import { levelSince, waitTextLooks } from './wait-look.ts';

interface QueuesTableProps {
  readonly queues: readonly DeskQueue[];
  readonly waitIntervalSeconds: number;
}

/** Who waits in which virtual queue, and who could answer. */
export function QueuesTable({ queues, waitIntervalSeconds }: QueuesTableProps) {
  const now = useNow();
  if (queues.length === 0) return <p className="text-ink-2">There is no virtual queue.</p>;
  return (
    <table className="w-full table-fixed border-separate border-spacing-0 overflow-hidden rounded-xl border border-line bg-surface text-left">
      <thead>
        <tr>
          {['Virtual queue', 'Waiting', 'Longest', 'Ready'].map((words, index) => (
            <th
              key={words}
              scope="col"
              className={`section-title border-b border-line px-3 py-2.5 ${index === 0 ? 'w-2/5' : ''}`}
            >
              {words}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="[&>tr:last-child>*]:border-b-0">
        {queues.map(({ name, waiting, longestSince, ready }) => (
          <tr key={name} className="[&>*]:border-b [&>*]:border-line [&>*]:px-3 [&>*]:py-2.5">
            <th scope="row" className="truncate font-semibold" title={name}>
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
              {ready === 0 && waiting > 0 && <span className="ml-2 text-xs text-danger">nobody can answer</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
