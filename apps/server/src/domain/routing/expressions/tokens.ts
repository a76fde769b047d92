import { EXPRESSION_LENGTH_MAX } from '@cordboard/shared/routing/routing-target';
import { fail, type Result, succeed } from '../../../base/result.ts';

/** What is wrong with an expression, and at which character, from 1 on. */
export interface ExpressionProblem {
  readonly at: number;
  readonly message: string;
}

/** Why an expression is not even looked at. */
export const TOO_LONG = `is longer than ${EXPRESSION_LENGTH_MAX} characters`;

const SYMBOLS = ['!=', '<=', '>=', '=', '<', '>', '&', '|', '!', '(', ')', '[', ']', ',', '+', '-', '*', '/'] as const;
export type Sign = (typeof SYMBOLS)[number];

export type Token =
  | { readonly kind: 'number'; readonly value: number; readonly at: number }
  | { readonly kind: 'string'; readonly value: string; readonly at: number }
  /** A variable of conditions, a skill of agents, or the name of a function. */
  | { readonly kind: 'name'; readonly value: string; readonly at: number }
  /** `$name`: a variable wherever it stands. */
  | { readonly kind: 'variable'; readonly value: string; readonly at: number }
  | { readonly kind: 'symbol'; readonly value: Sign; readonly at: number }
  | { readonly kind: 'end'; readonly at: number };

// Sticky and without nested repetition: each is linear in what it takes.
const BLANKS = /\s+/y;
const NUMBER = /\d{1,15}(?:\.\d{1,15})?(?![\w.])/y;
const NAME = /[A-Za-z_]\w*/y;
const STRING = /"(?:[^"\\]|\\["\\n])*"/y;
const ESCAPES: Readonly<Record<string, string>> = { '\\n': '\n', '\\"': '"', '\\\\': '\\' };

/** The tokens of an expression, the last one its end. Reads each character once. */
export function readTokens(text: string): Result<readonly Token[], ExpressionProblem> {
  if (text.length > EXPRESSION_LENGTH_MAX) {
    return fail({ at: 1, message: TOO_LONG });
  }
  const tokens: Token[] = [];
  let position = 0;
  const take = (pattern: RegExp, from = position): string | undefined => {
    pattern.lastIndex = from;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) position = from + found.length;
    return found;
  };
  while (position < text.length) {
    if (take(BLANKS) !== undefined) continue;
    const at = position + 1;
    const first = text[position] ?? '';
    if (/\d/.test(first)) {
      const found = take(NUMBER);
      if (found === undefined) return fail({ at, message: 'has a number that cannot be read' });
      tokens.push({ kind: 'number', value: Number(found), at });
    } else if (first === '"') {
      const found = take(STRING);
      if (found === undefined)
        return fail({ at, message: 'has a text without an end, or with an escape that is not known' });
      const value = found.slice(1, -1).replaceAll(/\\./g, (escaped) => ESCAPES[escaped] ?? escaped);
      tokens.push({ kind: 'string', value, at });
    } else if (first === '$') {
      const found = take(NAME, position + 1);
      if (found === undefined) return fail({ at, message: 'has a "$" without the name of a variable' });
      tokens.push({ kind: 'variable', value: found, at });
    } else {
      const found = take(NAME);
      if (found !== undefined) {
        tokens.push({ kind: 'name', value: found, at });
        continue;
      }
      const symbol = SYMBOLS.find((candidate) => text.startsWith(candidate, position));
      if (symbol === undefined)
        return fail({
          at,
          message: `has "${String.fromCodePoint(text.codePointAt(position) ?? 0)}", which means nothing here`,
        });
      position += symbol.length;
      tokens.push({ kind: 'symbol', value: symbol, at });
    }
  }
  tokens.push({ kind: 'end', at: text.length + 1 });
  return succeed(tokens);
}
