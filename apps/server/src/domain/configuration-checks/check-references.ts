import type { ConfigurationFile } from '@cordboard/shared/configuration/configuration-file';
import { STRATEGY_NAME, STRATEGY_NAME_RULE } from '@cordboard/shared/routing/strategy';
import { checkExpression } from '../routing/expressions/check.ts';
import { parseExpression } from '../routing/expressions/parse.ts';
import { validateStrategy } from '../routing/strategy/validate.ts';
import { numbersOf, strategyWorld } from './strategy-world.ts';

/** Collects problems about one file; every check adds sentences. */
class Problems {
  readonly sentences: string[] = [];

  add(sentence: string): void {
    this.sentences.push(sentence);
  }

  /** Every name must be there once. */
  unique(what: string, names: readonly string[]): void {
    for (const name of repeated(names)) this.add(`${what} "${name}" is there more than once.`);
  }

  /** Every name of a list must be known and be there once. */
  references(who: string, what: string, names: readonly string[], known: ReadonlySet<string>): void {
    for (const name of new Set(names)) {
      if (!known.has(name)) this.add(`${who} names ${what} "${name}", which does not exist.`);
    }
    for (const name of repeated(names)) this.add(`${who} names ${what} "${name}" more than once.`);
  }
}

function repeated(names: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const again = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) again.add(name);
    seen.add(name);
  }
  return again;
}

/** What only one owner may name, with the owners when there are several. */
function checkOneOwner<Owner>(
  problems: Problems,
  what: string,
  kind: string,
  owners: readonly Owner[],
  nameOf: (owner: Owner) => string,
  ownedBy: (owner: Owner) => readonly string[],
): void {
  const ownersOf = new Map<string, string[]>();
  for (const owner of owners) {
    for (const owned of new Set(ownedBy(owner))) {
      const names = ownersOf.get(owned);
      if (names === undefined) ownersOf.set(owned, [nameOf(owner)]);
      else names.push(nameOf(owner));
    }
  }
  for (const [owned, names] of ownersOf) {
    if (names.length > 1)
      problems.add(
        `${what} "${owned}" belongs to more than one ${kind}: ${names.map((name) => `"${name}"`).join(', ')}.`,
      );
  }
}

function checkNames(problems: Problems, file: ConfigurationFile): void {
  problems.unique(
    'DN',
    file.directoryNumbers.map((dn) => dn.number),
  );
  problems.unique(
    'Agent login',
    file.agentLogins.map((login) => login.id),
  );
  problems.unique(
    'Person',
    file.persons.map((person) => person.userName),
  );
  const named = [
    ['Place', file.places],
    ['Agent group', file.agentGroups],
    ['Place group', file.placeGroups],
    ['Skill', file.skills],
    ['Capacity rule', file.capacityRules],
    ['Strategy', file.strategies],
    ['Calendar', file.calendars],
    ['Customer', file.customers],
  ] as const;
  for (const [what, objects] of named) {
    problems.unique(
      what,
      objects.map((object) => object.name),
    );
  }
  for (const { name } of file.strategies) {
    if (!STRATEGY_NAME.test(name)) problems.add(`Strategy ${JSON.stringify(name)}: its name ${STRATEGY_NAME_RULE}.`);
  }
  const numbers = new Set(file.directoryNumbers.map((dn) => dn.number));
  for (const customer of file.customers) {
    if (numbers.has(customer.name)) problems.add(`Customer "${customer.name}" has the name of a DN.`);
  }
}

function checkDirectoryNumbers(problems: Problems, file: ConfigurationFile): void {
  const strategies = new Set(file.strategies.map((strategy) => strategy.name));
  for (const dn of file.directoryNumbers) {
    if (dn.type !== 'routingPoint' || dn.strategy === undefined) continue;
    problems.references(`Routing point "${dn.number}"`, 'strategy', [dn.strategy], strategies);
  }
}

function checkTrunks(problems: Problems, file: ConfigurationFile): void {
  const trunks = file.directoryNumbers.filter((dn) => dn.type === 'trunk');
  for (const { number, userName, password, digest } of trunks) {
    const hasPassword = password !== undefined || digest !== undefined;
    if (hasPassword !== (userName !== undefined))
      problems.add(
        `Trunk "${number}" has ${hasPassword ? 'a password, but no userName' : 'a userName, but no password'}.`,
      );
  }
  const domains = new Set(trunks.flatMap((trunk) => trunk.domains));
  for (const dn of file.directoryNumbers) {
    const uri = dn.type === 'extension' ? dn.options['external-uri'] : undefined;
    if (uri !== undefined && !domains.has(uri.slice(uri.lastIndexOf('@') + 1)))
      problems.add(`Extension "${dn.number}" has the external-uri "${uri}", whose domain belongs to no trunk.`);
  }
  checkOneOwner(
    problems,
    'Domain',
    'trunk',
    trunks,
    ({ number }) => number,
    ({ domains }) => domains,
  );
}

