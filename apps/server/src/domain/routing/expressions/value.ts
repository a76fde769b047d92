/** What an expression can be worth. */
export type Value = string | number | boolean | readonly (string | number)[];
/** `any` is known at run time only, as attached data are. */
export type ValueType = 'string' | 'number' | 'boolean' | 'list' | 'any';

export function typeOf(value: Value): Exclude<ValueType, 'any'> {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'number') return 'number';
  return typeof value === 'boolean' ? 'boolean' : 'list';
}

/** A value as a customer or an attached pair shows it. */
export function textOf(value: Value): string {
  return typeof value === 'object' ? value.join(', ') : String(value);
}

/** The number that a text is from end to end. */
export function numberIn(text: string): number | undefined {
  return /^\s{0,20}-?\d{1,15}(?:\.\d{1,15})?\s{0,20}$/.test(text) ? Number(text) : undefined;
}
