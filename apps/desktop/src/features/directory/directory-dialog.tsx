import { Search, Star } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useDeskStore } from '../../stores/desk/desk-store.ts';
import {
  loadDestinations,
  rememberDestination,
  toggleFavourite,
  useDestinationsStore,
} from '../../stores/desk/destinations-store.ts';
import { colleaguesIn, type Interaction } from '../../stores/interactions/interaction.ts';
import { nameOf } from '../../stores/interactions/interaction-name.ts';
import { useRequest } from '../../stores/requests/use-request.ts';
import { useConnectionStore } from '../../stores/session/connection-store.ts';
import { type DirectoryAction, openChat } from '../../stores/view/view-reducer.ts';
import { changeView } from '../../stores/view/view-store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { type Destination, destinations, sectionsOf, type Tab, tabWords } from './destinations.ts';
import { actionWords, requestFor } from './directory-actions.ts';
import { DirectoryRow } from './directory-row.tsx';

interface DirectoryDialogProps {
  /** The chat it is about; null when a new one begins. */
  readonly interaction: Interaction | null;
  /** The DN that asks. */
  readonly dn: string;
  readonly ownDns: readonly string[];
  readonly action: DirectoryAction;
  readonly onClose: () => void;
}

const tabs: readonly Tab[] = ['all', 'agent', 'group', 'queue', 'routingPoint'];
const chatActions = ['consult', 'transfer', 'add'] as const;

