import { formatWait, speakDuration } from '../../lib/format-time.ts';
import { useNow } from '../../lib/use-now.ts';
import type { DayTotals } from '../../stores/supervision/team-numbers.ts';
import type { TeamTotals } from '../../stores/supervision/team-rows.ts';
import { Elapsed } from '../../ui/elapsed.tsx';
import { DayNumber } from './day-number.tsx';
import { levelSince, waitTextLooks } from './wait-look.ts';

interface TeamTilesProps {
  readonly totals: TeamTotals;
  readonly day: DayTotals;
  readonly objectiveSeconds: number;
  readonly waitIntervalSeconds: number;
}

/** Who waits, for how long, how the day has gone, and who is there to answer. */
export function TeamTiles({ totals, day, objectiveSeconds, waitIntervalSeconds }: TeamTilesProps) {
  const { waiting, longestSince, chats, chatMax, ready, loggedIn } = totals;
  const now = useNow();
  const level = levelSince(longestSince, now, waitIntervalSeconds);
  return (
    <dl aria-label="The team now" className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-6">
      <Tile words="waiting now">{waiting}</Tile>
      <Tile words="longest wait" look={waitTextLooks[level]}>
        {longestSince === null ? (
          <span aria-hidden="true">–</span>
        ) : (
          <>
            <Elapsed since={longestSince} isShort />
            <span className="sr-only">{speakDuration(now - longestSince)}</span>
          </>
        )}
        {longestSince === null && <span className="sr-only">nobody waits</span>}
      </Tile>
      <Tile words={`answered in ${objectiveWords(objectiveSeconds)}, today`}>
        <DayNumber value={day.serviceLevel} as="percentage" />
      </Tile>
      <Tile words="average answer, today">
        <DayNumber value={day.averageAnswer} as="time" />
      </Tile>
      <Tile words="chat slots in use">
        {chats} / {chatMax}
      </Tile>
      <Tile words="agents ready, of all logged in">
        {ready} / {loggedIn}
      </Tile>
    </dl>
  );
}

/** `20 s`, and from two minutes on `2:00`. */
export function objectiveWords(seconds: number): string {
  return seconds < 120 ? `${seconds} s` : formatWait(seconds * 1000);
}

interface TileProps {
  readonly words: string;
  readonly look?: string;
  readonly children: React.ReactNode;
}

function Tile({ words, look = 'text-ink', children }: TileProps) {
  return (
    <div className="flex flex-col-reverse justify-end rounded-xl border border-line bg-surface px-3.5 py-3">
      <dt className="text-xs text-ink-2">{words}</dt>
      <dd className={`num text-2xl leading-9 font-semibold tracking-tight ${look}`}>{children}</dd>
    </div>
  );
}
