import { ClipboardCheck } from 'lucide-react';
import { sayPhrase } from '../../stores/interactions/colleague-name.ts';
import type { Interaction } from '../../stores/interactions/interactions-reducer.ts';
import { endOf } from '../../stores/interactions/phrase.ts';
import { Elapsed } from '../../ui/elapsed.tsx';
import { PlainRow } from './plain-row.tsx';

/** Over, but not Done: waits for its wrap-up note. */
export function EndedRow({ interaction }: { readonly interaction: Interaction }) {
  const { endedAt } = interaction;
  return (
    <PlainRow interaction={interaction} line={sayPhrase(endOf(interaction))}>
      <span className="flex items-center gap-1 text-xs text-after-work">
        <ClipboardCheck aria-hidden="true" className="size-3" />
        <span className="sr-only">Wrap-up</span>
        {endedAt !== null && <Elapsed since={endedAt} isShort />}
      </span>
    </PlainRow>
  );
}
