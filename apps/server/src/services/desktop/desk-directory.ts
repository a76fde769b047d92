import type { Dn } from '@cordboard/shared/ids';
import type { Strategy } from '@cordboard/shared/routing/strategy';
import type { Configuration } from '../../domain/configuration/configuration.ts';
import { findBlock, kindOf } from '../../domain/routing/strategy/blocks/block-kinds.ts';

/** What the configuration says about the desk's rows: which there are, and which agents a queue waits for. */
export class DeskDirectory {
  /** Extensions that take IMs and stand on a place, in the order of the file. */
  readonly agentDns: readonly Dn[];
  readonly groups: readonly string[];
  readonly queues: readonly Dn[];
  readonly #targetOfQueue = new Map<Dn, string>();
  readonly #queuesOfGroup = new Map<string, Dn[]>();

  constructor(configuration: Configuration) {
    const { file } = configuration;
    this.agentDns = file.directoryNumbers
      .filter(
        (dn) => dn.type === 'extension' && dn.options.multimedia && configuration.placeOfDn(dn.number) !== undefined,
      )
      .map((dn) => dn.number);
    this.groups = file.agentGroups.map((group) => group.name);
    this.queues = configuration.virtualQueues();
    for (const { type, ...dn } of file.directoryNumbers) {
      if (type !== 'routingPoint' || !('strategy' in dn) || dn.strategy === undefined) continue;
      const strategy = configuration.findStrategy(dn.strategy);
      if (strategy !== undefined) this.#readTargets(strategy);
    }
  }

  /** The agent group that a virtual queue waits for first. */
  targetOfQueue(queue: Dn): string | undefined {
    return this.#targetOfQueue.get(queue);
  }

  queuesOfGroup(group: string): readonly Dn[] {
    return this.#queuesOfGroup.get(group) ?? [];
  }

  #readTargets(strategy: Strategy): void {
    for (const block of Object.values(strategy.blocks)) {
      if (block.type !== 'queue' || this.#targetOfQueue.has(block.virtualQueue)) continue;
      const group = firstGroupAfter(strategy, block.next);
      if (group === undefined) continue;
      this.#targetOfQueue.set(block.virtualQueue, group);
      this.#queuesOfGroup.set(group, [...this.queuesOfGroup(group), block.virtualQueue]);
    }
  }
}

/** The first agent group that a select block names which is reached before another queue is entered. */
function firstGroupAfter(strategy: Strategy, start: string): string | undefined {
  const seen = new Set<string>();
  const open = [start];
  for (let id = open.shift(); id !== undefined; id = open.shift()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const block = findBlock(strategy, id);
    if (block?.type === 'selectTarget') {
      const group = block.targets.find(({ type }) => type === 'agentGroup');
      if (group?.type === 'agentGroup') return group.name;
    }
    if (block !== undefined && block.type !== 'queue') {
      const exits = kindOf(block).exits(block);
      open.push(...exits.map((exit) => exit.block));
    }
  }
  return undefined;
}
