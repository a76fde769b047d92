import { type KeyboardEvent, type RefObject, useEffect, useRef } from 'react';
import { openLive } from '../../stores/supervision/supervision-actions.ts';
import { mostUrgentCall, type TeamRow } from '../../stores/supervision/team-rows.ts';
import { setExpanded, useTeamStore } from '../../stores/supervision/team-store.ts';

interface RowKeys {
  readonly rows: readonly TeamRow[];
  /** What the rows are drawn in, each with its `data-dn`. */
  readonly box: RefObject<HTMLElement | null>;
  /** Sees to it that the row at this position is drawn. */
  readonly bringNear: (position: number) => void;
}

/** Moves through the rows by arrows, opens and closes them; what handles their keys. */
export function useRowKeys({ rows, box, bringNear }: RowKeys) {
  const current = useTeamStore((state) => state.current);
  const goal = useRef<string | null>(null);
  const elementOf = (dn: string) => box.current?.querySelector<HTMLElement>(`[data-dn="${CSS.escape(dn)}"]`);

  // A row further down is drawn only after the list has moved there.
  useEffect(() => {
    if (goal.current === null) return;
    const row = elementOf(goal.current);
    if (row == null) return;
    goal.current = null;
    row.focus();
  });

  const moveTo = (position: number): void => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, position))];
    if (row === undefined) return;
    goal.current = row.agent.dn;
    bringNear(rows.indexOf(row));
    if (row.agent.dn === current) elementOf(current)?.focus();
    else useTeamStore.setState({ current: row.agent.dn });
  };

  return (event: KeyboardEvent<HTMLElement>): void => {
    const target = event.target as HTMLElement;
    const element = target.closest<HTMLElement>('[data-dn]');
    const position = rows.findIndex(({ agent }) => agent.dn === element?.dataset.dn);
    const row = rows[position];
    if (row === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const isOnRow = target === element;
    const actions: Record<string, (() => void) | undefined> = {
      ArrowDown: () => moveTo(position + 1),
      ArrowUp: () => moveTo(position - 1),
      Home: () => moveTo(0),
      End: () => moveTo(rows.length - 1),
      ArrowRight: isOnRow ? () => setExpanded(row.agent.dn, true) : undefined,
      ArrowLeft: isOnRow ? () => setExpanded(row.agent.dn, false) : () => element?.focus(),
      Enter: isOnRow ? () => openRow(row) : undefined,
    };
    const action = actions[event.key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  };
}

/** Enter: the chat that needs most, or the list of chats when there is none to listen to. */
function openRow(row: TeamRow): void {
  const call = mostUrgentCall(row);
  if (call === undefined) setExpanded(row.agent.dn, true);
  else void openLive(row.agent.dn, call.connID);
}
