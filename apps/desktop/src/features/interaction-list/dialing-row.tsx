import type { Interaction } from '../../stores/interactions/interaction.ts';
import { Elapsed } from '../../ui/elapsed.tsx';
import { RowTag } from './consult-row.tsx';
import { PlainRow } from './plain-row.tsx';

/** We call; nobody has answered yet. */
export function DialingRow({ interaction }: { readonly interaction: Interaction }) {
  return (
    <PlainRow interaction={interaction} tag={<RowTag interaction={interaction} />} line="Rings…">
      <span className="text-xs text-ink-3">
        <Elapsed since={interaction.startedAt} isShort />
      </span>
    </PlainRow>
  );
}