/** Who and what a chat can go to. What takes the chat away from the agent needs a second press. */
export function DirectoryDialog({ interaction, dn, ownDns, action: first, onClose }: DirectoryDialogProps) {
  const id = useId();
  const desk = useDeskStore();
  const { favourites, recent } = useDestinationsStore();
  const isLive = useConnectionStore((state) => state.status === 'live');
  const [action, setAction] = useState(first);
  const [tab, setTab] = useState<Tab>('all');
  const [typed, setTyped] = useState('');
  const [note, setNote] = useState('');
  const [currentKey, setCurrentKey] = useState<string | null>(null);
  const [armedKey, setArmedKey] = useState<string | null>(null);
  const request = useRequest();
  const list = useRef<HTMLDivElement>(null);
  useEffect(loadDestinations, []);

  const all = useMemo(() => {
    const colleagues = interaction === null ? [] : colleaguesIn(interaction);
    const inChat = new Set(interaction === null ? [] : interaction.parties.map((party) => party.dn));
    return destinations(desk, { action, ownDns: new Set(ownDns), inChat, isConference: colleagues.length > 0 });
  }, [desk, action, ownDns, interaction]);
  const sections = useMemo(
    () => sectionsOf(all, { typed, tab, favourites, recent, action }),
    [all, typed, tab, favourites, recent, action],
  );
  const rows = sections.flatMap((section) => section.rows);
  const current = rows.find(({ key }) => key === currentKey) ?? rows.find(({ refusal }) => refusal === null) ?? rows[0];
  const words = actionWords[action];

  // biome-ignore lint/correctness/useExhaustiveDependencies: the row in use is the occasion.
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView?.({ block: 'nearest' });
  }, [current?.key]);

  const choose = async (row: Destination): Promise<void> => {
    setCurrentKey(row.key);
    if (row.refusal !== null || request.isPending || !isLive) return;
    if (action === 'transfer' && armedKey !== row.key) {
      setArmedKey(row.key);
      return;
    }
    setArmedKey(null);
    const answer = await request.send(
      requestFor({
        action,
        dn,
        connID: interaction?.connID ?? null,
        customer: interaction === null ? null : nameOf(interaction),
        to: row,
        note,
      }),
    );
    if (answer === undefined) return;
    if (row.kind !== 'customer') rememberDestination(row.key);
    if (action === 'chat' && 'connID' in answer && typeof answer.connID === 'string') {
      const begun = answer.connID;
      changeView((view) => openChat(view, begun));
    }
    onClose();
  };

  const walk = (step: number): void => {
    if (rows.length === 0) return;
    const index = current === undefined ? -1 : rows.indexOf(current);
    setCurrentKey(rows[(index + step + rows.length) % rows.length]?.key ?? null);
    setArmedKey(null);
  };
  const keyPressed = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') walk(event.key === 'ArrowDown' ? 1 : -1);
    else if (event.key === 'Enter' && current !== undefined) void choose(current);
    else if (event.altKey && event.code === 'KeyF' && current !== undefined) toggleFavourite(current.key);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const question = `Press again: the chat leaves you and rings at ${current?.name ?? ''}`;
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
            onChoose={(chosen) => {
              setAction(chosen);
              setArmedKey(null);
            }}
            options={chatActions.map((each) => ({ id: each, words: actionWords[each].verb }))}
          />
        </div>
      )}
      <p className="px-4 pb-2 text-xs text-ink-2">{words.hint}</p>
      <div className="flex items-center gap-2.5 border-y border-line px-4">
        <Search aria-hidden="true" className="size-4 text-ink-3" />
        <input
          data-autofocus
          role="combobox"
          aria-label={action === 'chat' ? 'Find a colleague, or type an address' : 'Find a destination'}
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={current === undefined ? undefined : `${id}-${current.key.replaceAll(' ', '-')}`}
          autoComplete="off"
          spellCheck={false}
          placeholder={action === 'chat' ? 'Name, number, or sip address' : 'Name, number or skill'}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setCurrentKey(null);
            setArmedKey(null);
          }}
          onKeyDown={keyPressed}
          className="min-h-11 min-w-0 flex-1 bg-transparent outline-none placeholder:text-ink-3"
        />
      </div>
      <div className="flex flex-wrap gap-1 px-3 pt-2">
        {tabs.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={each === tab}
            onClick={() => setTab(each)}
            className={`min-h-7 rounded-full px-2.5 text-xs font-medium whitespace-nowrap ${each === tab ? 'bg-accent-soft text-accent-ink' : 'text-ink-2 hover:bg-sunk'}`}
          >
            {tabWords[each]}
          </button>
        ))}
      </div>
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label="Destinations"
        aria-busy={desk.status === 'loading' || undefined}
        className="h-[min(320px,30vh)] md:h-[min(320px,40vh)] overflow-auto p-1.5"
      >
        {sections.map((section) => (
          <div key={section.title} role="presentation">
            <p role="presentation" className="section-title px-2.5 pt-2 pb-1">
              {section.title}
            </p>
            {section.rows.map((row) => (
              <DirectoryRow
                key={row.key}
                id={`${id}-${row.key.replaceAll(' ', '-')}`}
                row={row}
                isCurrent={row === current}
                isFavourite={favourites.includes(row.key)}
                question={armedKey === row.key ? question : null}
                onPoint={() => {
                  if (armedKey === null) setCurrentKey(row.key);
                }}
                onChoose={() => void choose(row)}
                onKeyDown={keyPressed}
              />
            ))}
            {section.more > 0 && (
              <p role="presentation" className="px-2.5 py-1 text-xs text-ink-2">
                {section.more} more: type a name
              </p>
            )}
          </div>
        ))}
      </div>
      {rows.length === 0 && (
        <p role="status" className="-mt-[min(300px,38vh)] h-[min(300px,38vh)] p-4 text-ink-2">
          {desk.status === 'loading' ? 'The directory is being read…' : `Nothing is called “${typed}”.`}
        </p>
      )}
      <div className="border-t border-line px-4 pt-2.5 pb-3.5">
        <TextField
          label={action === 'chat' ? 'First words (optional)' : 'Note for the colleague (optional)'}
          value={note}
          onChange={(event) => setNote(event.target.value)}
          onKeyDown={keyPressed}
        />
        {request.failure !== null && (
          <p role="alert" className="mt-2 text-[13px] text-danger">
            {request.failure}
          </p>
        )}
        {(!isLive || desk.status === 'lost') && (
          <p className="mt-2 text-xs text-partly">Not connected: what you see here may be old.</p>
        )}
        <div className="mt-2.5 flex flex-wrap items-center gap-2">
          <span className="flex flex-wrap gap-x-2 gap-y-1 text-xs text-ink-2 max-sm:hidden">
            <span>
              <Kbd>↑ ↓</Kbd> choose
            </span>
            <span>
              <Kbd>Enter</Kbd> {words.verb.toLowerCase()}
            </span>
          </span>
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
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look={armedKey === null ? 'primary' : 'danger'}
            isPending={request.isPending}
            disabled={current === undefined || current.refusal !== null || !isLive}
            onClick={() => {
              if (current !== undefined) void choose(current);
            }}
          >
            {armedKey === null ? words.verb : `Transfer to ${current?.name ?? ''}?`}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
