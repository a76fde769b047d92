import { useMemo, useRef } from 'react';
import { keepOrder, type Ordered } from '../../stores/view/waiting.ts';

/** Nothing moves under the pointer: while the list is held, rows keep their places and new ones come last. */
export function useSettledOrder(active: readonly Ordered[], isHeld: boolean): readonly Ordered[] {
  const shown = useRef<readonly string[]>([]);
  return useMemo(() => {
    const wanted = active.map(({ interaction }) => interaction.connID);
    shown.current = isHeld ? keepOrder(shown.current, wanted) : wanted;
    const byId = new Map(active.map((ordered) => [ordered.interaction.connID, ordered]));
    return shown.current.flatMap((connID) => byId.get(connID) ?? []);
  }, [active, isHeld]);
}
