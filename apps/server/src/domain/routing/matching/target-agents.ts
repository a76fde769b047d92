import type { Dn } from '@cordboard/shared/ids';
import { type Ordered, OrderedSet } from '../../../base/ordered-set.ts';
import type { AgentSession } from '../../agents/agent-session.ts';
import { longestReady } from '../policies/longest-ready.ts';
import type { TargetPolicy } from '../policies/target-policy.ts';
import type { RoutingTarget } from '../strategy/run/targets.ts';
import type { AgentDirectory } from './agent-directory.ts';

/** An agent who is logged in, as the indexes know him. */
export interface AgentEntry {
  readonly dn: Dn;
  session: AgentSession;
  readonly buckets: readonly string[];
  /** Targets in use that have him, ready or not. */
  memberships: TargetAgents[];
  /** Where he stands by the policies that ask nothing of the target; made when it is wanted, for the present session. */
  readonly places: Map<TargetPolicy, Placed>;
}

interface Placed extends Ordered {
  readonly agent: AgentEntry;
}

/** What it takes to make a target. */
export interface TargetTraits {
  readonly target: Pick<RoutingTarget, 'type' | 'name'>;
  readonly key: string;
  /** Skills whose levels count for the choice. */
  readonly skills: readonly string[];
  readonly directory: AgentDirectory;
  /** Told when the first agent is ready, and when the last is no more. */
  readonly readinessChanged: (target: TargetAgents) => void;
}

/** The ready agents of one target, best first by each policy that was asked for. */
export class TargetAgents {
  readonly target: Pick<RoutingTarget, 'type' | 'name'>;
  readonly key: string;
  readonly skills: readonly string[];
  /** Lines of requests that wait for it. */
  waitingLines = 0;
  isForgotten = false;
  readonly #members = new Set<AgentEntry>();
  #directory: AgentDirectory;
  readonly #readinessChanged: (target: TargetAgents) => void;
  /** Always there, because all others are made from it. */
  readonly #byWait = new OrderedSet<Placed>();
  readonly #orders: { readonly policy: TargetPolicy; readonly agents: OrderedSet<Placed> }[] = [
    { policy: longestReady, agents: this.#byWait },
  ];

  constructor({ target, key, skills, directory, readinessChanged }: TargetTraits) {
    this.target = target;
    this.key = key;
    this.skills = skills;
    this.#directory = directory;
    this.#readinessChanged = readinessChanged;
  }

  /** Levels are asked of this from now on. Nobody may be in the index. */
  useDirectory(directory: AgentDirectory): void {
    this.#directory = directory;
  }

  /** How many are logged in, ready or not. */
  get memberCount(): number {
    return this.#members.size;
  }

  /** Those who are logged in, ready or not. They must not change meanwhile. */
  *members(): Generator<AgentSession, void, undefined> {
    for (const { session } of this.#members) yield session;
  }

  /** The agent, who is logged in, belongs to the target. */
  join(agent: AgentEntry): void {
    this.#members.add(agent);
    agent.memberships.push(this);
    if (agent.session.canTakeChat) this.add(agent);
  }

  /** He does so no more. His session must be as it was when he was added. */
  leave(agent: AgentEntry): void {
    this.#members.delete(agent);
    if (agent.session.canTakeChat) this.remove(agent);
  }

  get readyCount(): number {
    return this.#byWait.size;
  }

  /** Ready agents, best first. They must not change meanwhile. `first` is where to begin, for policies that choose it. */
  *inOrder(policy: TargetPolicy, first = 0): Generator<AgentSession, void, undefined> {
    const order = this.#orderOf(policy);
    if (first === 0) {
      for (const chunk of order.chunks) {
        for (const { agent } of chunk) yield agent.session;
      }
      return;
    }
    for (const { agent } of order.from(first)) yield agent.session;
  }

  /** Sum of the levels of the skills that the target names. */
  levelOf(session: AgentSession): number {
    const levels = this.#directory.skillsOfPerson(session.userName);
    let sum = 0;
    for (const skill of this.skills) sum += Object.hasOwn(levels, skill) ? (levels[skill] ?? 0) : 0;
    return sum;
  }

  add(agent: AgentEntry): void {
    for (const { policy, agents } of this.#orders) agents.add(this.#place(policy, agent));
    if (this.#byWait.size === 1) this.#readinessChanged(this);
  }

  /** The agent's session must be as it was when he was added. */
  remove(agent: AgentEntry): void {
    for (const { policy, agents } of this.#orders) agents.remove(this.#place(policy, agent));
    if (this.#byWait.size === 0) this.#readinessChanged(this);
  }

  #orderOf(policy: TargetPolicy): OrderedSet<Placed> {
    let order = this.#orders.find((one) => one.policy === policy)?.agents;
    if (order === undefined) {
      order = new OrderedSet();
      for (const chunk of this.#byWait.chunks) {
        for (const { agent } of chunk) order.add(this.#place(policy, agent));
      }
      this.#orders.push({ policy, agents: order });
    }
    return order;
  }

  #place(policy: TargetPolicy, agent: AgentEntry): Placed {
    const known = agent.places.get(policy);
    if (known !== undefined) return known;
    const { rank, order } = policy.place(agent.session, this);
    const placed = { rank, order, id: agent.dn, agent };
    if (policy.asksOfTarget !== true) agent.places.set(policy, placed);
    return placed;
  }
}
