import { ArrowDown, ArrowUp } from 'lucide-react';
import { useMemo, useState } from 'react';
import { classNames } from '../../lib/class-names.ts';
import { statKey } from '../../stores/statistics/stat-store.ts';
import { numberOf, useStatistics } from '../../stores/statistics/use-statistics.ts';
import {
  DAY_COLUMNS,
  type DayColumn,
  type DayOrder,
  ofAgent,
  orderDay,
} from '../../stores/supervision/team-numbers.ts';
import type { TeamRow } from '../../stores/supervision/team-rows.ts';
import { DayNumber } from './day-number.tsx';

/** Of so many agents the numbers are asked for at once. */
const AGENTS_MAX = 80;

/** What each agent of the list has done since midnight. */
export function DayTable({ rows }: { readonly rows: readonly TeamRow[] }) {
  const [order, setOrder] = useState<DayOrder>({ column: 'name', isDescending: false });
  // An agent may have several DNs; the numbers are the person's.
  const agents = useMemo(() => {
    const byUser = new Map(rows.map(({ agent }) => [agent.userName, agent.name]));
    return [...byUser].slice(0, AGENTS_MAX);
  }, [rows]);
  const left = new Set(rows.map(({ agent }) => agent.userName)).size - agents.length;
  const wanted = agents.flatMap(([userName]) => DAY_COLUMNS.map((column) => ofAgent(userName, column)));
  const state = useStatistics(wanted);
  const sorted = orderDay(
    agents.map(([userName, name]) => ({
      userName,
      name,
      numbers: DAY_COLUMNS.map((column) => numberOf(state, ofAgent(userName, column))),
    })),
    order,
  );
  const sortBy = (column: string): void =>
    setOrder((before) => ({
      column,
      isDescending: before.column === column ? !before.isDescending : column !== 'name',
    }));
  const headers: readonly Pick<DayColumn, 'id' | 'words' | 'title'>[] = [
    { id: 'name', words: 'Agent' },
    ...DAY_COLUMNS,
  ];
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what does not fit is moved into sight by the arrows. */}
      <section aria-label="Today" tabIndex={0} className="overflow-x-auto rounded-xl border border-line bg-surface">
        <table aria-label="Agents today" className="w-full border-separate border-spacing-0 text-left">
          <thead>
            <tr>
              {headers.map(({ id, words, title }) => (
                <th
                  key={id}
                  scope="col"
                  aria-sort={order.column !== id ? 'none' : order.isDescending ? 'descending' : 'ascending'}
                  className="section-title border-b border-line p-0"
                >
                  <button
                    type="button"
                    title={title}
                    onClick={() => sortBy(id)}
                    className="flex min-h-9 w-full items-center gap-1 px-3 uppercase hover:text-ink focus-visible:-outline-offset-2"
                  >
                    {words}
                    {order.column === id &&
                      (order.isDescending ? (
                        <ArrowDown aria-hidden="true" className="size-3" />
                      ) : (
                        <ArrowUp aria-hidden="true" className="size-3" />
                      ))}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="[&>tr:last-child>*]:border-b-0">
            {sorted.map(({ userName, name, numbers }) => (
              <tr key={userName} className="[&>*]:border-b [&>*]:border-line [&>*]:px-3 [&>*]:py-2.5">
                <th scope="row" className="sticky left-0 bg-surface font-semibold whitespace-nowrap">
                  {name}
                </th>
                {DAY_COLUMNS.map((column, index) => (
                  <td key={column.id} className={classNames(column.isTime && 'whitespace-nowrap')}>
                    <DayNumber
                      value={numbers[index]}
                      as={column.isTime ? 'time' : 'number'}
                      refusal={state.refusals.get(statKey(ofAgent(userName, column)))}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {left > 0 && (
        <p className="px-1.5 pt-1.5 text-xs text-ink-2">And {left} more: narrow the list to see their numbers.</p>
      )}
    </>
  );
}
