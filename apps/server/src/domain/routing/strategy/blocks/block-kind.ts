import type { VariableType } from '@cordboard/shared/routing/strategy';
import type { StrategyBlock } from '@cordboard/shared/routing/strategy-blocks';
import type { Dialect } from '../../expressions/syntax.ts';
import type { ValueType } from '../../expressions/value.ts';
import type { Frame } from '../run/frame.ts';
import type { Input, State } from '../run/run.ts';

/** One way out of a block. */
export interface BlockExit {
  /** The field of the block that names the next one. */
  readonly exit: string;
  readonly block: string;
  /** The strategy waits before it goes this way. */
  readonly isAfterWait: boolean;
}

/** Kinds of objects that blocks name. */
export type ObjectKind =
  | 'agent'
  | 'agent group'
  | 'place'
  | 'place group'
  | 'queue'
  | 'virtual queue'
  | 'skill'
  | 'calendar'
  | 'destination'
  | 'overflow destination'
  | 'routing point';

/** What a block refers to, for the check before a strategy becomes active. */
export type Use =
  | {
      readonly kind: 'expression';
      readonly field: string;
      readonly text: string;
      readonly dialect: Dialect;
      readonly wants: ValueType;
    }
  /** `more`: placeholders beside variables and data. */
  | { readonly kind: 'template'; readonly field: string; readonly text: string; readonly more?: readonly string[] }
  | { readonly kind: 'pattern'; readonly field: string; readonly text: string }
  | { readonly kind: 'object'; readonly what: ObjectKind; readonly name: string }
  /** A variable that the block sets, with the type that it gives, or with the expression that does. */
  | { readonly kind: 'sets'; readonly variable: string; readonly gives: VariableType | { readonly expression: string } }
  /** Something else that is wrong: the end of a sentence that begins with the block. */
  | { readonly kind: 'mistake'; readonly message: string };

/** What becomes of a run at a block: it goes on at another one, or it is in this state. */
export type Outcome = { readonly to: string } | { readonly state: State };

/** What `advance` gives a block that treats or routes. */
export type BlockInput = Extract<Input, { name: 'treatmentEnded' | 'treatmentNotApplied' | 'routeFailed' }>;

/** One kind of block. */
export interface BlockKind<Block extends StrategyBlock> {
  exits(block: Block): readonly BlockExit[];
  uses(block: Block): readonly Use[];
  /** The run reaches the block. */
  enter(block: Block, frame: Frame): Outcome;
  /** What the block asked for has ended. */
  resume?(block: Block, frame: Frame, input: BlockInput): Outcome;
}

/** The exit, when there is one. */
export function exit(name: string, to: string | undefined, isAfterWait = false): readonly BlockExit[] {
  return to === undefined ? [] : [{ exit: name, block: to, isAfterWait }];
}
