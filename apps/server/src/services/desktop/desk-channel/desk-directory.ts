import type { Dn } from '@cordboard/shared/ids';
import type { Strategy } from '@cordboard/shared/routing/strategy';
import type { Configuration } from '../../../domain/configuration/configuration.ts';
import { findBlock, kindOf } from '../../../domain/routing/strategy/blocks/block-kinds.ts';
import { type FixedTarget, fixedTarget } from '../../../domain/routing/strategy/run/fixed-target.ts';

/** What the configuration says about the desk's rows, read anew when it is another: which there are, and which agents a queue waits for. */
export class DeskDirectory {
  readonly #configurationNow: () => Configuration;
  #read: DeskFacts | undefined;

  constructor(configurationNow: () => Configuration) {
    this.#configurationNow = configurationNow;
  }

  /** Extensions that take IMs and stand on a place, in the order of the file. */
  get agentDns(): readonly Dn[] {
    return this.#facts().agentDns;
  }

  get groups(): readonly string[] {
    return this.#facts().configuration.file.agentGroups.map((group) => group.name);
  }

  get queues(): readonly Dn[] {
    return this.#facts().configuration.virtualQueues();
  }

  /** Queues whose agents are not the members of a group: any agent may be one of them. */
  get queuesOfOthers(): readonly Dn[] {
    return this.#facts().queuesOfOthers;
  }

  isShown(dn: Dn): boolean {
    return this.#facts().shown.has(dn);
  }

  /** What a virtual queue waits for first: an agent group where there is one. */
  targetOfQueue(queue: Dn): FixedTarget | undefined {
    return this.#facts().targetOfQueue.get(queue);
  }

  queuesOfGroup(group: string): readonly Dn[] {
    return this.#facts().queuesOfGroup.get(group) ?? [];
  }

  #facts(): DeskFacts {
    const configuration = this.#configurationNow();
    if (this.#read?.configuration !== configuration) this.#read = readFacts(configuration);
    return this.#read;
  }
}

interface DeskFacts {
  readonly configuration: Configuration;
  readonly agentDns: readonly Dn[];
  readonly shown: ReadonlySet<Dn>;
  readonly targetOfQueue: ReadonlyMap<Dn, FixedTarget>;
  readonly queuesOfGroup: ReadonlyMap<string, readonly Dn[]>;
  readonly queuesOfOthers: readonly Dn[];
}

function readFacts(configuration: Configuration): DeskFacts {
  const { file } = configuration;
  const agentDns = file.directoryNumbers
    .filter(
      (dn) => dn.type === 'extension' && dn.options.multimedia && configuration.placeOfDn(dn.number) !== undefined,
    )
    .map((dn) => dn.number);
  const targetOfQueue = new Map<Dn, FixedTarget>();
  for (const { type, ...dn } of file.directoryNumbers) {
    if (type !== 'routingPoint' || !('strategy' in dn) || dn.strategy === undefined) continue;
    const strategy = configuration.findStrategy(dn.strategy);
    if (strategy !== undefined) readTargets(strategy, targetOfQueue);
  }
  const queuesOfGroup = new Map<string, Dn[]>();
  const queuesOfOthers: Dn[] = [];
  for (const [queue, { type, name }] of targetOfQueue) {
    if (type === 'agentGroup') queuesOfGroup.set(name, [...(queuesOfGroup.get(name) ?? []), queue]);
    if (type !== 'agentGroup' || configuration.scriptOfGroup(name) !== undefined) queuesOfOthers.push(queue);
  }
  return { configuration, agentDns, shown: new Set(agentDns), targetOfQueue, queuesOfGroup, queuesOfOthers };
}

function readTargets(strategy: Strategy, targetOfQueue: Map<Dn, FixedTarget>): void {
  for (const block of Object.values(strategy.blocks)) {
    if (block.type !== 'queue' || targetOfQueue.has(block.virtualQueue)) continue;
    const target = firstTargetAfter(strategy, block.next);
    if (target !== undefined) targetOfQueue.set(block.virtualQueue, target);
  }
}

/**
 * The first agent group that a select block names which is reached before another queue is entered; where there is none, the
 * first other target that does not depend on the interaction.
 */
function firstTargetAfter(strategy: Strategy, start: string): FixedTarget | undefined {
  let other: FixedTarget | undefined;
  const seen = new Set<string>();
  const open = [start];
  for (let id = open.shift(); id !== undefined; id = open.shift()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const block = findBlock(strategy, id);
    if (block?.type === 'selectTarget') {
      const group = block.targets.find(({ type }) => type === 'agentGroup');
      if (group?.type === 'agentGroup') return { type: 'agentGroup', name: group.name };
      other ??= block.targets.map(fixedTarget).find((target) => target !== undefined);
    }
    if (block !== undefined && block.type !== 'queue') {
      const exits = kindOf(block).exits(block);
      open.push(...exits.map((exit) => exit.block));
    }
  }
  return other;
}
