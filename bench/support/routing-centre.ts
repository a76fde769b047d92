import type { TargetChoice } from '@cordboard/shared/routing/routing-target';
import { Table } from '../../apps/server/src/base/table.ts';
import type { AgentSession } from '../../apps/server/src/domain/agents/agent-session.ts';
import type { AgentDirectory } from '../../apps/server/src/domain/routing/matching/agent-directory.ts';
import type { Matching } from '../../apps/server/src/domain/routing/matching/matching.ts';
import { ReadyAgents } from '../../apps/server/src/domain/routing/matching/ready-agents.ts';
import { VirtualQueues } from '../../apps/server/src/domain/routing/matching/virtual-queues.ts';
import { WaitingRequests } from '../../apps/server/src/domain/routing/matching/waiting-requests.ts';
import type { RouteRequest } from '../../apps/server/src/domain/routing/requests/route-request.ts';
import type { RoutingTarget } from '../../apps/server/src/domain/routing/strategy/run/targets.ts';
import { decisionRecord } from '../../apps/server/src/domain/routing/targets/decision-record.ts';
import { nextPairing, type Pairing } from '../../apps/server/src/domain/routing/targets/next-pairing.ts';
import { selectTarget } from '../../apps/server/src/domain/routing/targets/select-target.ts';
import { SeededRandom } from '../../apps/server/test/support/fakes/seeded-random.ts';
import { agentSession, routeRequest } from '../../apps/server/test/support/routing-rows.ts';

const GROUPS = 500;
const SKILLS = 200;
const QUEUES = 300;
const GROUPS_EACH = 5;
const SKILLS_EACH = 4;
const LEVELS = 10;
const ROTATION = 7919;

/**
 * A contact centre of any number of agents: 500 groups, 200 skills, 300 virtual queues, each with two to four targets of its
 * own, fixed, relaxed and virtual ones mixed, some with a threshold, priorities and ageing. The same numbers at every size.
 */
export class RoutingCentre {
  readonly #random = new SeededRandom(11);
  readonly #agents = new Table<AgentSession>('agentSessions');
  readonly #requests = new Table<RouteRequest>('routeRequests');
  readonly #matching: Matching;
  readonly #queues: readonly (readonly RoutingTarget[])[];
  readonly #dns: readonly string[];
  #now = 1_000_000;
  #arrived = 0;
  #next = 0;

