/** One `;name=value`. */
export interface Parameter {
  /** As on the wire; names compare without case. */
  readonly name: string;
  /** Unquoted and unescaped; absent for a lone name. */
  readonly value?: string;
}

function isNamed(candidate: string, name: string): boolean {
  if (candidate === name) return true;
  return candidate.length === name.length && candidate.toLowerCase() === name.toLowerCase();
}

function findParameter(parameters: readonly Parameter[], name: string): Parameter | undefined {
  for (const candidate of parameters) if (isNamed(candidate.name, name)) return candidate;
  return undefined;
}

/** The value of the first parameter of that name; `''` for a lone name, absent when it is not there. */
export function parameterValue(parameters: readonly Parameter[], name: string): string | undefined {
  const found = findParameter(parameters, name);
  return found === undefined ? undefined : (found.value ?? '');
}

export function hasParameter(parameters: readonly Parameter[], name: string): boolean {
  return findParameter(parameters, name) !== undefined;
}

/** `parameters` with this one set, at its old place or at the end. */
export function withParameter(parameters: readonly Parameter[], name: string, value: string): readonly Parameter[] {
  const found = findParameter(parameters, name);
  const changed = parameters.slice();
  if (found === undefined) changed.push({ name, value });
  else changed[parameters.indexOf(found)] = { name: found.name, value };
  return changed;
}
