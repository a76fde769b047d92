import type { CapacityRule } from '@cordboard/shared/configuration/capacity-rule';
import type {
  AgentGroup,
  AgentLogin,
  ConfigurationFile,
  Person,
  Place,
} from '@cordboard/shared/configuration/configuration-file';
import type {
  DirectoryNumber,
  ExtensionDn,
  RoutingPointDn,
  TrunkDn,
} from '@cordboard/shared/configuration/directory-number';
import type { AgentId, Dn, PlaceName, UserName } from '@cordboard/shared/ids';
import type { Calendar } from '@cordboard/shared/routing/calendar';
import type { Strategy } from '@cordboard/shared/routing/strategy';
import { DEFAULT_CAPACITY_RULE } from '../capacity/default-rule.ts';

type Customer = ConfigurationFile['customers'][number];

function mapBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, Item> {
  const map = new Map<string, Item>();
  for (const item of items) if (!map.has(keyOf(item))) map.set(keyOf(item), item);
  return map;
}

/** For each key the owner that comes first in the file, each owner having several keys. */
function mapByEach<Item>(items: readonly Item[], keysOf: (item: Item) => readonly string[]): ReadonlyMap<string, Item> {
  const map = new Map<string, Item>();
  for (const item of items) {
    for (const key of keysOf(item)) if (!map.has(key)) map.set(key, item);
  }
  return map;
}

/** For each member the names of its groups, in the order of the file. */
function groupsByMember(
  groups: readonly { readonly name: string; readonly members: readonly string[] }[],
): ReadonlyMap<string, readonly string[]> {
  const byMember = new Map<string, string[]>();
  for (const { name, members } of groups) {
    for (const member of new Set(members)) {
      const names = byMember.get(member);
      if (names === undefined) byMember.set(member, [name]);
      else names.push(name);
    }
  }
  return byMember;
}

/**
 * An immutable snapshot of one tenant and its switch with the questions asked of it. A change makes a new snapshot. Nothing
 * is checked here: `checkReferences` says whether the file makes sense.
 */
export class Configuration {
  readonly file: ConfigurationFile;
  readonly #directoryNumbers: ReadonlyMap<string, DirectoryNumber>;
  readonly #agentLogins: ReadonlyMap<string, AgentLogin>;
  readonly #persons: ReadonlyMap<string, Person>;
  readonly #personsByAgentLogin: ReadonlyMap<string, Person>;
  readonly #places: ReadonlyMap<string, Place>;
  readonly #placesByDn: ReadonlyMap<string, Place>;
  readonly #personsByPlace: ReadonlyMap<string, Person>;
  readonly #agentGroups: ReadonlyMap<string, AgentGroup>;
  readonly #groupsByPerson: ReadonlyMap<string, readonly string[]>;
  readonly #groupsByPlace: ReadonlyMap<string, readonly string[]>;
  readonly #capacityRules: ReadonlyMap<string, CapacityRule>;
  readonly #strategies: ReadonlyMap<string, Strategy>;
  readonly #calendars: ReadonlyMap<string, Calendar>;
  readonly #customers: ReadonlyMap<string, Customer>;

  constructor(file: ConfigurationFile) {
    this.file = file;
    this.#directoryNumbers = mapBy(file.directoryNumbers, (dn) => dn.number);
    this.#agentLogins = mapBy(file.agentLogins, (login) => login.id);
    this.#persons = mapBy(file.persons, (person) => person.userName);
    this.#personsByAgentLogin = mapByEach(file.persons, (person) => person.agentLogins);
    this.#places = mapBy(file.places, (place) => place.name);
    this.#placesByDn = mapByEach(file.places, (place) => place.directoryNumbers);
    this.#personsByPlace = mapByEach(file.persons, ({ place }) => (place === undefined ? [] : [place]));
    this.#agentGroups = mapBy(file.agentGroups, (group) => group.name);
    this.#capacityRules = mapBy(file.capacityRules, (rule) => rule.name);
    this.#strategies = mapBy(file.strategies, (strategy) => strategy.name);
    this.#calendars = mapBy(file.calendars, (calendar) => calendar.name);
    this.#customers = mapBy(file.customers, (customer) => customer.name);

    this.#groupsByPerson = groupsByMember(file.agentGroups);
    this.#groupsByPlace = groupsByMember(file.placeGroups);
  }

  get tenant(): ConfigurationFile['tenant'] {
    return this.file.tenant;
  }

  get switchName(): string {
    return this.file.switch.name;
  }

  get isDemo(): boolean {
    return this.file.demo;
  }

  findDn(number: Dn): DirectoryNumber | undefined {
    return this.#directoryNumbers.get(number);
  }

  findExtension(number: Dn): ExtensionDn | undefined {
    const dn = this.#directoryNumbers.get(number);
    return dn?.type === 'extension' ? dn : undefined;
  }

