import { Search } from 'lucide-react';
import { useId } from 'react';
import { nameOf } from '../../stores/interactions/interaction-name.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { DestinationList } from './destination-list.tsx';
import { type Tab, tabWords } from './destinations.ts';
import { actionWords } from './directory-actions.ts';
import { DirectoryFoot } from './directory-foot.tsx';
import { type DestinationChoice, type DirectoryOccasion, useDestinationChoice } from './use-destination-choice.ts';

const tabs: readonly Tab[] = ['all', 'agent', 'group', 'queue', 'routingPoint'];
const chatActions = ['consult', 'transfer', 'add'] as const;

/** Who and what a chat can go to. */
export function DirectoryDialog(occasion: DirectoryOccasion) {
  const { interaction, onClose } = occasion;
  const id = useId();
  const choice = useDestinationChoice(occasion);
  const { action } = choice;
  const words = actionWords[action];
  const listId = `${id}-list`;
  const optionId = (key: string) => `${id}-${key.replaceAll(' ', '-')}`;
  return (
    <Dialog label={words.title} onClose={onClose} className="max-w-[640px]">
      <div className="flex items-baseline gap-3 px-4 pt-3.5 pb-2.5">
        <h2 className="text-[15px] font-bold">{words.title}</h2>
        {interaction !== null && <span className="truncate text-ink-2">{nameOf(interaction)}</span>}
        <span className="ml-auto">
          <Kbd>Esc</Kbd>
        </span>
      </div>
      {action !== 'chat' && (
        <div className="px-4 pb-1">
          <Segmented
            label="What to do"
            chosen={action}
            onChoose={choice.setAction}
            options={chatActions.map((each) => ({ id: each, words: actionWords[each].verb }))}
          />
        </div>
      )}
      <p className="px-4 pb-2 text-xs text-ink-2">{words.hint}</p>
      <SearchField listId={listId} optionId={optionId} choice={choice} />
      <div className="flex flex-wrap gap-1 px-3 pt-2">
        {tabs.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={each === choice.tab}
            onClick={() => choice.setTab(each)}
            className={`min-h-7 rounded-full px-2.5 text-xs font-medium whitespace-nowrap ${each === choice.tab ? 'bg-accent-soft text-accent-ink' : 'text-ink-2 hover:bg-sunk'}`}
          >
            {tabWords[each]}
          </button>
        ))}
      </div>
      <DestinationList id={listId} optionId={optionId} choice={choice} />
      <DirectoryFoot choice={choice} onClose={onClose} />
    </Dialog>
  );
}

interface SearchFieldProps {
  readonly listId: string;
  readonly optionId: (key: string) => string;
  readonly choice: DestinationChoice;
}

function SearchField({ listId, optionId, choice: { action, current, typed, setTyped, keyPressed } }: SearchFieldProps) {
  return (
    <div className="flex items-center gap-2.5 border-y border-line px-4">
      <Search aria-hidden="true" className="size-4 text-ink-3" />
      <input
        data-autofocus
        role="combobox"
        aria-label={action === 'chat' ? 'Find a colleague, or type an address' : 'Find a destination'}
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={current === undefined ? undefined : optionId(current.key)}
        autoComplete="off"
        spellCheck={false}
        placeholder={action === 'chat' ? 'Name, number, or sip address' : 'Name, number or skill'}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={keyPressed}
        className="min-h-11 min-w-0 flex-1 bg-transparent outline-none placeholder:text-ink-3"
      />
    </div>
  );
}
