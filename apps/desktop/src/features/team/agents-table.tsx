// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by the list itself, which a table element cannot do; the roles say what they are.
// biome-ignore-all lint/a11y/useFocusableInteractive: the row takes the focus, not its cells.
import type { DeskMonitoring } from '@cordboard/shared/desk/desk-view';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useRef, useState } from 'react';
import { classNames } from '../../lib/class-names.ts';
import type { TeamRow } from '../../stores/supervision/team-rows.ts';
import { useTeamStore } from '../../stores/supervision/team-store.ts';
import { AgentRow, ROW_COLUMNS } from './agent-row.tsx';
import { useRowKeys } from './use-row-keys.ts';
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

  const keyPressed = useRowKeys({
    rows: settled,
    box,
    bringNear: (position) => {
      if (isLong) virtualizer.scrollToIndex(position);
    },
  });

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
      <TableHead />
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

function TableHead() {
  return (
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
  );
}
