import type { Dn } from '@cordboard/shared/ids';
import type { Strategy, Variables, VariableType } from '@cordboard/shared/routing/strategy';
import type { StrategyBlockType } from '@cordboard/shared/routing/strategy-blocks';
import type { KeyValueList } from '@cordboard/shared/tlib/attached-data';
import type { CompletionStatus, TreatmentType } from '@cordboard/shared/tlib/treatments';
import type { RoutingTarget } from './targets.ts';

/** How much the interaction counts; with ageing it grows while it waits. */
export interface Priority {
  readonly base: number;
  readonly ageing?: { readonly add: number; readonly everySeconds: number; readonly max: number } | undefined;
}

/** The announcement of position and wait that goes on while the interaction waits. */
export interface Announcing {
  readonly block: string;
  /** Not before, ms since 1970. */
  readonly nextAt: number;
  /** What was said last: the same is not said again. */
  readonly text: string;
}

/** One block that a run has passed, and what it decided there. Words are made of it where people read it. */
export interface RunStep {
  readonly block: string;
  readonly type: StrategyBlockType;
  /** When the run came to it, ms since 1970. */
  readonly at: number;
  /** The field of the block that named the next one; without it the run is, or ended, there. */
  readonly exit?: string;
  /** What the block looked at, said, set or waited for, cut to `STEP_VALUE_LENGTH_MAX`. */
  readonly value?: string;
}

/** What every state of a run has. */
export interface Run {
  /** The block that runs next, in which the strategy waits, or in which it ended. */
  readonly block: string;
  /** Blocks passed so far, the present one last. */
  readonly path: readonly string[];
  /** What was decided at the blocks of the path. */
  readonly steps?: readonly RunStep[] | undefined;
  /** Blocks passed since it waited last. */
  readonly inARow: number;
  readonly virtualQueue: Dn | null;
  readonly variables: Variables;
  readonly priority: Priority;
  readonly announcing: Announcing | null;
}

/** A treatment as TApplyTreatment asks for it. */
export interface TreatmentOrder {
  readonly treatmentType: TreatmentType;
  readonly parameters: KeyValueList;
  /** Only a text that answers it is taken, none from before. */
  readonly onlyAnswers?: true;
}

/** Where a strategy sends an interaction for good. */
export interface RouteDestination {
  readonly type: 'routingPoint' | 'externalDn';
  readonly number: Dn;
}

/**
 * One run of a strategy.
 *
 *   running ──started──► treating ──treatmentEnded, treatmentNotApplied──► (next block)
 *      │          ├────► waiting ──targetSelected──► ended (routed)
 *      │          │         └──timedOut──► (next target, next block)
 *      │          ├────► routing ──routed──► ended (routed)
 *      │          │         └──routeFailed──► (next block)
 *      └──────────┴────► ended (finished, default)
 */
export type State =
  | ({ readonly name: 'running' } & Run)
  | ({ readonly name: 'treating'; readonly treatment: TreatmentOrder } & Run)
  | ({
      readonly name: 'waiting';
      readonly targets: readonly RoutingTarget[];
      /** When the present block began to wait. */
      readonly since: number;
      /** When `timedOut` is wanted next; null waits without end. */
      readonly dueAt: number | null;
    } & Run)
  | ({ readonly name: 'routing'; readonly destination: RouteDestination } & Run)
  | ({ readonly name: 'ended'; readonly outcome: 'routed' | 'finished' | 'default' } & Run);

export type Input =
  | { readonly name: 'started' }
  | {
      readonly name: 'treatmentEnded';
      readonly collectedDigits: string;
      readonly completionStatus: CompletionStatus;
    }
  | { readonly name: 'treatmentNotApplied'; readonly errorCode: number }
  /** An agent of the target has answered. Offers that fail are no inputs: the strategy goes on waiting. */
  | { readonly name: 'targetSelected' }
  /** `dueAt` of the wait has come and nothing rings. */
  | { readonly name: 'timedOut' }
  | { readonly name: 'routed' }
  | { readonly name: 'routeFailed'; readonly detail: string };

/** Why a strategy went to its default destination. */
export type DefaultReason =
  | 'defaultBlock'
  | 'missingBlock'
  | 'tooManyBlocks'
  | 'expressionFailed'
  | 'missingTarget'
  | 'missingQueue'
  | 'missingCalendar'
  | 'routeFailed';

export type Effect =
  | { readonly name: 'attachData'; readonly pairs: KeyValueList }
  | ({ readonly name: 'applyTreatment' } & TreatmentOrder)
  /** EventQueued on the virtual queue; a new RVQID. */
  | { readonly name: 'enterVirtualQueue'; readonly virtualQueue: Dn }
  /** The interaction leaves the virtual queue without having been routed from it. */
  | { readonly name: 'leaveVirtualQueue'; readonly virtualQueue: Dn }
  /** Takes the place of all targets before. `dueAt` null waits without end. */
  | { readonly name: 'waitForTargets'; readonly targets: readonly RoutingTarget[]; readonly dueAt: number | null }
  /** A text to the customer beside the wait: a Play Announcement whose end is no input. */
  | { readonly name: 'announcePosition'; readonly parameters: KeyValueList }
  | { readonly name: 'leaveMessage'; readonly agentGroup: string; readonly text: string }
  | { readonly name: 'routeTo'; readonly destination: RouteDestination }
  /** The text, when there is one, then the end of the interaction. */
  | { readonly name: 'endCall'; readonly text: string | null }
  /** `destination` null refuses the interaction. What failed is told in words. */
  | {
      readonly name: 'routeToDefault';
      readonly destination: Dn | null;
      readonly reason: DefaultReason;
      readonly detail: string;
    };

/** What a request keeps of its run beside block, path and virtual queue, which it has itself. */
export type StoredRun = State extends infer One
  ? One extends State
    ? Omit<One, 'block' | 'path' | 'virtualQueue'>
    : never
  : never;

/** A run before its first block. */
export function initialState(strategy: Strategy): State {
  const variables = Object.fromEntries(
    Object.entries(strategy.variables).map(([name, variable]) => [name, variable.initial]),
  );
  return {
    name: 'running',
    block: strategy.start,
    path: [],
    steps: [],
    inARow: 0,
    virtualQueue: null,
    variables,
    priority: { base: 0 },
    announcing: null,
  };
}

/** The fields that every state has, without those of its own. */
export function runOf(state: Run): Run {
  const { block, path, steps, inARow, virtualQueue, variables, priority, announcing } = state;
  return { block, path, steps, inARow, virtualQueue, variables, priority, announcing };
}

/** What counts at a moment: the base and what waiting has added. */
export function priorityAt({ base, ageing }: Priority, enteredAt: number, now: number): number {
  if (ageing === undefined) return base;
  const grown = base + Math.floor(Math.max(0, now - enteredAt) / (ageing.everySeconds * 1000)) * ageing.add;
  return Math.max(base, Math.min(grown, ageing.max));
}

/** Types of a strategy's variables, never one that a record inherits. */
export function variableTypeOf(strategy: Strategy, name: string): VariableType | undefined {
  return Object.hasOwn(strategy.variables, name) ? strategy.variables[name]?.type : undefined;
}
