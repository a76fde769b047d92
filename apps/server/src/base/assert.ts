/** Our own mistake: never thrown for what a peer sent. */
export class AssertionFailure extends Error {
  override readonly name = 'AssertionFailure';
}

/** Throws when what must hold does not hold. */
export function assert(condition: unknown, what: string): asserts condition {
  if (!condition) throw new AssertionFailure(what);
}

/** `value`, which must be there. */
export function required<Value>(value: Value | undefined | null, what: string): Value {
  assert(value !== undefined && value !== null, `${what} must exist`);
  return value;
}

/** Ends a switch over a union; a case that is missing does not compile. */
export function unreachable(value: never): never {
  throw new AssertionFailure(`unreachable: ${JSON.stringify(value)}`);
}
