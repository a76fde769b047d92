import type { Dn } from '@cordboard/shared/ids';
import type { RowIndex } from '../../../base/table.ts';
import type { AgentSession } from '../../agents/agent-session.ts';
import { longestReady } from '../policies/longest-ready.ts';
import { type RoutingTarget, targetKey } from '../strategy/run/targets.ts';
import { AgentBuckets, bucketsOf } from './agent-buckets.ts';
import type { AgentDirectory } from './agent-directory.ts';
import { type AgentExpression, agentExpression } from './agent-expression.ts';
import { type AgentEntry, TargetAgents } from './target-agents.ts';

type Target = Pick<RoutingTarget, 'type' | 'name'>;

/** Targets for which nobody waits that are kept, because they are likely to be wanted again. */
const UNUSED_KEPT = 2_000;

/**
 * Per target, the agents to whom a chat may be routed now. A target has its index from the first time on that it is asked
 * for; a change of an agent touches those targets only that have him.
 */
export class ReadyAgents implements RowIndex<AgentSession> {
  #directory: AgentDirectory;
  readonly #entries = new Map<Dn, AgentEntry>();
  readonly #buckets = new AgentBuckets<AgentEntry>();
  readonly #targets = new Map<string, { readonly index: TargetAgents; readonly expression: AgentExpression | null }>();
  #readinessChanged: (target: TargetAgents) => void = () => {};

  constructor(directory: AgentDirectory) {
    this.#directory = directory;
  }

  /** `listener` is told when a target gets its first ready agent and when it loses the last. */
  onReadinessChanged(listener: (target: TargetAgents) => void): void {
    this.#readinessChanged = listener;
  }

  /** The index of a target. */
  of(target: Target): TargetAgents {
    const key = targetKey(target);
    return this.#targets.get(key)?.index ?? this.#create(key, target);
  }

  /** Ready agents of an agent group, longest waiting first. */
  inOrder(group: string): Generator<AgentSession, void, undefined> {
    return this.of({ type: 'agentGroup', name: group }).inOrder(longestReady);
  }

  /** Ready agents of an agent group. */
  count(group: string): number {
    return this.of({ type: 'agentGroup', name: group }).readyCount;
  }

  /** Whether the target has the agent on this DN, who is logged in. */
  has(target: Target, dn: Dn): boolean {
    const index = this.of(target);
    return this.#entries.get(dn)?.memberships.includes(index) === true;
  }

  replace(before: AgentSession | undefined, after: AgentSession | undefined): void {
    const entry = before === undefined ? undefined : this.#entries.get(before.id);
    if (entry === undefined) {
      if (after !== undefined) this.#add(after);
      return;
    }
    if (after === undefined || !isSameAgent(entry.session, after)) {
      this.#remove(entry);
      if (after !== undefined) this.#add(after);
      return;
    }
    if (isSamePlaceInLine(entry.session, after)) {
      entry.session = after;
      return;
    }
    if (entry.session.canTakeChat) for (const index of entry.memberships) index.remove(entry);
    entry.session = after;
    entry.places.clear();
    if (after.canTakeChat) for (const index of entry.memberships) index.add(entry);
  }

  /** To be called when groups, skills or places have changed. */
  regroup(directory: AgentDirectory): void {
    const sessions = [...this.#entries.values()].map(({ session }) => session);
    for (const entry of [...this.#entries.values()]) this.#remove(entry);
    this.#directory = directory;
    // Scripts and skills may be others: every target that somebody waits for is told anew who it has.
    const used = [...this.#targets.values()].filter(({ index }) => index.waitingLines > 0);
    this.#targets.clear();
    for (const { index } of used) {
      index.useDirectory(directory);
      this.#targets.set(index.key, { index, expression: this.#expressionOf(index.target) });
    }
    for (const session of sessions) this.#add(session);
  }

  #create(key: string, target: Target): TargetAgents {
    this.#forgetUnused();
    const expression = this.#expressionOf(target);
    const index = new TargetAgents({
      target: { type: target.type, name: target.name },
      key,
      skills: expression?.skills ?? [],
      directory: this.#directory,
      readinessChanged: (changed) => this.#readinessChanged(changed),
    });
    this.#targets.set(key, { index, expression });
    for (const entry of this.#candidatesOf(key, expression)) {
      if (expression === null || expression.fits(entry.session, this.#directory)) index.join(entry);
    }
    return index;
  }

  #expressionOf({ type, name }: Target): AgentExpression | null {
    const text = type === 'skill' ? name : type === 'agentGroup' ? this.#directory.scriptOfGroup(name) : undefined;
    return text === undefined ? null : agentExpression(text);
  }

  /** Those of whom some may belong to the target. */
  *#candidatesOf(key: string, expression: AgentExpression | null): Generator<AgentEntry, void, undefined> {
    if (expression !== null && expression.buckets === null) {
      yield* this.#entries.values();
      return;
    }
    const seen = new Set<Dn>();
    for (const bucket of expression?.buckets ?? [key]) {
      for (const entry of this.#buckets.of(bucket)) {
        if (seen.has(entry.dn)) continue;
        seen.add(entry.dn);
        yield entry;
      }
    }
  }

  #add(session: AgentSession): void {
    const buckets = bucketsOf(session, this.#directory);
    const entry: AgentEntry = { dn: session.id, session, buckets, memberships: [], places: new Map() };
    this.#entries.set(entry.dn, entry);
    this.#buckets.add(entry, buckets);
    const own = new Set(buckets);
    for (const [key, { index, expression }] of this.#targets) {
      if (expression === null ? own.has(key) : expression.fits(session, this.#directory)) index.join(entry);
    }
  }

  #remove(entry: AgentEntry): void {
    this.#entries.delete(entry.dn);
    this.#buckets.remove(entry, entry.buckets);
    for (const index of entry.memberships) index.leave(entry);
    entry.memberships = [];
  }

  /** The older half of what nobody waits for goes when there is too much of it. */
  #forgetUnused(): void {
    if (this.#targets.size < UNUSED_KEPT) return;
    const unused = [...this.#targets].filter(([, { index }]) => index.waitingLines === 0);
    if (unused.length < UNUSED_KEPT) return;
    for (const [key, { index }] of unused.slice(0, UNUSED_KEPT / 2)) {
      index.isForgotten = true;
      this.#targets.delete(key);
    }
    for (const entry of this.#entries.values()) {
      entry.memberships = entry.memberships.filter((index) => !index.isForgotten);
    }
  }
}

function isSameAgent(left: AgentSession, right: AgentSession): boolean {
  return (
    left.id === right.id &&
    left.userName === right.userName &&
    left.agentId === right.agentId &&
    left.place === right.place &&
    left.queue === right.queue
  );
}

/** Whether no order can tell the two apart. */
function isSamePlaceInLine(left: AgentSession, right: AgentSession): boolean {
  if (left.canTakeChat !== right.canTakeChat) return false;
  if (!left.canTakeChat) return true;
  return (
    left.waitingSince === right.waitingSince &&
    left.offeredAt === right.offeredAt &&
    left.occupancy.chat === right.occupancy.chat &&
    left.occupancy.voice === right.occupancy.voice
  );
}
