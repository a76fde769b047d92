import { Star } from 'lucide-react';
import { toggleFavourite } from '../../stores/desk/destinations-store.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { actionWords } from './directory-actions.ts';
import type { DestinationChoice } from './use-destination-choice.ts';

interface DirectoryFootProps {
  readonly choice: DestinationChoice;
  readonly onClose: () => void;
}

/** What is said along with it, why it was refused, and the buttons. */
export function DirectoryFoot({ choice, onClose }: DirectoryFootProps) {
  const { action, note, request, isLive, deskStatus, keyPressed } = choice;
  return (
    <div className="border-t border-line px-4 pt-2.5 pb-3.5">
      <TextField
        label={action === 'chat' ? 'First words (optional)' : 'Note for the colleague (optional)'}
        value={note}
        onChange={(event) => choice.setNote(event.target.value)}
        onKeyDown={keyPressed}
      />
      {request.failure !== null && (
        <p role="alert" className="mt-2 text-[13px] text-danger">
          {request.failure}
        </p>
      )}
      {(!isLive || deskStatus === 'lost') && (
        <p className="mt-2 text-xs text-partly">Not connected: what you see here may be old.</p>
      )}
      <div className="mt-2.5 flex flex-wrap items-center gap-2">
        <span className="flex flex-wrap gap-x-2 gap-y-1 text-xs text-ink-2 max-sm:hidden">
          <span>
            <Kbd>↑ ↓</Kbd> choose
          </span>
          <span>
            <Kbd>Enter</Kbd> {actionWords[action].verb.toLowerCase()}
          </span>
        </span>
        <FavouriteButton choice={choice} />
        <Button onClick={onClose}>Cancel</Button>
        <ChooseButton choice={choice} />
      </div>
    </div>
  );
}

interface ChoiceProps {
  readonly choice: DestinationChoice;
}

function FavouriteButton({ choice: { current, favourites } }: ChoiceProps) {
  return (
    <Button
      look="quiet"
      className="ml-auto"
      disabled={current === undefined || current.kind === 'customer'}
      aria-pressed={current !== undefined && favourites.includes(current.key)}
      title="Alt+F"
      onClick={() => {
        if (current !== undefined) toggleFavourite(current.key);
      }}
    >
      <Star aria-hidden="true" className="size-4" />
      <span className="max-sm:sr-only">Favourite</span>
    </Button>
  );
}

function ChooseButton({ choice: { action, current, armedKey, request, isLive, choose } }: ChoiceProps) {
  return (
    <Button
      look={armedKey === null ? 'primary' : 'danger'}
      isPending={request.isPending}
      disabled={current === undefined || current.refusal !== null || !isLive}
      onClick={() => {
        if (current !== undefined) void choose(current);
      }}
    >
      {armedKey === null ? actionWords[action].verb : `Transfer to ${current?.name ?? ''}?`}
    </Button>
  );
}
