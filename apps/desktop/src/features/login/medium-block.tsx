import type { PlaceDn } from '@cordboard/shared/rest/endpoints';
import { useId } from 'react';
import { classNames } from '../../lib/class-names.ts';
import { mediaWords } from '../../stores/session/place-media.ts';
import { SelectField, TextField } from '../../ui/field.tsx';

export interface MediumEntry {
  readonly isTicked: boolean;
  readonly agentID: string;
  readonly queue: string;
}

interface MediumBlockProps {
  readonly placeDn: PlaceDn;
  readonly entry: MediumEntry;
  readonly agentLogins: readonly { readonly id: string; readonly code: string }[];
  readonly queues: readonly string[];
  /** What ticking this DN means right now. */
  readonly hint: string | null;
  readonly onChange: (entry: MediumEntry) => void;
}

/** One DN of the place: tick it, and say as whom and for which queue. */
export function MediumBlock({ placeDn, entry, agentLogins, queues, hint, onChange }: MediumBlockProps) {
  const id = useId();
  const media = mediaWords(placeDn);
  const loginOptions = agentLogins.map(({ id: login, code }) => ({ value: login, words: `${login} · ${code}` }));
  return (
    <fieldset className="mt-3 rounded-xl border border-line px-3 pt-2.5 pb-3">
      <legend className="sr-only">
        {media} on DN {placeDn.number}
      </legend>
      <div className="flex items-center">
        <label htmlFor={id} className="flex min-h-6 flex-1 cursor-pointer items-center gap-2.5 font-semibold">
          <input
            id={id}
            type="checkbox"
            checked={entry.isTicked}
            onChange={(event) => onChange({ ...entry, isTicked: event.target.checked })}
            className="size-4 accent-accent"
          />
          {media}
        </label>
        <span className="num text-xs text-ink-3">DN {placeDn.number}</span>
      </div>
      <div className="mt-2 grid grid-cols-2 gap-2">
        {loginOptions.length > 1 ? (
          <SelectField
            label="Agent login"
            options={loginOptions}
            value={entry.agentID}
            disabled={!entry.isTicked}
            onChange={(event) => onChange({ ...entry, agentID: event.target.value })}
          />
        ) : (
          <TextField
            label="Agent login"
            value={entry.agentID}
            disabled={!entry.isTicked}
            onChange={(event) => onChange({ ...entry, agentID: event.target.value })}
          />
        )}
        <SelectField
          label="Queue"
          options={[...queues.map((queue) => ({ value: queue, words: queue })), { value: '', words: 'None' }]}
          value={entry.queue}
          disabled={!entry.isTicked}
          onChange={(event) => onChange({ ...entry, queue: event.target.value })}
        />
      </div>
      {hint !== null && (
        <p
          className={classNames(
            'num mt-2 flex items-center gap-1.5 text-xs',
            entry.isTicked ? 'text-ready' : 'text-ink-3',
          )}
        >
          <span aria-hidden="true" className="size-2 rounded-full bg-current" />
          {hint}
        </p>
      )}
    </fieldset>
  );
}
