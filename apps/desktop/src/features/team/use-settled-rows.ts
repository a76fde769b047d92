import { useEffect, useMemo, useRef } from 'react';
import type { TeamRow } from '../../stores/supervision/team-rows.ts';

/** The rows in their order; while they are held under pointer or focus they stay where they are, new ones come last. */
export function useSettledRows(rows: readonly TeamRow[], isHeld: boolean): readonly TeamRow[] {
  const shown = useRef<readonly string[]>([]);
  const settled = useMemo(() => {
    if (!isHeld) return rows;
    const byDn = new Map(rows.map((row) => [row.agent.dn, row]));
    const kept: TeamRow[] = [];
    for (const dn of shown.current) {
      const row = byDn.get(dn);
      if (row === undefined) continue;
      kept.push(row);
      byDn.delete(dn);
    }
    return [...kept, ...byDn.values()];
  }, [rows, isHeld]);
  useEffect(() => {
    shown.current = settled.map(({ agent }) => agent.dn);
  }, [settled]);
  return settled;
}
