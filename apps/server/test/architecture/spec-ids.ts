import { type SourceFile, withoutComments } from './source-file.ts';

const RULE = /^(?:- |\| )(?:\*\*([A-Z]{2}\d+)\*\*|_([A-Z]{2}\d+)_)/gm;
const IN_BRACKETS = /\[([A-Z]{2}\d+)(?=[\],\s])/g;
const ANYWHERE = /\b[A-Z]{2}\d+\b/g;
/** "SI1 to SI18", "SI1–SI18", "SI1–18". */
const RANGE = /\b([A-Z]{2})(\d+)(?: to |–)(?:\1)?(\d+)\b/g;

/** The ids of the rules in these pages: what stands bold or in italics at the beginning of an item or of a table's row. */
export function ruleIds(pages: readonly SourceFile[]): readonly string[] {
  return pages.flatMap((page) => [...page.text.matchAll(RULE)].map(([, bold, italic]) => bold ?? italic ?? ''));
}

/** Ids that stand for two rules. */
export function findTwins(ids: readonly string[]): readonly string[] {
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
}

/** Ids in brackets that name no rule. */
export function findUnknownIds(file: SourceFile, ids: ReadonlySet<string>): readonly string[] {
  const named = new Set([...file.text.matchAll(IN_BRACKETS)].map(([, id]) => id ?? ''));
  return [...named].filter((id) => !ids.has(id)).map((id) => `${file.path} names ${id}, which is no rule`);
}

/** Rules that no test names, in a title, in a range or in a table of titles. What a comment says is no title. */
export function findUnnamedRules(tests: readonly SourceFile[], ids: readonly string[]): readonly string[] {
  const named = new Set(tests.flatMap((file) => idsNamed(withoutComments(file.text))));
  return ids.filter((id) => !named.has(id));
}

function idsNamed(text: string): readonly string[] {
  const ranges = [...text.matchAll(RANGE)].flatMap(([, letters, first, last]) =>
    Array.from({ length: Math.max(0, Number(last) - Number(first) + 1) }, (_, at) => `${letters}${Number(first) + at}`),
  );
  return [...(text.match(ANYWHERE) ?? []), ...ranges];
}
