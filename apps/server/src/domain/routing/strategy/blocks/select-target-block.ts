import type { SelectEntry } from '@cordboard/shared/routing/routing-target';
import type { BlockOf } from '@cordboard/shared/routing/strategy-blocks';
import { type Frame, RunFailure } from '../run/frame.ts';
import { runOf } from '../run/run.ts';
import type { RoutingTarget } from '../run/targets.ts';
import { type BlockKind, exit, type ObjectKind, type Outcome, type Use } from './block-kind.ts';
import { isSent, planAt, type SentEntry, toMs } from './target-plan.ts';

type Block = BlockOf<'selectTarget'>;

type Waited = Exclude<SelectEntry, SentEntry>;

const OBJECTS: Readonly<Record<Exclude<Waited['type'], 'skill'>, ObjectKind>> = {
  agent: 'agent',
  agentGroup: 'agent group',
  place: 'place',
  placeGroup: 'place group',
  queue: 'queue',
};

/** Waits for the first of its targets that can take the interaction, or sends it on. */
export const selectTargetBlock: BlockKind<Block> = {
  exits: ({ targets, timedOut }) => {
    const [first] = targets;
    return exit('timedOut', timedOut, first !== undefined && !isSent(first));
  },
  uses: (block) => [
    ...block.targets.flatMap(usesOfEntry),
    ...(block.noAnswer?.overflow ?? []).map(
      (name) => ({ kind: 'object', what: 'overflow destination', name }) as const,
    ),
    ...mistakesOf(block),
  ],
  enter: (block, frame) => wait(block, frame, frame.context.now),
  resume: (block, _frame, input) => {
    if (block.timedOut !== undefined) return { to: block.timedOut };
    throw new RunFailure('routeFailed', input.name === 'routeFailed' ? input.detail : '');
  },
};

/** The wait of a block that began at `since`, as it stands now. */
export function wait(block: Block, frame: Frame, since: number): Outcome {
  const { context } = frame;
  const plan = planAt(block.targets, Math.round(context.now - since));
  if (plan.isOver) {
    if (block.timedOut !== undefined) return { to: block.timedOut };
    throw new RunFailure('missingBlock', 'Its time is over, and it has no block to go to.');
  }
  const sent = plan.entries.find(isSent);
  if (sent !== undefined) {
    const destination = { type: sent.type, number: sent.name };
    frame.tell({ value: sent.name });
    frame.effects.push({ name: 'routeTo', destination });
    return { state: { ...runOf(frame.run), name: 'routing', destination } };
  }
  const targets = plan.entries.flatMap((entry) =>
    isSent(entry) ? [] : [targetOf(entry, plan.turnMs(entry), block, frame)],
  );
  if (!targets.some((target) => context.hasTarget(target))) {
    throw new RunFailure(
      'missingTarget',
      `None of its targets is there: ${targets.map(({ name }) => name).join(', ')}.`,
    );
  }
  const planned = plan.nextAtMs === null ? null : since + plan.nextAtMs;
  return waitFor(frame, targets, since, planned);
}

/** Waits for these targets; announcements that go on meanwhile may fall due first. */
export function waitFor(
  frame: Frame,
  targets: readonly RoutingTarget[],
  since: number,
  planned: number | null,
): Outcome {
  frame.tell({ value: targets.map(({ name }) => name).join(', ') });
  const announcedAt = frame.run.announcing?.nextAt ?? null;
  const dueAt = planned === null ? announcedAt : announcedAt === null ? planned : Math.min(planned, announcedAt);
  frame.effects.push({ name: 'waitForTargets', targets, dueAt });
  return { state: { ...runOf(frame.run), name: 'waiting', targets, since, dueAt } };
}

/** Whether it sends the interaction somewhere that may not take it, and says nothing of what comes then. */
export function maySendInVain({ targets, timedOut }: Block): boolean {
  return timedOut === undefined && targets.some(isSent);
}

function targetOf(entry: Waited, turnMs: number, block: Block, frame: Frame): RoutingTarget {
  const name = entry.type === 'skill' ? frame.bind(expressionAt(entry, turnMs), 'agents') : entry.name;
  const threshold = entry.threshold === undefined ? {} : { threshold: frame.bind(entry.threshold, 'threshold') };
  const noAnswer = block.noAnswer === undefined ? {} : { noAnswer: block.noAnswer };
  return { type: entry.type, name, choice: entry.choice ?? block.choice, ...threshold, ...noAnswer };
}

/** The expression of a skill target, relaxed as its turn goes on. */
function expressionAt(entry: Extract<SelectEntry, { type: 'skill' }>, turnMs: number): string {
  const level = entry.relax?.findLast(({ afterSeconds }) => toMs(afterSeconds) <= turnMs);
  return level?.expression ?? entry.expression;
}

function usesOfEntry(entry: SelectEntry, index: number): readonly Use[] {
  const field = `targets ${index + 1}`;
  if (entry.type === 'routingPoint') return [{ kind: 'object', what: 'routing point', name: entry.name }];
  if (entry.type === 'externalDn') return [];
  const about = (text: string): Use => ({ kind: 'expression', field, text, dialect: 'agents', wants: 'boolean' });
  const { threshold } = entry;
  const agents =
    entry.type === 'skill'
      ? [about(entry.expression), ...(entry.relax ?? []).map(({ expression }) => about(expression))]
      : [{ kind: 'object', what: OBJECTS[entry.type], name: entry.name } as const];
  return threshold === undefined
    ? agents
    : [...agents, { kind: 'expression', field, text: threshold, dialect: 'threshold', wants: 'boolean' }];
}

function mistakesOf({ targets, timedOut }: Block): readonly Use[] {
  const messages: string[] = [];
  const endless = targets.findIndex((entry) => isSent(entry) || entry.timeoutSeconds === undefined);
  if (endless !== -1 && endless < targets.length - 1) {
    messages.push(`has a target ${endless + 1} without a timeout, so that those after it never get their turn.`);
  }
  const hasTimeout = endless === -1;
  if (hasTimeout && timedOut === undefined) messages.push('has a timeout, but no "timedOut" block to go to.');
  const isRouted = targets.some(isSent);
  if (!hasTimeout && !isRouted && timedOut !== undefined) messages.push('has a "timedOut" block, but no timeout.');
  for (const [index, entry] of targets.entries()) {
    if (entry.type !== 'skill') continue;
    const times = (entry.relax ?? []).map(({ afterSeconds }) => afterSeconds);
    const isRising = times.every((time, position) => position === 0 || time > (times[position - 1] ?? 0));
    if (!isRising) messages.push(`relaxes target ${index + 1} at times that do not rise.`);
  }
  return messages.map((message) => ({ kind: 'mistake', message }));
}