  findRoutingPoint(number: Dn): RoutingPointDn | undefined {
    const dn = this.#directoryNumbers.get(number);
    return dn?.type === 'routingPoint' ? dn : undefined;
  }

  findPerson(userName: UserName): Person | undefined {
    return this.#persons.get(userName);
  }

  findAgentLogin(id: AgentId): AgentLogin | undefined {
    return this.#agentLogins.get(id);
  }

  /** The person to whom an agent login belongs. */
  personOfAgentLogin(id: AgentId): Person | undefined {
    return this.#personsByAgentLogin.get(id);
  }

  findPlace(name: PlaceName): Place | undefined {
    return this.#places.get(name);
  }

  /** The place on which a DN stands; the first, should the file name several. */
  placeOfDn(number: Dn): Place | undefined {
    return this.#placesByDn.get(number);
  }

  /** Who sits at a place by default; the first, should several. */
  personOfPlace(name: PlaceName): Person | undefined {
    return this.#personsByPlace.get(name);
  }

  places(): readonly Place[] {
    return this.file.places;
  }

  /** Queues that an agent may name at login. */
  queues(): readonly Dn[] {
    return this.#numbersOf('acdQueue');
  }

  virtualQueues(): readonly Dn[] {
    return this.#numbersOf('virtualQueue');
  }

  findAgentGroup(name: string): AgentGroup | undefined {
    return this.#agentGroups.get(name);
  }

  /** Names of the agent groups of which a person is a member, in the order of the file. */
  groupsOfPerson(userName: UserName): readonly string[] {
    return this.#groupsByPerson.get(userName) ?? [];
  }

  hasPlaceGroup(name: string): boolean {
    return this.file.placeGroups.some((group) => group.name === name);
  }

  /** Names of the place groups in which a place is, in the order of the file. */
  placeGroupsOf(place: PlaceName): readonly string[] {
    return this.#groupsByPlace.get(place) ?? [];
  }

  skillsOfPerson(userName: UserName): Readonly<Record<string, number>> {
    return this.#persons.get(userName)?.skills ?? {};
  }

  /** The expression that says who is in a virtual agent group; undefined for other groups. */
  scriptOfGroup(agentGroup: string): string | undefined {
    return this.#agentGroups.get(agentGroup)?.script;
  }

  findStrategy(name: string): Strategy | undefined {
    return this.#strategies.get(name);
  }

  findCalendar(name: string): Calendar | undefined {
    return this.#calendars.get(name);
  }

  findCustomer(name: string): Customer | undefined {
    return this.#customers.get(name);
  }

  /** Whether `supervisor` supervises a group of which `person` is a member. */
  supervises(supervisor: UserName, person: UserName): boolean {
    const supervising = this.#persons.get(supervisor);
    if (supervising?.role !== 'supervisor') return false;
    return this.groupsOfPerson(person).some((group) => supervising.supervises.includes(group));
  }

  /** Whether a routing point takes interactions: it is enabled and its strategy is there. */
  isServed({ enabled, strategy }: RoutingPointDn): boolean {
    return enabled && strategy !== undefined && this.#strategies.has(strategy);
  }

  /**
   * The routing point over which a queue is reached: the first one of the file that takes interactions and whose strategy has
   * a block which puts them into the virtual queue, or sends them to the ACD queue.
   */
  routingPointOfQueue(queue: Dn): Dn | undefined {
    const feeding = this.file.directoryNumbers.find(
      (dn) => dn.type === 'routingPoint' && this.isServed(dn) && this.#leadsInto(dn.strategy ?? '', queue),
    );
    return feeding?.number as Dn | undefined;
  }

  #leadsInto(strategy: string, queue: Dn): boolean {
    return Object.values(this.#strategies.get(strategy)?.blocks ?? {}).some(
      (block) =>
        (block.type === 'queue' && block.virtualQueue === queue) ||
        (block.type === 'default' && block.destination === queue),
    );
  }

  /** The nearest rule: the person's, the place's, the tenant's, the built-in one. */
  capacityRuleFor(userName: UserName, place: PlaceName | null): CapacityRule {
    const names = [
      this.#persons.get(userName)?.capacityRule,
      place === null ? undefined : this.#places.get(place)?.capacityRule,
      this.file.tenant.capacityRule,
    ];
    for (const name of names) {
      const rule = name === undefined ? undefined : this.#capacityRules.get(name);
      if (rule !== undefined) return rule;
    }
    return DEFAULT_CAPACITY_RULE;
  }

  findTrunk(number: string): TrunkDn | undefined {
    const dn = this.findDn(number as Dn);
    return dn?.type === 'trunk' ? dn : undefined;
  }

  /** Ways to other SIP domains. */
  trunks(): readonly TrunkDn[] {
    return this.file.directoryNumbers.filter((dn) => dn.type === 'trunk');
  }

  #numbersOf(type: DirectoryNumber['type']): readonly Dn[] {
    return this.file.directoryNumbers.filter((dn) => dn.type === type).map((dn) => dn.number);
  }
}
