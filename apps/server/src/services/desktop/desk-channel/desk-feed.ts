import type { Clock, StopTimer } from '../../../base/clock.ts';
import { type Counters, noCounters } from '../../../base/counters.ts';
import type { Draft } from '../../recorder/draft.ts';
import type { Recorder } from '../../recorder/recorder.ts';
import type { DeskShow, DeskWatcher } from '../../switch/effects/desk-watcher.ts';
import type { Effect } from '../../switch/effects/effects.ts';
import type { SwitchState } from '../../switch/switch-state.ts';
import { audienceKey, DeskAudience } from './desk-audience.ts';
import { DeskDirectory } from './desk-directory.ts';
import { DeskRows } from './desk-rows.ts';
import type { DeskService } from './desk-service.ts';
import { DirtyRows } from './dirty-rows.ts';

/** Changes go out at most this often. */
const CHANGES_EVERY_MS = 250;
/** Views made in one step, and the pause before the next: when everybody comes back at once the switch goes on meanwhile. */
const VIEWS_AT_ONCE = 5;
const VIEWS_PAUSE_MS = 20;
/** After a step that could not be recorded. */
const RETRY_MS = 1000;

export interface DeskFeedOptions {
  readonly state: SwitchState;
  readonly recorder: Pick<Recorder<Effect>, 'submit'>;
  readonly clock: Clock;
  readonly counters?: Counters;
}

/**
 * Shows watchers what goes on: a view, then changes. Rows are built within recorded steps and leave as their effect, so
 * nothing is shown that is not stored. What is kept here need not survive a restart: watchers come back and ask for a view.
 *
 *   watch ──► waits for a view ──shown──► watches ──left──► gone
 *                    ▲                       │
 *                    └── a row is gone, or nothing could be stored
 */
export class DeskFeed implements DeskService {
  readonly #options: DeskFeedOptions;
  readonly #dirty: DirtyRows;
  readonly #rows: DeskRows;
  readonly #audiences = new Map<string, DeskAudience>();
  /** Those who wait for a view, with their audience. */
  readonly #awaiting = new Map<DeskWatcher, DeskAudience>();
  #changesShownAt = Number.NEGATIVE_INFINITY;
  #stopChangesTimer: StopTimer | undefined;
  #stopViewsTimer: StopTimer | undefined;

