import type { ConfigurationFile, Person } from '@cordboard/shared/configuration/configuration-file';
import { type Refusal, refuse } from '@cordboard/shared/errors';
import type { AgentId, Dn, PlaceName, UserName } from '@cordboard/shared/ids';
import type { SimulatedAgentState, SimulatedWorld } from '@cordboard/shared/routing/simulation';
import type { Strategy } from '@cordboard/shared/routing/strategy';
import { fail, type Result, succeed } from '../../base/result.ts';
import { Configuration } from '../../domain/configuration/configuration.ts';
import { strategyWorld } from '../../domain/configuration-checks/strategy-world.ts';
import { validateStrategy } from '../../domain/routing/strategy/validate.ts';

/** An agent of the simulation: who he is and how he is at the beginning. */
export interface AgentPlan {
  readonly userName: UserName;
  readonly agentId: AgentId;
  readonly name: string;
  readonly place: PlaceName;
  readonly dn: Dn;
  /** The queue that he names at login. */
  readonly queue: Dn | undefined;
  readonly isReady: boolean;
  readonly readyForMs: number;
  readonly chats: number;
  /** After the beginning. */
  readonly fromMs: number;
  readonly untilMs: number | null;
}

export interface SimulatedSetting {
  readonly configuration: Configuration;
  readonly routingPoint: Dn;
  readonly strategy: Strategy;
  readonly agents: readonly AgentPlan[];
}

const CHATS_RULE = 'Chats of the simulation';

/** The routing point that is asked for, or the first that takes interactions. */
export function findRoutingPoint(file: ConfigurationFile, asked: string | undefined): Result<Dn, Refusal> {
  const configuration = new Configuration(file);
  const points = file.directoryNumbers.filter((dn) => dn.type === 'routingPoint');
  const found = points.find((dn) => (asked === undefined ? configuration.isServed(dn) : dn.number === asked));
  if (found !== undefined) return succeed(found.number as Dn);
  const what = asked === undefined ? 'No routing point takes interactions.' : `There is no routing point ${asked}.`;
  return fail(refuse('InvalidAttribute', what));
}

/** The configuration with this strategy on the routing point and this world, or why that makes no sense. */
export function settle(
  file: ConfigurationFile,
  options: { readonly routingPoint: Dn; readonly strategy: Strategy; readonly world: SimulatedWorld },
): Result<SimulatedSetting, Refusal> {
  const { routingPoint, strategy, world } = options;
  const known = new Set(file.persons.map(({ userName }) => userName));
  const unknown = world.agents.find(({ userName }) => !known.has(userName));
  if (unknown !== undefined) return fail(refuse('InvalidAttribute', `There is no person "${unknown.userName}".`));
  const senseless = world.agents
    .map((agent, index) => mistakeOf(agent, index, world))
    .find((what) => what !== undefined);
  if (senseless !== undefined) return fail(refuse('InvalidAttribute', senseless));
  const changed = withMoreAgents(withStrategy(withSkills(file, world), routingPoint, strategy), world);
  const [problem] = validateStrategy(strategy, strategyWorld(changed));
  if (problem !== undefined) return fail(refuse('InvalidAttribute', problem.message));
  const groups = new Set(file.agentGroups.map(({ name }) => name));
  const noGroup = world.more.flatMap((more) => more.groups).find((name) => !groups.has(name));
  if (noGroup !== undefined) return fail(refuse('InvalidAttribute', `There is no agent group "${noGroup}".`));
  const limited = withChatsPerAgent(changed, world.chatsPerAgent);
  const agents = planAgents(limited, world);
  const able = new Set(agents.map(({ userName }): string => userName));
  const unable = world.agents.find(({ userName, state }) => state !== 'loggedOut' && !able.has(userName));
  if (unable !== undefined) {
    const what = `"${unable.userName}" has no place with a DN that takes IMs, or no agent login.`;
    return fail(refuse('InvalidAttribute', what));
  }
  return succeed({ configuration: new Configuration(limited), routingPoint, strategy, agents });
}

/** What makes no sense about an agent that the request names: a sentence. */
function mistakeOf(agent: SimulatedAgentState, index: number, { agents }: SimulatedWorld): string | undefined {
  const { userName, fromMinutes = 0, untilMinutes } = agent;
  if (agents.findIndex((other) => other.userName === userName) < index) return `"${userName}" is named twice.`;
  if (untilMinutes !== undefined && untilMinutes <= fromMinutes) return `"${userName}" goes before he has come.`;
  return undefined;
}

function withStrategy(file: ConfigurationFile, routingPoint: Dn, strategy: Strategy): ConfigurationFile {
  return {
    ...file,
    strategies: [...file.strategies.filter(({ name }) => name !== strategy.name), strategy],
    directoryNumbers: file.directoryNumbers.map((dn) =>
      dn.type === 'routingPoint' && dn.number === routingPoint ? { ...dn, enabled: true, strategy: strategy.name } : dn,
    ),
  };
}

