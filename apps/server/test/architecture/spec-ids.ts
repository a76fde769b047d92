import type { SourceFile } from './source-file.ts';

const RULE = /^(?:- |\| )\*\*([A-Z]{2}\d+)\*\*/gm;
const IN_BRACKETS = /\[([A-Z]{2}\d+)(?=[\],\s])/g;
const ANYWHERE = /\b[A-Z]{2}\d+\b/g;

/** The ids of the rules in these pages: what stands bold at the beginning of an item or of a table's row. */
export function ruleIds(pages: readonly SourceFile[]): readonly string[] {
  return pages.flatMap((page) => [...page.text.matchAll(RULE)].map(([, id]) => id ?? ''));
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

/** Rules that no test names, in a title or in a table of titles. */
export function findUnnamedRules(tests: readonly SourceFile[], ids: readonly string[]): readonly string[] {
  const named = new Set(tests.flatMap((file) => file.text.match(ANYWHERE) ?? []));
  return ids.filter((id) => !named.has(id));
}
