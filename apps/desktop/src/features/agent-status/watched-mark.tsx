import { Eye } from 'lucide-react';
import { colleagueName } from '../../stores/interactions/colleague-name.ts';
import { useSupervisionStore } from '../../stores/supervision/supervision-store.ts';

const words = { mute: 'listens to', coach: 'coaches you in', connect: 'takes part in' } as const;

/** A supervisor follows what one does, and lets one see it. */
export function WatchedMark() {
  const watchers = Object.values(useSupervisionStore((state) => state.watchers));
  if (watchers.length === 0) return null;
  return watchers.map(({ supervisorDN, mode, isForAllCalls }) => {
    const name = colleagueName(supervisorDN);
    const what = `${name} ${words[mode ?? 'mute']} ${isForAllCalls ? 'your chats' : 'your next chat'}`;
    return (
      <span
        key={supervisorDN}
        title={what}
        className="flex items-center gap-1.5 rounded-full bg-watched-soft px-2.5 py-1 text-xs font-medium text-watched"
      >
        <Eye aria-hidden="true" className="size-3.5 shrink-0" />
        <span className="sr-only">{what}</span>
        <span aria-hidden="true" className="max-w-40 truncate max-lg:hidden">
          {name}
        </span>
      </span>
    );
  });
}