function checkPersons(problems: Problems, file: ConfigurationFile): void {
  const logins = new Set(file.agentLogins.map((login) => login.id));
  const places = new Set(file.places.map((place) => place.name));
  const skills = new Set(file.skills.map((skill) => skill.name));
  const groups = new Set(file.agentGroups.map((group) => group.name));
  const rules = new Set(file.capacityRules.map((rule) => rule.name));
  for (const person of file.persons) {
    const who = `Person "${person.userName}"`;
    problems.references(who, 'agent login', person.agentLogins, logins);
    if (person.place !== undefined) problems.references(who, 'place', [person.place], places);
    problems.references(who, 'skill', Object.keys(person.skills), skills);
    problems.references(who, 'agent group', person.supervises, groups);
    if (person.supervises.length > 0 && person.role !== 'supervisor') {
      problems.add(`${who} supervises agent groups, but is no supervisor.`);
    }
    if (person.capacityRule !== undefined) problems.references(who, 'capacity rule', [person.capacityRule], rules);
  }
  checkOneOwner(
    problems,
    'Agent login',
    'person',
    file.persons,
    (person) => person.userName,
    (person) => person.agentLogins,
  );
}

function checkPlaces(problems: Problems, file: ConfigurationFile): void {
  const extensions = new Set(numbersOf(file, ['extension']));
  const rules = new Set(file.capacityRules.map((rule) => rule.name));
  for (const place of file.places) {
    const who = `Place "${place.name}"`;
    problems.references(who, 'Extension DN', place.directoryNumbers, extensions);
    if (place.capacityRule !== undefined) problems.references(who, 'capacity rule', [place.capacityRule], rules);
  }
  checkOneOwner(
    problems,
    'DN',
    'place',
    file.places,
    (place) => place.name,
    (place) => place.directoryNumbers,
  );
}

function checkGroups(problems: Problems, file: ConfigurationFile): void {
  const persons = new Set(file.persons.map((person) => person.userName));
  const places = new Set(file.places.map((place) => place.name));
  for (const group of file.agentGroups) {
    problems.references(`Agent group "${group.name}"`, 'person', group.members, persons);
    if (group.script !== undefined) checkScript(problems, file, group.name, group.members, group.script);
  }
  for (const group of file.placeGroups) {
    problems.references(`Place group "${group.name}"`, 'place', group.members, places);
  }
}

/** The script of a virtual group: an expression about agents, in a group without members. */
function checkScript(
  problems: Problems,
  file: ConfigurationFile,
  name: string,
  members: readonly string[],
  script: string,
): void {
  const who = `Agent group "${name}"`;
  if (members.length > 0) problems.add(`${who} has members and a script.`);
  const parsed = parseExpression(script, 'agents');
  if (!parsed.ok) {
    problems.add(`${who} has a script that ${parsed.failure.message} (character ${parsed.failure.at}).`);
    return;
  }
  const world = strategyWorld(file);
  const { type, problems: wrong } = checkExpression(parsed.value, {
    dialect: 'agents',
    variableType: () => undefined,
    exists: (what, named) => world.has(what, named),
  });
  for (const { at, message } of wrong) problems.add(`${who} has a script that ${message} (character ${at}).`);
  if (wrong.length === 0 && type !== 'boolean') problems.add(`${who} has a script that is neither true nor false.`);
}

/** Where interactions go that nobody answers. */
function checkNoAnswer(problems: Problems, file: ConfigurationFile): void {
  const world = strategyWorld(file);
  const check = (who: string, overflow: readonly string[] = []) => {
    for (const name of overflow) {
      if (!world.has('overflow destination', name)) {
        problems.add(`${who} names overflow destination "${name}", which does not exist.`);
      }
    }
  };
  check(`Tenant "${file.tenant.name}"`, file.tenant.options['no-answer-overflow']);
  for (const dn of file.directoryNumbers) {
    if (dn.type === 'extension') check(`DN "${dn.number}"`, dn.options['no-answer-overflow']);
  }
  for (const login of file.agentLogins) check(`Agent login "${login.id}"`, login.options?.['no-answer-overflow']);
}

function checkStrategies(problems: Problems, file: ConfigurationFile): void {
  const world = strategyWorld(file);
  for (const strategy of file.strategies) {
    for (const { message } of validateStrategy(strategy, world)) problems.add(message);
  }
}

/** Everything in a file that names what is not there, is there twice or leads nowhere: a sentence each, none when sound. */
export function checkReferences(file: ConfigurationFile): readonly string[] {
  const problems = new Problems();
  checkNames(problems, file);
  const rules = new Set(file.capacityRules.map((rule) => rule.name));
  if (file.tenant.capacityRule !== undefined) {
    problems.references(`Tenant "${file.tenant.name}"`, 'capacity rule', [file.tenant.capacityRule], rules);
  }
  checkDirectoryNumbers(problems, file);
  checkTrunks(problems, file);
  checkPersons(problems, file);
  checkPlaces(problems, file);
  checkGroups(problems, file);
  checkStrategies(problems, file);
  checkNoAnswer(problems, file);
  return problems.sentences;
}