function withSkills(file: ConfigurationFile, { agents }: SimulatedWorld): ConfigurationFile {
  const skillsOf = new Map(agents.map(({ userName, skills }) => [userName, skills]));
  const persons = file.persons.map((person): Person => {
    const skills = skillsOf.get(person.userName);
    return skills === undefined ? person : { ...person, skills };
  });
  return {
    ...file,
    persons,
    skills: withNames(
      file.skills,
      agents.map(({ skills }) => skills ?? {}),
    ),
  };
}

/** Skills that only the simulation knows are there as well. */
function withNames(
  skills: ConfigurationFile['skills'],
  named: readonly Readonly<Record<string, number>>[],
): ConfigurationFile['skills'] {
  const present = new Set(skills.map(({ name }) => name));
  const more = new Set(named.flatMap((levels) => Object.keys(levels)).filter((name) => !present.has(name)));
  return [...skills, ...[...more].map((name) => ({ name }))];
}

function withMoreAgents(file: ConfigurationFile, { more }: SimulatedWorld): ConfigurationFile {
  const added = more.flatMap(({ count, groups, skills }, at) =>
    Array.from({ length: count }, (_, index) => ({ id: `extra-${at + 1}-${index + 1}`, groups, skills })),
  );
  if (added.length === 0) return file;
  const options = { multimedia: true, 'sip-signaling-chat': false, voice: false };
  return {
    ...file,
    skills: withNames(
      file.skills,
      added.map(({ skills }) => skills),
    ),
    directoryNumbers: [
      ...file.directoryNumbers,
      ...added.map(({ id }) => ({ type: 'extension' as const, number: id, options })),
    ],
    agentLogins: [...file.agentLogins, ...added.map(({ id }) => ({ id, code: id }))],
    places: [...file.places, ...added.map(({ id }) => ({ name: id, directoryNumbers: [id] }))],
    persons: [
      ...file.persons,
      ...added.map(
        ({ id, skills }): Person => ({
          userName: id,
          firstName: '',
          lastName: '',
          role: 'agent',
          agentLogins: [id],
          place: id,
          skills,
          supervises: [],
        }),
      ),
    ],
    agentGroups: file.agentGroups.map((group) => ({
      ...group,
      members: [...group.members, ...added.filter(({ groups }) => groups.includes(group.name)).map(({ id }) => id)],
    })),
  };
}

/** One rule for all, in place of those of persons, places and tenant. */
function withChatsPerAgent(file: ConfigurationFile, max: number | undefined): ConfigurationFile {
  if (max === undefined) return file;
  const rule = { name: CHATS_RULE, limits: [{ media: 'chat' as const, max }] };
  return {
    ...file,
    tenant: { ...file.tenant, capacityRule: CHATS_RULE },
    capacityRules: [...file.capacityRules.filter(({ name }) => name !== CHATS_RULE), rule],
    persons: file.persons.map(({ capacityRule: _own, ...person }) => person),
    places: file.places.map(({ capacityRule: _own, ...place }) => place),
  };
}

function planAgents(file: ConfigurationFile, world: SimulatedWorld): readonly AgentPlan[] {
  const given = new Map(world.agents.map((agent) => [agent.userName, agent]));
  const extensions = new Map(
    file.directoryNumbers.flatMap((dn) => (dn.type === 'extension' && dn.options.multimedia ? [[dn.number, dn]] : [])),
  );
  const queue = file.directoryNumbers.find((dn) => dn.type === 'acdQueue')?.number as Dn | undefined;
  return file.persons.flatMap((person): readonly AgentPlan[] => {
    const state = given.get(person.userName) ?? othersState(person, world);
    const place = file.places.find(({ name }) => name === person.place);
    const dn = place?.directoryNumbers.find((number) => extensions.has(number));
    const [agentId] = person.agentLogins;
    const isAgent = person.role === 'agent' || given.has(person.userName);
    if (!isAgent || place === undefined || dn === undefined || agentId === undefined) return [];
    if (state.state === 'loggedOut') return [];
    return [
      {
        userName: person.userName as UserName,
        agentId: agentId as AgentId,
        name: `${person.firstName} ${person.lastName}`.trim(),
        place: place.name as PlaceName,
        dn: dn as Dn,
        queue,
        isReady: state.state === 'ready',
        readyForMs: state.readyForSeconds * 1000,
        chats: state.chats,
        fromMs: (state.fromMinutes ?? 0) * 60_000,
        untilMs: state.untilMinutes === undefined ? null : state.untilMinutes * 60_000,
      },
    ];
  });
}

function othersState({ userName }: Person, { others }: SimulatedWorld): SimulatedAgentState {
  const isAdded = userName.startsWith('extra-');
  return { userName, state: isAdded ? 'ready' : others, readyForSeconds: 0, chats: 0 };
}
