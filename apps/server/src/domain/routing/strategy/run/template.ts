import { fail, type Result, succeed } from '../../../../base/result.ts';

/** Longest text that a template may become, in characters; the rest is cut. */
export const FILLED_LENGTH_MAX = 4000;

const PLACEHOLDER = /\{\{|\}\}|\{([^{}]*)\}?|\}/g;
const NAME = /^[A-Za-z_]\w*$/;

export type Placeholder =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'data'; readonly key: string };

type Piece = { readonly kind: 'text'; readonly text: string } | Placeholder;

/** The pieces of a template; a sentence when it cannot be read. */
export function readTemplate(template: string): Result<readonly Piece[], string> {
  const pieces: Piece[] = [];
  let from = 0;
  for (const found of template.matchAll(PLACEHOLDER)) {
    const [token, name] = found;
    if (found.index > from) pieces.push({ kind: 'text', text: template.slice(from, found.index) });
    from = found.index + token.length;
    if (token === '{{' || token === '}}') pieces.push({ kind: 'text', text: token.slice(1) });
    else if (name === undefined || !token.endsWith('}'))
      return fail('has a "{" or "}" without its other half; write "{{" for a brace');
    else if (name.startsWith('data.') && name.length > 5) pieces.push({ kind: 'data', key: name.slice(5) });
    else if (NAME.test(name)) pieces.push({ kind: 'variable', name });
    else return fail(`has "{${name.slice(0, 40)}}", which names no variable`);
  }
  if (from < template.length) pieces.push({ kind: 'text', text: template.slice(from) });
  return succeed(pieces);
}

/** The placeholders of a template. */
export function placeholdersOf(pieces: readonly Piece[]): readonly Placeholder[] {
  return pieces.filter((piece): piece is Placeholder => piece.kind !== 'text');
}

/** The template with its values, which are not read for placeholders again. What has no value is left out. */
export function fillTemplate(template: string, fill: (placeholder: Placeholder) => string | undefined): string {
  const pieces = readTemplate(template);
  if (!pieces.ok) return template.slice(0, FILLED_LENGTH_MAX);
  let filled = '';
  for (const piece of pieces.value) {
    filled += piece.kind === 'text' ? piece.text : (fill(piece) ?? '');
    if (filled.length > FILLED_LENGTH_MAX) break;
  }
  return cut(filled, FILLED_LENGTH_MAX);
}

/** At most so many characters, no pair of surrogates torn. */
export function cut(text: string, lengthMax: number): string {
  if (text.length <= lengthMax) return text;
  return text.slice(0, lengthMax).replace(/[\uD800-\uDBFF]$/, '');
}
