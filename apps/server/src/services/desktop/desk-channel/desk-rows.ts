import type {
  DeskAgent,
  DeskChanges,
  DeskGroup,
  DeskQueue,
  DeskRoutingPoint,
  DeskView,
} from '@cordboard/shared/desk/desk-view';
import type { Dn } from '@cordboard/shared/ids';
import type { SwitchState } from '../../switch/switch-state.ts';
import { AudienceLists, type Lists } from './audience-lists.ts';
import type { DeskAudience } from './desk-audience.ts';
import type { DeskDirectory } from './desk-directory.ts';
import { agentRow, groupRow, personAt, queueRow, routingPointRows } from './desk-view.ts';
import type { Dirty, DirtyPart } from './dirty-rows.ts';
import { RowCache } from './row-cache.ts';

/** Rows of one kind as two sorts of viewers see them. */
class TwoSorts<Row> {
  readonly plain: RowCache<Row>;
  readonly supervised: RowCache<Row>;

  constructor(build: (key: string, isSupervised: boolean) => Row | null) {
    this.plain = new RowCache((key) => build(key, false));
    this.supervised = new RowCache((key) => build(key, true));
  }

  for(isSupervised: boolean): RowCache<Row> {
    return isSupervised ? this.supervised : this.plain;
  }

  get built(): number {
    return this.plain.built + this.supervised.built;
  }

  forget(key: string): void {
    this.plain.forget(key);
    this.supervised.forget(key);
  }

  clear(): void {
    this.plain.clear();
    this.supervised.clear();
  }
}

/** What one flush found out for an audience. */
export interface AudienceChanges {
  readonly audience: DeskAudience;
  /** A row is gone, which changes cannot say: the audience needs its view anew. */
  readonly needsView: boolean;
  /** Undefined when nothing has changed. */
  readonly changes: DeskChanges | undefined;
}

/** Mutable while one flush gathers. */
interface Gathered {
  needsView: boolean;
  readonly agents: DeskAgent[];
  readonly groups: DeskGroup[];
  readonly queues: DeskQueue[];
  /** Those that have changed. */
  lists: Partial<Lists>;
}

/** The rows that are shown: each built once per sort of viewer, whoever and however many watch. */
export class DeskRows {
  readonly #state: SwitchState;
  readonly #directory: DeskDirectory;
  readonly #agents: TwoSorts<DeskAgent>;
  readonly #groups: TwoSorts<DeskGroup>;
  readonly #queues: RowCache<DeskQueue>;
  #lists = new WeakMap<DeskAudience, AudienceLists>();
  readonly #routingPoints: readonly DeskRoutingPoint[];

  constructor(state: SwitchState, directory: DeskDirectory) {
    this.#state = state;
    this.#directory = directory;
    this.#agents = new TwoSorts((dn, isSupervised) => agentRow(state, dn, isSupervised));
    this.#groups = new TwoSorts((name, isSupervised) => groupRow(state, name, isSupervised));
    this.#queues = new RowCache((name) => queueRow(state, directory, name));
    this.#routingPoints = routingPointRows(state.configuration);
  }

  /** Rows built so far. */
  get built(): number {
    return this.#agents.built + this.#groups.built + this.#queues.built;
  }

  clear(): void {
    this.#agents.clear();
    this.#groups.clear();
    this.#queues.clear();
    this.#lists = new WeakMap();
  }

  /** Everything that an audience is shown, as far as it has been flushed. */
  view(audience: DeskAudience, time: number): DeskView {
    const { agentDns, groups, queues } = this.#directory;
    return {
      time,
      agents: agentDns.flatMap(
        (dn) => this.#agents.for(audience.supervises(personAt(this.#state, dn)?.userName)).get(dn) ?? [],
      ),
      groups: groups.flatMap((name) => this.#groups.for(audience.supervisesGroup(name)).get(name) ?? []),
      queues: queues.flatMap((name) => this.#queues.get(name) ?? []),
      routingPoints: this.#routingPoints,
      ...this.#listsOf(audience).all,
    };
  }

  /** Builds the dirty rows anew and says what each audience must be told. */
  flush(dirty: Dirty, audiences: readonly DeskAudience[], time: number): readonly AudienceChanges[] {
    const gathered = new Map<DeskAudience, Gathered>();
    for (const audience of audiences) {
      gathered.set(audience, { needsView: false, agents: [], groups: [], queues: [], lists: {} });
    }
    for (const [dn, part] of dirty.agents) this.#flushAgent(gathered, dn, part);
    for (const name of dirty.groups) {
      for (const [isSupervised, those] of bySort(gathered, (audience) => audience.supervisesGroup(name))) {
        const rows = this.#groups.for(isSupervised);
        if (rows.refresh(name) === 'changed') for (const one of those) push(one.groups, rows.get(name));
      }
    }
    for (const name of dirty.queues) {
      if (this.#queues.refresh(name) !== 'changed') continue;
      for (const one of gathered.values()) push(one.queues, this.#queues.get(name));
    }
    for (const [audience, one] of gathered) one.lists = this.#listsOf(audience).refresh(dirty.lists);
    return [...gathered].map(([audience, found]) => ({
      audience,
      needsView: found.needsView,
      changes: changesOf(found, time),
    }));
  }

  #listsOf(audience: DeskAudience): AudienceLists {
    const known = this.#lists.get(audience);
    if (known !== undefined) return known;
    const lists = new AudienceLists(this.#state, audience);
    this.#lists.set(audience, lists);
    return lists;
  }

  #flushAgent(gathered: ReadonlyMap<DeskAudience, Gathered>, dn: Dn, part: DirtyPart): void {
    const person = personAt(this.#state, dn);
    if (person === undefined) {
      this.#agents.forget(dn);
      for (const one of gathered.values()) one.needsView = true;
      return;
    }
    for (const [isSupervised, those] of bySort(gathered, (audience) => audience.supervises(person.userName))) {
      const rows = this.#agents.for(isSupervised);
      if (those.length === 0) rows.forget(dn);
      else if (part === 'all' || isSupervised) {
        if (rows.refresh(dn) === 'changed') for (const one of those) push(one.agents, rows.get(dn));
      }
    }
  }
}

/** The audiences that do not supervise what is shown, and those that do. */
function bySort(
  gathered: ReadonlyMap<DeskAudience, Gathered>,
  isSupervised: (audience: DeskAudience) => boolean,
): readonly (readonly [isSupervised: boolean, those: readonly Gathered[]])[] {
  const plain: Gathered[] = [];
  const supervised: Gathered[] = [];
  for (const [audience, one] of gathered) (isSupervised(audience) ? supervised : plain).push(one);
  return [
    [false, plain],
    [true, supervised],
  ];
}

function push<Row>(rows: Row[], row: Row | null): void {
  if (row !== null) rows.push(row);
}

function changesOf({ agents, groups, queues, lists }: Gathered, time: number): DeskChanges | undefined {
  if (agents.length + groups.length + queues.length + Object.keys(lists).length === 0) return undefined;
  return {
    time,
    ...(agents.length === 0 ? {} : { agents }),
    ...(groups.length === 0 ? {} : { groups }),
    ...(queues.length === 0 ? {} : { queues }),
    ...lists,
  };
}
