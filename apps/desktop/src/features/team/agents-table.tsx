// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by the list itself, which a table element cannot do; the roles say what they are.
// biome-ignore-all lint/a11y/useFocusableInteractive: the row takes the focus, not its cells.
import type { DeskMonitoring } from '@cordboard/shared/desk/desk-view';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { classNames } from '../../lib/class-names.ts';
import { openLive } from '../../stores/supervision/supervision-actions.ts';
import { mostUrgentCall, type TeamRow } from '../../stores/supervision/team-rows.ts';
import { setExpanded, useTeamStore } from '../../stores/supervision/team-store.ts';
import { AgentRow, ROW_COLUMNS } from './agent-row.tsx';
import { useSettledRows } from './use-settled-rows.ts';

/** Up to here all rows are in the document. */
const PLAIN_ROWS_MAX = 60;
const ROW_HEIGHT_PX = 51;

interface AgentsTableProps {
  readonly rows: readonly TeamRow[];
  /** Own subscriptions, by the agent's DN. */
  readonly monitorings: ReadonlyMap<string, DeskMonitoring>;
  readonly waitIntervalSeconds: number;
}

/** The agents: one row each, moved through by arrows. A long list is drawn only where it is looked at. */
export function AgentsTable({ rows, monitorings, waitIntervalSeconds }: AgentsTableProps) {
  const [isHeld, setIsHeld] = useState({ pointer: false, focus: false });
  const settled = useSettledRows(rows, isHeld.pointer || isHeld.focus);
  const { current, expanded, live, refusals } = useTeamStore();
  const box = useRef<HTMLDivElement>(null);
  const goal = useRef<string | null>(null);
  const index = settled.findIndex(({ agent }) => agent.dn === current);
  const currentDN = (settled[index] ?? settled[0])?.agent.dn;
  const isLong = settled.length > PLAIN_ROWS_MAX;
  const virtualizer = useVirtualizer({
    count: isLong ? settled.length : 0,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_HEIGHT_PX,
    getItemKey: (position) => settled[position]?.agent.dn ?? position,
    overscan: 6,
  });

  // A row further down is drawn only after the list has moved there.
  useEffect(() => {
    if (goal.current === null) return;
    const row = box.current?.querySelector<HTMLElement>(`[data-dn="${CSS.escape(goal.current)}"]`);
    if (row == null) return;
    goal.current = null;
    row.focus();
  });

  const moveTo = (position: number): void => {
    const row = settled[Math.max(0, Math.min(settled.length - 1, position))];
    if (row === undefined) return;
    goal.current = row.agent.dn;
    if (isLong) virtualizer.scrollToIndex(settled.indexOf(row));
    if (row.agent.dn === current)
      box.current?.querySelector<HTMLElement>(`[data-dn="${CSS.escape(current)}"]`)?.focus();
    else useTeamStore.setState({ current: row.agent.dn });
  };

  const keyPressed = (event: KeyboardEvent<HTMLDivElement>): void => {
    const target = event.target as HTMLElement;
    const element = target.closest<HTMLElement>('[data-dn]');
    const position = settled.findIndex(({ agent }) => agent.dn === element?.dataset.dn);
    const row = settled[position];
    if (row === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const isOnRow = target === element;
    const actions: Record<string, (() => void) | undefined> = {
      ArrowDown: () => moveTo(position + 1),
      ArrowUp: () => moveTo(position - 1),
      Home: () => moveTo(0),
      End: () => moveTo(settled.length - 1),
      ArrowRight: isOnRow ? () => setExpanded(row.agent.dn, true) : undefined,
      ArrowLeft: isOnRow ? () => setExpanded(row.agent.dn, false) : () => element?.focus(),
      Enter: isOnRow ? () => openRow(row) : undefined,
    };
    const action = actions[event.key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  };

  const drawRow = ({ agent, help }: TeamRow, position: number, place?: number): ReactNode => (
    <div
      key={agent.dn}
      ref={place === undefined ? undefined : virtualizer.measureElement}
      data-index={position}
      data-dn={agent.dn}
      role="row"
      aria-rowindex={position + 2}
      aria-level={1}
      aria-expanded={expanded.has(agent.dn)}
      aria-label={agent.name}
      tabIndex={agent.dn === currentDN ? 0 : -1}
      onFocus={() => {
        if (agent.dn !== current) useTeamStore.setState({ current: agent.dn });
      }}
      style={place === undefined ? undefined : { position: 'absolute', top: place, left: 0, right: 0 }}
      className={classNames(
        'border-t border-line focus-visible:-outline-offset-2',
        help !== null
          ? 'bg-whisper-soft'
          : agent.state === 'reconnecting'
            ? 'bg-partly-soft'
            : live?.agentDN === agent.dn
              ? 'bg-accent-soft'
              : 'bg-surface',
      )}
    >
      <AgentRow
        agent={agent}
        help={help}
        monitoring={monitorings.get(agent.dn)}
        isCurrent={agent.dn === currentDN}
        isExpanded={expanded.has(agent.dn)}
        liveConnID={live?.agentDN === agent.dn ? live.connID : null}
        refusal={refusals[agent.dn] ?? null}
        waitIntervalSeconds={waitIntervalSeconds}
      />
    </div>
  );

  return (
    <div
      role="treegrid"
      aria-label="Agents"
      aria-rowcount={settled.length + 1}
      onKeyDown={keyPressed}
      onPointerEnter={() => setIsHeld((held) => ({ ...held, pointer: true }))}
      onPointerLeave={() => setIsHeld((held) => ({ ...held, pointer: false }))}
      onFocus={() => setIsHeld((held) => ({ ...held, focus: true }))}
      onBlur={(event) => {
        const isWithin = event.currentTarget.contains(event.relatedTarget);
        setIsHeld((held) => ({ ...held, focus: isWithin }));
      }}
      className="@container overflow-hidden rounded-xl border border-line bg-surface"
    >
      <div
        role="row"
        aria-rowindex={1}
        className={classNames(ROW_COLUMNS, 'section-title gap-x-3 px-3 py-2.5 max-lg:hidden')}
      >
        {['Agent', 'State', 'Chats', 'Oldest wait'].map((words) => (
          <span key={words} role="columnheader">
            {words}
          </span>
        ))}
        <span role="columnheader">
          <span className="sr-only">Actions</span>
        </span>
      </div>
      <div ref={box} role="rowgroup" className={isLong ? 'relative max-h-[58vh] overflow-auto' : undefined}>
        {isLong ? (
          <div role="presentation" className="relative" style={{ height: virtualizer.getTotalSize() }}>
            {virtualizer.getVirtualItems().map(({ index: position, start }) => {
              const row = settled[position];
              return row === undefined ? null : drawRow(row, position, start);
            })}
          </div>
        ) : (
          settled.map((row, position) => drawRow(row, position))
        )}
      </div>
    </div>
  );
}

/** Enter: the chat that needs most, or the list of chats when there is none to listen to. */
function openRow(row: TeamRow): void {
  const call = mostUrgentCall(row);
  if (call === undefined) setExpanded(row.agent.dn, true);
  else void openLive(row.agent.dn, call.connID);
}
