import type { KeyValue } from '@cordboard/shared/tlib/attached-data';
import { Check, Pencil, Plus, Trash2, X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { RequestRefused } from '../../gateway/request-desk.ts';
import type { Interaction } from '../../stores/interactions/interactions-reducer.ts';
import { ask, useIsPending } from '../../stores/requests/pending-store.ts';
import { useConnectionStore } from '../../stores/session/connection-store.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { PairForm } from './pair-form.tsx';
import { readValue, showValue } from './pair-value.ts';

/** The attached data of the call: read by everybody, changed by requests, moved by the server's event. */
export function AttachedDataTab({ interaction }: { readonly interaction: Interaction }) {
  const { connID, dn, userData, phase } = interaction;
  const [edited, setEdited] = useState<string | null>(null);
  const [isAdding, setIsAdding] = useState(false);
  const [failure, setFailure] = useState<{ readonly key: string; readonly words: string } | null>(null);
  const isPending = useIsPending('TUpdateUserData', connID);
  const isDeleting = useIsPending('TDeletePair', connID);
  const isLive = useConnectionStore((state) => state.status === 'live');
  const blocked =
    phase !== 'active'
      ? 'Data can be changed while the chat runs'
      : isLive
        ? undefined
        : 'Not connected: the server cannot be asked now';

  const attempt = async (key: string, request: Parameters<typeof ask>[0]): Promise<boolean> => {
    setFailure(null);
    try {
      await ask(request);
      return true;
    } catch (error) {
      setFailure({ key, words: error instanceof RequestRefused ? error.message : 'It could not be changed.' });
      return false;
    }
  };
  const save = async (key: string, value: KeyValue): Promise<boolean> =>
    attempt(key, { name: 'TUpdateUserData', thisDN: dn, connID, userData: { [key]: value } });

  const keys = Object.keys(userData).sort((left, right) => left.localeCompare(right));
  return (
    <div className="text-xs">
      {keys.length === 0 && <p className="mb-3 text-ink-2">No data is attached to this chat yet.</p>}
      <ul aria-label="Attached data">
        {keys.map((key) => (
          <li key={key} className="border-b border-line py-1.5 first:pt-0">
            {edited === key ? (
              <ValueForm
                name={key}
                value={userData[key] ?? ''}
                isPending={isPending}
                onCancel={() => setEdited(null)}
                onSave={async (value) => {
                  if (await save(key, value)) setEdited(null);
                }}
              />
            ) : (
              <div className="flex items-center gap-1">
                <span className="w-[118px] shrink-0 break-words text-ink-3">{key}</span>
                <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">{showValue(userData[key] ?? '')}</span>
                <IconButton
                  icon={Pencil}
                  size="small"
                  label={`Edit ${key}`}
                  title={blocked}
                  disabled={blocked !== undefined}
                  onClick={() => setEdited(key)}
                />
                <IconButton
                  icon={Trash2}
                  size="small"
                  label={`Delete ${key}`}
                  title={blocked}
                  disabled={blocked !== undefined || isDeleting}
                  onClick={() => void attempt(key, { name: 'TDeletePair', thisDN: dn, connID, key })}
                />
              </div>
            )}
            {failure?.key === key && (
              <p role="alert" className="mt-1 text-danger">
                {failure.words}
              </p>
            )}
          </li>
        ))}
      </ul>
      {isAdding ? (
        <PairForm
          taken={keys}
          isPending={isPending}
          failure={failure !== null && !keys.includes(failure.key) ? failure.words : null}
          onCancel={() => setIsAdding(false)}
          onSave={async (key, value) => {
            if (await save(key, value)) setIsAdding(false);
          }}
        />
      ) : (
        <>
          <Button
            className="mt-3 text-xs"
            disabled={blocked !== undefined}
            title={blocked}
            onClick={() => setIsAdding(true)}
          >
            <Plus aria-hidden="true" className="size-3.5" />
            Add a pair
          </Button>
          {blocked !== undefined && <p className="mt-1.5 text-ink-2">{blocked}.</p>}
        </>
      )}
    </div>
  );
}

interface ValueFormProps {
  readonly name: string;
  readonly value: KeyValue;
  readonly isPending: boolean;
  readonly onSave: (value: KeyValue) => void;
  readonly onCancel: () => void;
}

function ValueForm({ name, value, isPending, onSave, onCancel }: ValueFormProps) {
  const [text, setText] = useState(showValue(value));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSave(readValue(text, value));
  };
  return (
    <form onSubmit={submit} className="flex items-center gap-1">
      <span className="w-[118px] shrink-0 break-words text-ink-3">{name}</span>
      <input
        // biome-ignore lint/a11y/noAutofocus: the agent has just asked to edit this value.
        autoFocus
        aria-label={`Value of ${name}`}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && onCancel()}
        className="min-h-7 min-w-0 flex-1 rounded-md border border-line-strong/60 bg-surface px-1.5"
      />
      <IconButton icon={Check} size="small" type="submit" label={`Save ${name}`} disabled={isPending} />
      <IconButton icon={X} size="small" label="Cancel" onClick={onCancel} />
    </form>
  );
}
