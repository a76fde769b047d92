import { type FormEvent, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';

interface PairFormProps {
  readonly taken: readonly string[];
  readonly isPending: boolean;
  readonly failure: string | null;
  readonly onSave: (key: string, value: string) => void;
  readonly onCancel: () => void;
}

/** A new key with its value. */
export function PairForm({ taken, isPending, failure, onSave, onCancel }: PairFormProps) {
  const [key, setKey] = useState('');
  const [value, setValue] = useState('');
  const isTaken = taken.includes(key.trim());
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (key.trim() !== '' && !isTaken) onSave(key.trim(), value);
  };
  return (
    <form aria-label="Add a pair" onSubmit={submit} className="mt-3 rounded-xl border border-line p-2.5">
      <TextField
        label="Key"
        autoFocus
        maxLength={256}
        value={key}
        error={isTaken ? 'This key is there already: edit it above.' : undefined}
        onChange={(event) => setKey(event.target.value)}
      />
      <TextField className="mt-2" label="Value" value={value} onChange={(event) => setValue(event.target.value)} />
      {failure !== null && (
        <p role="alert" className="mt-2 text-danger">
          {failure}
        </p>
      )}
      <div className="mt-2.5 flex gap-2">
        <Button type="submit" look="primary" isPending={isPending} disabled={key.trim() === '' || isTaken}>
          Add
        </Button>
        <Button look="quiet" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