  constructor(options: DeskFeedOptions) {
    this.#options = options;
    const { state } = options;
    const directory = new DeskDirectory(() => state.configuration);
    this.#rows = new DeskRows(state, directory);
    this.#dirty = new DirtyRows(state, directory, () => this.#changesDue());
    // Other rows may be shown from now on.
    for (const table of [state.changedDns, state.assignedStrategies]) {
      table.addIndex({ replace: () => this.#startAnew(0) });
    }
    state.onLoaded(() => this.#startAnew(VIEWS_PAUSE_MS));
  }

  get watcherCount(): number {
    let count = this.#awaiting.size;
    for (const { watchers } of this.#audiences.values()) count += watchers.size;
    return count;
  }

  /** Rows built so far, for all watchers together. */
  get rowsBuilt(): number {
    return this.#rows.built;
  }

  watch(watcher: DeskWatcher): void {
    const { configuration } = this.#options.state;
    const key = audienceKey(configuration, watcher);
    const audience = this.#audiences.get(key) ?? new DeskAudience(configuration, watcher);
    this.#audiences.set(key, audience);
    audience.watchers.delete(watcher);
    this.#awaiting.set(watcher, audience);
    this.#dirty.isWatched = true;
    if (this.#stopViewsTimer === undefined) this.#showViews();
  }

  leave(watcher: DeskWatcher): void {
    this.#awaiting.delete(watcher);
    for (const audience of this.#audiences.values()) audience.watchers.delete(watcher);
    const awaited = new Set(this.#awaiting.values());
    for (const [key, audience] of this.#audiences) {
      if (audience.watchers.size === 0 && !awaited.has(audience)) this.#audiences.delete(key);
    }
    if (this.#audiences.size === 0) this.#rest();
  }

  /** Shows nothing more. */
  close(): void {
    this.#awaiting.clear();
    this.#audiences.clear();
    this.#rest();
  }

  /** Nobody watches: nothing is followed, nothing kept. */
  #rest(): void {
    this.#dirty.isWatched = false;
    this.#dirty.take();
    this.#rows.clear();
    this.#stopTimers();
  }

  #stopTimers(): void {
    this.#stopChangesTimer?.();
    this.#stopChangesTimer = undefined;
    this.#stopViewsTimer?.();
    this.#stopViewsTimer = undefined;
  }

  /** What was shown is not to be relied on: everybody gets a view. */
  #startAnew(delayMs: number): void {
    for (const audience of this.#audiences.values()) this.#awaitView(audience);
    this.#dirty.take();
    this.#rows.clear();
    this.#stopTimers();
    if (this.#awaiting.size > 0) this.#viewsDue(delayMs);
  }

  #awaitView(audience: DeskAudience): void {
    for (const watcher of audience.watchers) this.#awaiting.set(watcher, audience);
    audience.watchers.clear();
  }

  #viewsDue(delayMs: number): void {
    this.#stopViewsTimer = this.#options.clock.startTimer(delayMs, () => {
      this.#stopViewsTimer = undefined;
      if (this.#awaiting.size > 0) this.#showViews();
    });
  }

  #changesDue(): void {
    if (this.#stopChangesTimer !== undefined) return;
    const { clock } = this.#options;
    const delayMs = Math.max(0, this.#changesShownAt + CHANGES_EVERY_MS - clock.now());
    this.#stopChangesTimer = clock.startTimer(delayMs, () => {
      this.#stopChangesTimer = undefined;
      this.#showChanges();
    });
  }

  #showViews(): void {
    this.#viewsDue(VIEWS_PAUSE_MS);
    this.#submit('desk views', (draft) => {
      const shown = new Map<DeskAudience, DeskWatcher[]>();
      for (const [watcher, audience] of [...this.#awaiting].slice(0, VIEWS_AT_ONCE)) {
        shown.set(audience, [...(shown.get(audience) ?? []), watcher]);
      }
      for (const [audience, watchers] of shown) {
        this.#show(draft, watchers, { name: 'view', view: this.#rows.view(audience, draft.now) });
        for (const watcher of watchers) {
          this.#awaiting.delete(watcher);
          audience.watchers.add(watcher);
        }
      }
    });
  }

  #showChanges(): void {
    this.#changesShownAt = this.#options.clock.now();
    this.#submit('desk changes', (draft) => {
      const audiences = [...this.#audiences.values()].filter(({ watchers }) => watchers.size > 0);
      for (const { audience, needsView, changes } of this.#rows.flush(this.#dirty.take(), audiences, draft.now)) {
        if (needsView) this.#awaitView(audience);
        else if (changes !== undefined) this.#show(draft, [...audience.watchers], { name: 'changes', changes });
      }
      if (this.#awaiting.size > 0 && this.#stopViewsTimer === undefined) this.#viewsDue(0);
    });
  }

  #submit(what: string, decide: (draft: Draft<Effect>) => void): void {
    this.#options.recorder.submit({ what, decide, abandoned: () => this.#startAnew(RETRY_MS) });
  }

  #show(draft: Draft<Effect>, watchers: readonly DeskWatcher[], show: DeskShow): void {
    draft.release({ name: 'showDesk', watchers, show });
    const { counters = noCounters } = this.#options;
    counters.count('desk_messages', { message: show.name }, watchers.length);
    counters.count('desk_rows', {}, rowsIn(show) * watchers.length);
  }
}

function rowsIn(show: DeskShow): number {
  const { agents = [], groups = [], queues = [] } = show.name === 'view' ? show.view : show.changes;
  return agents.length + groups.length + queues.length;
}
