/** One `;name=value`. */
export interface Parameter {
  /** As on the wire; names compare without case. */
  readonly name: string;
  /** Unquoted and unescaped; absent for a lone name. */
  readonly value?: string;
}

function findParameter(parameters: readonly Parameter[], name: string): Parameter | undefined {
  const wanted = name.toLowerCase();
  return parameters.find((candidate) => candidate.name.toLowerCase() === wanted);
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
  if (found === undefined) return [...parameters, { name, value }];
  return parameters.map((candidate) => (candidate === found ? { name: candidate.name, value } : candidate));
}
