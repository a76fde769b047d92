/** Reads a JSON value that this browser kept; a missing, broken or forbidden storage reads as undefined. */
export function readStored<Value>(storage: () => Storage, key: string): Value | undefined {
  try {
    const text = storage().getItem(key);
    return text === null ? undefined : (JSON.parse(text) as Value);
  } catch {
    return undefined;
  }
}

/** Keeps a JSON value; undefined removes it. A full or forbidden storage is no reason to fail. */
export function writeStored(storage: () => Storage, key: string, value: unknown): void {
  try {
    if (value === undefined) storage().removeItem(key);
    else storage().setItem(key, JSON.stringify(value));
  } catch {
    // What could not be kept is lost with the page, nothing else.
  }
}