  constructor(agentCount: number) {
    const readyAgents = new ReadyAgents(this.#directory(agentCount));
    const waiting = new WaitingRequests(readyAgents);
    this.#agents.addIndex(readyAgents);
    this.#requests.addIndex(waiting);
    this.#requests.addIndex(new VirtualQueues());
    const centre = this;
    this.#matching = {
      readyAgents,
      waiting,
      get now() {
        return centre.#now;
      },
      random: () => this.#random.below(1_000_000) / 1_000_000,
      holds: () => true,
    };
    this.#dns = Array.from({ length: agentCount }, (_, index) => String(100_000 + index));
    for (const [index, dn] of this.#dns.entries()) {
      this.#agents.put(agentSession(dn, { userName: String(index), place: `P${index}`, waitingSince: index }));
    }
    // Of a small centre some queues have nobody.
    this.#queues = Array.from({ length: QUEUES }, (_, index) => this.#targetsOf(index)).filter((targets) =>
      targets.some((target) => readyAgents.of(target).readyCount > 0),
    );
    this.#settle();
  }

  keepAllBusy(): void {
    for (const dn of this.#dns) this.#change(dn, { canTakeChat: false });
    this.#settle();
  }

  /** An interaction comes and waits for the targets of its queue. */
  arrive(): RouteRequest {
    this.#now += 1;
    this.#arrived += 1;
    const queue = this.#arrived % this.#queues.length;
    const base = routeRequest(this.#arrived.toString(16).padStart(16, '0'), {
      strategy: `Strategy ${queue}`,
      virtualQueue: `VQ_${queue}`,
      targets: this.#queues[queue] ?? [],
      enteredAt: this.#now,
      path: ['media', 'hours', 'priority', 'queue', 'agent'].map((block) => `${block} ${this.#arrived}`),
    });
    const priority =
      queue % 3 === 0 ? { base: queue % 5, ageing: { add: 1, everySeconds: 30, max: 9 } } : { base: queue % 4 };
    const variables = { Choice: `option ${this.#arrived}`, Language: 'de', Attempts: this.#arrived };
    const request: RouteRequest = { ...base, run: { ...base.run, priority, variables } };
    this.#requests.put(request);
    this.#settle();
    return request;
  }

  /** An agent is done and gets what is first for him. One for whom nobody waits stays busy, and the next is done. */
  release(): Pairing | undefined {
    for (let tries = 0; tries < this.#dns.length; tries += 1) {
      this.#next = (this.#next + ROTATION) % this.#dns.length;
      const dn = this.#dns[this.#next] ?? '';
      this.finish(dn);
      const pairing = this.pair();
      if (pairing !== undefined) return pairing;
      this.#change(dn, { canTakeChat: false });
    }
    return undefined;
  }

  /** Pairs, offers and records once. */
  pair(): Pairing | undefined {
    const pairing = nextPairing(this.#matching);
    if (pairing === undefined) return undefined;
    const record = decisionRecord(pairing.request, pairing.selection, this.#now);
    if (record.chosen === null) throw new Error('a decision without an agent');
    this.#requests.remove(pairing.request.id);
    this.#change(pairing.agent.id, { canTakeChat: false, waitingSince: this.#now, offeredAt: this.#now });
    this.#settle();
    return pairing;
  }

  finish(dn: string): void {
    this.#now += 1;
    this.#change(dn, { canTakeChat: true, waitingSince: this.#now });
    this.#settle();
  }

  explain(request: RouteRequest): void {
    selectTarget(request, this.#matching);
  }

  #change(dn: string, changes: Partial<AgentSession>): void {
    const present = this.#agents.get(dn);
    if (present !== undefined) this.#agents.put({ ...present, ...changes });
  }

  /** As after a commit. */
  #settle(): void {
    this.#agents.takeChanges();
    this.#requests.takeChanges();
  }

  #directory(agentCount: number): AgentDirectory {
    const groups = Array.from({ length: agentCount }, (_, agent) =>
      Array.from({ length: GROUPS_EACH }, (_each, index) => `G${(agent * 7 + index * 101) % GROUPS}`),
    );
    const skills = Array.from({ length: agentCount }, (_, agent) =>
      Object.fromEntries(
        Array.from({ length: SKILLS_EACH }, (_each, index) => [
          `s${(agent * 3 + index * 53) % SKILLS}`,
          1 + ((agent + index) % LEVELS),
        ]),
      ),
    );
    return {
      groupsOfPerson: (userName) => groups[Number(userName)] ?? [],
      skillsOfPerson: (userName) => skills[Number(userName)] ?? {},
      placeGroupsOf: (place) => [`Floor ${place.length}`],
      scriptOfGroup: (group) => (group.startsWith('Virtual ') ? `s${group.slice(8)} >= 4 | s7 > 8` : undefined),
      switchName: 'SIP_Switch',
    };
  }

  /** A skill, then a lower level of it, a group, and for every third queue a virtual group; everybody is in the last. */
  #targetsOf(queue: number): readonly RoutingTarget[] {
    const choices: readonly TargetChoice[] = ['longestReady', 'highestSkill', 'leastOccupied', 'roundRobin', 'random'];
    const choice = choices[queue % choices.length] ?? 'longestReady';
    const skill = `s${queue % SKILLS}`;
    const targets: RoutingTarget[] = [
      { type: 'skill', name: `${skill} >= 8`, choice },
      { type: 'skill', name: `${skill} >= 3 & s${(queue + 53) % SKILLS} > 0`, choice },
      { type: 'agentGroup', name: `G${queue % GROUPS}`, choice, ...(queue % 10 === 0 ? { threshold: '1 > 0' } : {}) },
    ];
    if (queue % 3 === 0) targets.push({ type: 'agentGroup', name: `Virtual ${queue % SKILLS}`, choice });
    // So that an agent of any kind finds work, at every size.
    if (queue % 20 === 0) targets.push({ type: 'skill', name: 'LoggedIn("SIP_Switch")', choice });
    return targets;
  }
}
