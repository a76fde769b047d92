import { unreachable } from '../../../base/assert.ts';
import { go, type Step, stay } from '../../../base/machine.ts';
import type { BlockInput, Outcome } from './blocks/block-kind.ts';
import { findBlock, kindOf } from './blocks/block-kinds.ts';
import { endAtDefault } from './blocks/ends.ts';
import { waitForLastAgent } from './blocks/last-agent.ts';
import { announcePosition } from './blocks/position-announcement.ts';
import { wait } from './blocks/select-target-block.ts';
import type { StrategyContext } from './run/context.ts';
import { Frame, RunFailure } from './run/frame.ts';
import { type Effect, type Input, runOf, type State } from './run/run.ts';

/** Most blocks that a run may pass without a wait. */
export const BLOCKS_IN_A_ROW_MAX = 100;
/** Most blocks of the path that are kept; of a longer one the latest. */
export const PATH_LENGTH_MAX = 100;

/** Times are fractions of milliseconds: a deadline may come a rounding error too early. */
const TOLERANCE_MS = 0.5;

/** docs/spec/routing.md, rules RT20 to RT29 and RT30 to RT62. Never throws for what a strategy says. */
export function advance(state: State, input: Input, context: StrategyContext): Step<State, Effect> {
  switch (state.name) {
    case 'running':
      return input.name === 'started' ? step(state, context, () => ({ to: state.block })) : stay(state);
    case 'treating':
      if (input.name !== 'treatmentEnded' && input.name !== 'treatmentNotApplied') return stay(state);
      return step(state, context, (frame) => resume(frame, input));
    case 'waiting':
      if (input.name === 'targetSelected') return go({ ...runOf(state), name: 'ended', outcome: 'routed' });
      if (input.name !== 'timedOut' || state.dueAt === null || context.now + TOLERANCE_MS < state.dueAt) {
        return stay(state);
      }
      return step(state, { ...context, now: Math.max(context.now, state.dueAt) }, (frame) => goOnWaiting(state, frame));
    case 'routing':
      if (input.name === 'routed') return go({ ...runOf(state), name: 'ended', outcome: 'routed' });
      return input.name === 'routeFailed' ? step(state, context, (frame) => resume(frame, input)) : stay(state);
    case 'ended':
      return stay(state);
    default:
      return unreachable(state);
  }
}

/** One step: from the first outcome on block after block, until one waits or ends. A failure goes to the default destination. */
function step(state: State, context: StrategyContext, begin: (frame: Frame) => Outcome): Step<State, Effect> {
  const frame = new Frame(runOf(state), context);
  try {
    let outcome = begin(frame);
    while ('to' in outcome) {
      leave(frame, outcome.to);
      outcome = enter(frame, outcome.to);
    }
    return go(outcome.state, ...frame.effects);
  } catch (failure) {
    if (!(failure instanceof RunFailure)) throw failure;
    const destination = context.strategy.defaultDestination ?? null;
    const outcome = endAtDefault(frame, destination, failure.reason, failure.message);
    return 'state' in outcome ? go(outcome.state, ...frame.effects) : stay(state);
  }
}

function enter(frame: Frame, id: string): Outcome {
  const { path, steps = [], inARow } = frame.run;
  const block = findBlock(frame.context.strategy, id);
  if (block === undefined) {
    frame.change({ block: id });
    throw new RunFailure('missingBlock', `There is no block "${id}".`);
  }
  if (inARow >= BLOCKS_IN_A_ROW_MAX)
    throw new RunFailure('tooManyBlocks', `More than ${BLOCKS_IN_A_ROW_MAX} blocks without a wait.`);
  const step = { block: id, type: block.type, at: frame.context.now };
  frame.change({
    block: id,
    path: [...path, id].slice(-PATH_LENGTH_MAX),
    steps: [...steps, step].slice(-PATH_LENGTH_MAX),
    inARow: inARow + 1,
  });
  return kindOf(block).enter(block, frame);
}

/** Keeps by which way the run left its last block, where the block has not told itself. */
function leave(frame: Frame, to: string): void {
  const last = frame.run.steps?.at(-1);
  const block = last === undefined ? undefined : findBlock(frame.context.strategy, last.block);
  if (last === undefined || block === undefined || last.exit !== undefined) return;
  const way = kindOf(block)
    .exits(block)
    .find((one) => one.block === to);
  if (way !== undefined) frame.tell({ exit: way.exit });
}

/** What the present block asked for has ended. */
function resume(frame: Frame, input: BlockInput): Outcome {
  const { block: id } = frame.run;
  const block = findBlock(frame.context.strategy, id);
  const kind = block === undefined ? undefined : kindOf(block);
  if (block === undefined || kind?.resume === undefined)
    throw new RunFailure('missingBlock', `Block "${id}" is not what it was.`);
  // An announcement ends at once; only a text of the customer, or its absence, is a wait.
  if (block.type === 'collectDigits' || block.type === 'playAnnouncementAndDigits' || block.type === 'leaveMessage') {
    frame.change({ inARow: 0 });
  }
  return kind.resume(block, frame, input);
}

/** Something of a wait is due: an announcement, the next target, a lower level, or the end of its time. */
function goOnWaiting(state: Extract<State, { name: 'waiting' }>, frame: Frame): Outcome {
  const { strategy, now } = frame.context;
  frame.change({ inARow: 0 });
  const { announcing } = frame.run;
  if (announcing !== null && announcing.nextAt <= now) {
    const block = findBlock(strategy, announcing.block);
    if (block?.type === 'positionAnnouncement') announcePosition(block, frame);
    else frame.change({ announcing: null });
  }
  const block = findBlock(strategy, state.block);
  if (block?.type === 'selectTarget') return wait(block, frame, state.since);
  if (block?.type === 'lastAgent') return waitForLastAgent(block, frame, state.since, state.targets);
  throw new RunFailure('missingBlock', `Block "${state.block}" is not what it was.`);
}
