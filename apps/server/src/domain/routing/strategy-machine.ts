import type { Strategy, StrategyBlock } from '@cordboard/shared/configuration/routing-strategy';
import type { Dn } from '@cordboard/shared/ids';
import { MediaType } from '@cordboard/shared/tlib/call-types';
import { unreachable } from '../../base/assert.ts';
import { go, type Step, stay } from '../../base/machine.ts';
import type { RouteRequest, RoutingTarget } from './route-request.ts';
import { findBlock } from './strategy-blocks.ts';

/** Most blocks that one input may run through. */
export const BLOCKS_PER_STEP_MAX = 100;
/** Most blocks of the path that are kept; of a longer one the latest. */
export const PATH_LENGTH_MAX = 100;

interface Place {
  /** The block that runs next, in which the strategy waits, or in which it ended. */
  readonly block: string;
  /** Blocks passed so far, the present one last. */
  readonly path: readonly string[];
  readonly virtualQueue: Dn | null;
}

/**
 * One run of a strategy.
 *
 *   running ──started──► waiting ──targetSelected──► ended (routed)
 *      │                  │   ▲
 *      │               timedOut│ to another select block
 *      └──────────────────┴───┴──► ended (default)
 */
export type State =
  | ({ readonly name: 'running' } & Place)
  | ({ readonly name: 'waiting'; readonly target: RoutingTarget } & Place)
  | ({ readonly name: 'ended'; readonly outcome: 'routed' | 'default' } & Place);

export type Input =
  | { readonly name: 'started' }
  /** An agent of the target has answered. Offers that fail are no inputs: the strategy goes on waiting. */
  | { readonly name: 'targetSelected' }
  /** The time of the present select block is over and nothing rings. */
  | { readonly name: 'timedOut' };

/** Why a strategy went to its default: a default block, or a mistake in the strategy. */
export type DefaultReason = 'defaultBlock' | 'missingBlock' | 'tooManyBlocks';

export type Effect =
  /** EventQueued on the virtual queue; a new RVQID. */
  | { readonly name: 'enterVirtualQueue'; readonly virtualQueue: Dn }
  /** The interaction leaves the virtual queue without having been routed from it. */
  | { readonly name: 'leaveVirtualQueue'; readonly virtualQueue: Dn }
  /** `timeoutSeconds` null waits without end. */
  | { readonly name: 'waitForTarget'; readonly target: RoutingTarget; readonly timeoutSeconds: number | null }
  /** `destination` null refuses the interaction. */
  | { readonly name: 'routeToDefault'; readonly destination: Dn | null; readonly reason: DefaultReason };

export interface Context {
  readonly strategy: Strategy;
  readonly mediaType: MediaType;
}

/** A run before its first block. */
export function initialState(strategy: Strategy): State {
  return { name: 'running', block: strategy.start, path: [], virtualQueue: null };
}

/** The run of a request that waits, as its record tells it. */
export function stateOf(request: RouteRequest): State {
  const place = { block: request.block, path: request.path, virtualQueue: request.virtualQueue };
  return request.target === null
    ? { name: 'running', ...place, path: place.path.slice(0, -1) }
    : { name: 'waiting', target: request.target, ...place };
}

/** docs/spec/routing.md, rules RT20 to RT29. */
export function advance(state: State, input: Input, context: Context): Step<State, Effect> {
  switch (state.name) {
    case 'running':
      return input.name === 'started' ? run(state, context) : stay(state);
    case 'waiting':
      if (input.name === 'targetSelected') return go({ ...placeOf(state), name: 'ended', outcome: 'routed' });
      if (input.name === 'timedOut') return leaveWait(state, context);
      return stay(state);
    case 'ended':
      return stay(state);
    default:
      return unreachable(state);
  }
}

function placeOf(state: Place): Place {
  return { block: state.block, path: state.path, virtualQueue: state.virtualQueue };
}

/** The time of a select block is over: on to the block it names. Without a timeout it waits on. */
function leaveWait(state: Extract<State, { name: 'waiting' }>, context: Context): Step<State, Effect> {
  const block = findBlock(context.strategy, state.block);
  if (block?.type === 'selectTarget' && block.timeoutSeconds === undefined) return stay(state);
  const next = block?.type === 'selectTarget' ? block.timedOut : undefined;
  if (next === undefined) return endAtDefault(state, null, 'missingBlock', []);
  return run({ ...placeOf(state), block: next }, context);
}

/** Runs block after block, from `start.block` on, until one waits or ends. */
function run(start: Place, context: Context): Step<State, Effect> {
  const effects: Effect[] = [];
  let place = start;
  for (let count = 0; count < BLOCKS_PER_STEP_MAX; count += 1) {
    const block = findBlock(context.strategy, place.block);
    if (block === undefined) return endAtDefault(place, null, 'missingBlock', effects);
    place = { ...place, path: [...place.path, place.block].slice(-PATH_LENGTH_MAX) };
    switch (block.type) {
      case 'segmentByMedia':
        place = { ...place, block: branchFor(block, context.mediaType) };
        break;
      case 'queue':
        if (block.virtualQueue !== place.virtualQueue) {
          if (place.virtualQueue !== null)
            effects.push({ name: 'leaveVirtualQueue', virtualQueue: place.virtualQueue });
          effects.push({ name: 'enterVirtualQueue', virtualQueue: block.virtualQueue });
        }
        place = { ...place, block: block.next, virtualQueue: block.virtualQueue };
        break;
      case 'selectTarget': {
        const target: RoutingTarget = { ...block.target, choice: block.choice };
        effects.push({ name: 'waitForTarget', target, timeoutSeconds: block.timeoutSeconds ?? null });
        return go({ ...placeOf(place), name: 'waiting', target }, ...effects);
      }
      case 'default':
        return endAtDefault(place, block.destination ?? null, 'defaultBlock', effects);
      default:
        return unreachable(block);
    }
  }
  return endAtDefault(place, null, 'tooManyBlocks', effects);
}

function branchFor(block: Extract<StrategyBlock, { type: 'segmentByMedia' }>, mediaType: MediaType): string {
  const branch = mediaType === MediaType.Chat ? block.chat : block.voice;
  return branch ?? block.otherwise;
}

function endAtDefault(
  place: Place,
  destination: Dn | null,
  reason: DefaultReason,
  effects: readonly Effect[],
): Step<State, Effect> {
  const left: readonly Effect[] =
    place.virtualQueue === null ? [] : [{ name: 'leaveVirtualQueue', virtualQueue: place.virtualQueue }];
  const ended: State = { ...placeOf(place), virtualQueue: null, name: 'ended', outcome: 'default' };
  return go(ended, ...effects, ...left, { name: 'routeToDefault', destination, reason });
}
