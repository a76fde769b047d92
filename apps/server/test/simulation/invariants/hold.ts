/** A rule of docs/spec/simulation.md does not hold. */
export class BrokenInvariant extends Error {
  override readonly name = 'BrokenInvariant';
}

export function hold(condition: boolean, rule: string, what: () => string): asserts condition {
  if (!condition) throw new BrokenInvariant(`${rule}: ${what()}`);
}
