import type { ConfigurationFile } from '@cordboard/shared/configuration/configuration-file';
import type { DirectoryNumber } from '@cordboard/shared/configuration/directory-number';
import type { ObjectKind } from '../routing/strategy/blocks/block-kind.ts';
import type { StrategyWorld } from '../routing/strategy/validate.ts';

/** What the strategies of a file may name. */
export function strategyWorld(file: ConfigurationFile): StrategyWorld {
  const named = (items: readonly { readonly name: string }[]) => new Set(items.map(({ name }) => name));
  const names: Readonly<Record<ObjectKind, ReadonlySet<string>>> = {
    agent: new Set(file.agentLogins.map(({ id }) => id)),
    'agent group': named(file.agentGroups),
    place: named(file.places),
    'place group': named(file.placeGroups),
    queue: new Set(numbersOf(file, ['acdQueue'])),
    'virtual queue': new Set(numbersOf(file, ['virtualQueue'])),
    skill: named(file.skills),
    calendar: named(file.calendars),
    destination: new Set(numbersOf(file, ['extension', 'routingPoint', 'acdQueue'])),
    'overflow destination': new Set([...numbersOf(file, ['extension', 'routingPoint']), 'none', 'recall', 'release']),
    'routing point': new Set(numbersOf(file, ['routingPoint'])),
  };
  const strategies = new Map(file.strategies.map((strategy) => [strategy.name, strategy]));
  const atPoint = new Map(
    file.directoryNumbers.map((dn) => [
      dn.number,
      dn.type === 'routingPoint' ? strategies.get(dn.strategy ?? '') : undefined,
    ]),
  );
  return { has: (what, name) => names[what].has(name), strategyAt: (routingPoint) => atPoint.get(routingPoint) };
}

/** Numbers of the DNs of these types. */
export function numbersOf(file: ConfigurationFile, types: readonly DirectoryNumber['type'][]): readonly string[] {
  return file.directoryNumbers.filter((dn) => types.includes(dn.type)).map((dn) => dn.number);
}
