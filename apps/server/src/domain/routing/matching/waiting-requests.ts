import type { ConnId } from '@cordboard/shared/ids';
import type { RowIndex } from '../../../base/table.ts';
import type { RouteRequest } from '../requests/route-request.ts';
import { type RoutingTarget, targetKey } from '../strategy/run/targets.ts';
import { changesByTime, readThreshold, type Threshold } from './read-threshold.ts';
import type { ReadyAgents } from './ready-agents.ts';
import { hasSamePlace, type ServingEntry, ServingOrder, servingEntry } from './serving-order.ts';
import type { TargetAgents } from './target-agents.ts';

/** Those who wait for the same target under the same threshold. */
export interface WaitingLine {
  readonly target: TargetAgents;
  readonly threshold: Threshold;
  /** Whether the threshold may become true by time alone. */
  readonly isTimed: boolean;
  readonly order: ServingOrder;
}

interface Entry {
  readonly serving: ServingEntry;
  readonly lineKeys: readonly string[];
}

/**
 * Per target, the requests that wait for it and ring nowhere, in the order in which they are served. A request stands in the
 * lines of all its targets.
 */
export class WaitingRequests implements RowIndex<RouteRequest> {
  readonly #readyAgents: ReadyAgents;
  readonly #entries = new Map<ConnId, Entry>();
  readonly #lines = new Map<string, WaitingLine>();
  readonly #linesOf = new Map<TargetAgents, Set<WaitingLine>>();
  readonly #matchable = new Set<WaitingLine>();
  #timedLines = 0;

  /** Follows `readyAgents`, which must not have another listener. */
  constructor(readyAgents: ReadyAgents) {
    this.#readyAgents = readyAgents;
    readyAgents.onReadinessChanged((target) => this.#readinessChanged(target));
  }

  /** Lines for which an agent is ready. All others have nobody, whoever waits in them. */
  get matchable(): Iterable<WaitingLine> {
    return this.#matchable;
  }

  /** Whether an agent is ready for somebody who may be kept from him only by the time of day. */
  get waitsForTime(): boolean {
    if (this.#timedLines === 0) return false;
    for (const { isTimed } of this.#matchable) if (isTimed) return true;
    return false;
  }

  /** Requests that wait for a target, as they are served at this moment. The index must not change meanwhile. */
  *inOrder(target: RoutingTarget, now: number): Generator<RouteRequest, void, undefined> {
    const line = this.#lines.get(lineKey(target));
    if (line !== undefined) yield* line.order.inOrder(now);
  }

  count(target: RoutingTarget): number {
    return this.#lines.get(lineKey(target))?.order.size ?? 0;
  }

  replace(before: RouteRequest | undefined, after: RouteRequest | undefined): void {
    const present = before === undefined ? undefined : this.#entries.get(before.id);
    const targets = after?.offeredTo === null ? after.targets : [];
    if (present !== undefined) {
      const { serving } = present;
      if (after !== undefined && targets.length > 0 && hasSamePlace(serving, after)) {
        if (targets === serving.request.targets || hasSameLines(present, targets)) {
          serving.request = after;
          return;
        }
      }
      this.#remove(present);
    }
    if (after !== undefined && targets.length > 0) this.#add(after);
  }

  #add(request: RouteRequest): void {
    const serving = servingEntry(request);
    const lineKeys: string[] = [];
    for (const target of request.targets) {
      const key = lineKey(target);
      if (lineKeys.includes(key)) continue;
      lineKeys.push(key);
      (this.#lines.get(key) ?? this.#createLine(key, target)).order.add(serving);
    }
    this.#entries.set(request.id, { serving, lineKeys });
  }

  #remove({ serving, lineKeys }: Entry): void {
    this.#entries.delete(serving.request.id);
    for (const key of lineKeys) {
      const line = this.#lines.get(key);
      line?.order.remove(serving);
      if (line?.order.size === 0) this.#removeLine(key, line);
    }
  }

  #createLine(key: string, { type, name, threshold }: RoutingTarget): WaitingLine {
    const target = this.#readyAgents.of({ type, name });
    const read = readThreshold(threshold);
    const line = { target, threshold: read, isTimed: changesByTime(read), order: new ServingOrder() };
    this.#lines.set(key, line);
    if (line.isTimed) this.#timedLines += 1;
    target.waitingLines += 1;
    const lines = this.#linesOf.get(target);
    if (lines === undefined) this.#linesOf.set(target, new Set([line]));
    else lines.add(line);
    if (target.readyCount > 0) this.#matchable.add(line);
    return line;
  }

  #removeLine(key: string, line: WaitingLine): void {
    this.#lines.delete(key);
    if (line.isTimed) this.#timedLines -= 1;
    this.#matchable.delete(line);
    line.target.waitingLines -= 1;
    const lines = this.#linesOf.get(line.target);
    lines?.delete(line);
    if (lines?.size === 0) this.#linesOf.delete(line.target);
  }

  #readinessChanged(target: TargetAgents): void {
    for (const line of this.#linesOf.get(target) ?? []) {
      if (target.readyCount > 0) this.#matchable.add(line);
      else this.#matchable.delete(line);
    }
  }
}

function lineKey(target: RoutingTarget): string {
  const key = targetKey(target);
  return target.threshold === undefined ? key : `${key}\n${target.threshold}`;
}

function hasSameLines({ lineKeys }: Entry, targets: readonly RoutingTarget[]): boolean {
  const keys = [...new Set(targets.map(lineKey))];
  return keys.length === lineKeys.length && keys.every((key, index) => key === lineKeys[index]);
}
