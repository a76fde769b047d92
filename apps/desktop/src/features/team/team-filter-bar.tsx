import { Search } from 'lucide-react';
import type { RefObject } from 'react';
import type { TeamFilter } from '../../stores/supervision/team-rows.ts';
import { useTeamStore } from '../../stores/supervision/team-store.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { Segmented } from '../../ui/segmented.tsx';

const filters: readonly { readonly id: TeamFilter; readonly words: string }[] = [
  { id: 'loggedIn', words: 'Logged in' },
  { id: 'help', words: 'Asking for help' },
  { id: 'waiting', words: 'Customer waits too long' },
  { id: 'ready', words: 'Ready' },
  { id: 'onChat', words: 'On chat' },
  { id: 'afterCallWork', words: 'After-contact work' },
  { id: 'notReady', words: 'Not ready' },
  { id: 'reconnecting', words: 'Reconnecting' },
  { id: 'loggedOut', words: 'Logged out' },
  { id: 'all', words: 'Everybody' },
];

const boards = [
  { id: 'now', words: 'Now', title: 'What they do' },
  { id: 'day', words: 'Today', title: 'The numbers of their day' },
] as const;

/** Narrows the list by what is typed and by state; now or the day. */
export function TeamFilterBar({ input }: { readonly input: RefObject<HTMLInputElement | null> }) {
  const { typed, filter, board } = useTeamStore();
  return (
    <search className="flex flex-wrap items-center gap-2">
      <label className="flex min-h-9 flex-1 items-center gap-2 rounded-lg border border-line bg-surface px-2.5 focus-within:border-accent max-sm:basis-full sm:max-w-72">
        <Search aria-hidden="true" className="size-4 text-ink-3" />
        <span className="sr-only">Find an agent or customer</span>
        <input
          ref={input}
          type="search"
          value={typed}
          placeholder="Find an agent or customer"
          onChange={(event) => useTeamStore.setState({ typed: event.target.value })}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            useTeamStore.setState({ typed: '' });
          }}
          className="min-w-0 flex-1 bg-transparent text-ink outline-none placeholder:text-ink-3"
        />
        <Kbd>/</Kbd>
      </label>
      <select
        aria-label="Show agents"
        value={filter}
        onChange={(event) => useTeamStore.setState({ filter: event.target.value as TeamFilter })}
        className="min-h-9 min-w-0 rounded-lg border border-line bg-surface px-2 text-ink max-sm:flex-1"
      >
        {filters.map(({ id, words }) => (
          <option key={id} value={id}>
            {words}
          </option>
        ))}
      </select>
      <Segmented
        label="Agents"
        options={boards}
        chosen={board}
        onChoose={(id) => useTeamStore.setState({ board: id })}
        className="ml-auto w-40"
      />
    </search>
  );
}
