/** A list of names: each adds itself, `*` adds all, `~name` takes one away again; from left to right. */
export function readMask(mask: string, all: readonly string[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const word of wordsOf(mask)) {
    if (word === '*') for (const name of all) names.add(name);
    else if (word.startsWith('~')) names.delete(word.slice(1).trim());
    else if (all.includes(word)) names.add(word);
  }
  return names;
}

/** Names of a mask that are not among `all`. */
export function unknownInMask(mask: string, all: readonly string[]): readonly string[] {
  return wordsOf(mask)
    .map((word) => (word.startsWith('~') ? word.slice(1).trim() : word))
    .filter((name) => name !== '*' && !all.includes(name));
}

/** The words of a mask, `~` included. */
export function wordsOf(mask: string): readonly string[] {
  return mask
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}
