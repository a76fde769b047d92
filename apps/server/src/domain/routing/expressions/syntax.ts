import type { Value } from './value.ts';

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';
export type Arithmetic = '+' | '-' | '*' | '/';

/** A parsed expression. `at` is the character at which it begins, from 1 on. */
export type Expression =
  | { readonly kind: 'constant'; readonly value: Value; readonly at: number }
  | { readonly kind: 'variable'; readonly name: string; readonly at: number }
  | { readonly kind: 'call'; readonly name: string; readonly parameters: readonly Expression[]; readonly at: number }
  | { readonly kind: 'not'; readonly operand: Expression; readonly at: number }
  | { readonly kind: 'minus'; readonly operand: Expression; readonly at: number }
  | { readonly kind: 'all' | 'any'; readonly operands: readonly Expression[]; readonly at: number }
  | {
      readonly kind: 'comparison';
      readonly operator: Comparison;
      readonly left: Expression;
      readonly right: Expression;
      readonly at: number;
    }
  | {
      readonly kind: 'arithmetic';
      readonly operator: Arithmetic;
      readonly left: Expression;
      readonly right: Expression;
      readonly at: number;
    };

/**
 * Where an expression stands. `condition`: of a strategy, about the interaction. `agents`: which agents a target or a virtual
 * agent group has; a bare name is a skill. `threshold`: about the state of the contact centre.
 */
export type Dialect = 'condition' | 'agents' | 'threshold';
