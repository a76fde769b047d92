import type { Calendar } from '@cordboard/shared/routing/calendar';
import { type Strategy, strategySchema } from '@cordboard/shared/routing/strategy';
import type { KeyValueList } from '@cordboard/shared/tlib/attached-data';
import { MediaType } from '@cordboard/shared/tlib/call-types';
import { announcementText, CompletionStatus, TreatmentType } from '@cordboard/shared/tlib/treatments';
import type { RoutingStatistics, StrategyContext } from '../../src/domain/routing/strategy/run/context.ts';
import { type Effect, type Input, initialState, type State } from '../../src/domain/routing/strategy/run/run.ts';
import { advance } from '../../src/domain/routing/strategy/strategy-machine.ts';

/** A strategy as a test writes it: what it leaves out has its default. */
export interface StrategyDraft {
  readonly blocks: Readonly<Record<string, unknown>>;
  /** Without it the first block. */
  readonly start?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly language?: string;
  readonly defaultDestination?: string;
}

export function strategyOf({ start, ...draft }: StrategyDraft): Strategy {
  return strategySchema.parse({
    name: 'Test',
    version: 1,
    start: start ?? Object.keys(draft.blocks)[0] ?? 'start',
    ...draft,
  });
}

/** A world in which everything is there and nobody waits. */
export const quietStatistics: RoutingStatistics = {
  agentsReady: () => 0,
  agentsLoggedIn: () => 0,
  agentsTotal: () => 0,
  callsWaiting: () => 0,
  estimatedWait: () => undefined,
  position: () => 1,
};

export interface RunOptions {
  readonly now?: number;
  readonly calendars?: readonly Calendar[];
  readonly context?: Partial<StrategyContext>;
}

/**
 * One run of a strategy on virtual time. Announcements end at once, as they do for IM; texts of the customer wait for whoever
 * asks for one.
 */
export class StrategyRun {
  state: State;
  now: number;
  readonly effects: Effect[] = [];
  userData: KeyValueList = {};
  readonly #strategy: Strategy;
  readonly #options: RunOptions;
  readonly #texts: string[] = [];
  readonly #enteredAt: number;
  #asksUntil: number | null = null;

  constructor(strategy: StrategyDraft, options: RunOptions = {}) {
    this.#strategy = strategyOf(strategy);
    this.#options = options;
    this.now = options.now ?? 1_000_000;
    this.#enteredAt = this.now;
    this.state = initialState(this.#strategy);
  }

  start(): this {
    this.give({ name: 'started' });
    return this;
  }

  /** Texts that the customer was sent. */
  get heard(): readonly string[] {
    return this.effects.flatMap((effect) => {
      if (effect.name === 'endCall') return effect.text === null ? [] : [effect.text];
      const said = effect.name === 'applyTreatment' || effect.name === 'announcePosition';
      const text = said ? announcementText(effect.parameters) : '';
      return text === '' ? [] : [text];
    });
  }

  /** Where the run is: its state and block, with its targets while it waits. */
  get place(): string {
    const { state } = this;
    const targets =
      state.name === 'waiting' ? ` ${state.targets.map(({ type, name }) => `${type}:${name}`).join(', ')}` : '';
    return `${state.name} ${state.block}${targets}`;
  }

  say(text: string): void {
    this.#texts.push(text);
    this.#listen();
  }

  /** Lets time pass; each deadline falls due at its time. */
  pass(seconds: number): void {
    const end = this.now + seconds * 1000;
    for (;;) {
      const due = this.state.name === 'waiting' ? this.state.dueAt : this.#asksUntil;
      if (due === null || due > end) break;
      this.now = Math.max(this.now, due);
      if (this.state.name === 'waiting') this.give({ name: 'timedOut' });
      else this.#endTreatment('', CompletionStatus.Timeout);
    }
    this.now = end;
  }

  give(input: Input): void {
    const { state, effects } = advance(this.state, input, this.context());
    this.state = state;
    this.effects.push(...effects);
    for (const effect of effects) {
      if (effect.name === 'attachData') this.userData = { ...this.userData, ...effect.pairs };
    }
    const last = effects.at(-1);
    if (last?.name !== 'applyTreatment' || state.name !== 'treating') return;
    const { treatmentType, parameters } = last;
    if (treatmentType === TreatmentType.PlayAnnouncement) this.#endTreatment('', CompletionStatus.Normal);
    else if (
      treatmentType === TreatmentType.CollectDigits ||
      treatmentType === TreatmentType.PlayAnnouncementAndDigits
    ) {
      if (last.onlyAnswers === true) this.#texts.length = 0;
      this.#asksUntil = this.now + Number(parameters['TOTAL_TIMEOUT']) * 1000;
      this.#listen();
    } else this.give({ name: 'treatmentNotApplied', errorCode: 51 });
  }

  context(): StrategyContext {
    return {
      strategy: this.#strategy,
      now: this.now,
      mediaType: MediaType.Chat,
      routingPoint: '1112',
      customerAddress: 'alice',
      enteredAt: this.#enteredAt,
      userData: this.userData,
      statistics: quietStatistics,
      findCalendar: (name) => this.#options.calendars?.find((calendar) => calendar.name === name),
      hasTarget: () => true,
      hasQueue: () => true,
      lastAgent: () => undefined,
      random: () => 0,
      ...this.#options.context,
    };
  }

  #listen(): void {
    if (this.#asksUntil === null) return;
    const text = this.#texts.shift();
    if (text !== undefined) this.#endTreatment(text, CompletionStatus.Normal);
  }

  #endTreatment(collectedDigits: string, completionStatus: CompletionStatus): void {
    this.#asksUntil = null;
    this.give({ name: 'treatmentEnded', collectedDigits, completionStatus });
  }
}
