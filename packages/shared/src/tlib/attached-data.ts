import { z } from 'zod';

/** One value of user data, extensions or reasons. */
export type KeyValue = string | number | boolean | readonly KeyValue[] | { readonly [key: string]: KeyValue };
/** User data, extensions, reasons: keys with JSON values. */
export type KeyValueList = { readonly [key: string]: KeyValue };

/** Most pairs that one list may have. */
export const PAIRS_MAX = 256;
/** Longest key, in characters. */
export const KEY_LENGTH_MAX = 256;
/** Deepest nesting of lists inside lists. */
export const NESTING_MAX = 8;
/** Most bytes of JSON that one list may take. */
export const LIST_BYTES_MAX = 65_536;

function isKeyValue(value: unknown, depth: number): value is KeyValue {
  if (typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null || depth > NESTING_MAX) return false;
  const items = Array.isArray(value) ? value : Object.values(value);
  return items.every((item) => isKeyValue(item, depth + 1));
}

export const keyValueListSchema = z.custom<KeyValueList>((value) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const keys = Object.keys(value);
  if (keys.length > PAIRS_MAX || keys.some((key) => key.length > KEY_LENGTH_MAX || key === '__proto__')) return false;
  return isKeyValue(value, 0) && JSON.stringify(value).length <= LIST_BYTES_MAX;
}, 'must be an object of JSON values within the limits');

/** TUpdateUserData and, as keys are unique in JSON, TAttachUserData: existing keys are replaced, missing ones added. */
export function mergePairs(list: KeyValueList, added: KeyValueList): KeyValueList {
  return { ...list, ...added };
}

/** TDeletePair: the list without `key`. */
export function deletePair(list: KeyValueList, key: string): KeyValueList {
  return Object.fromEntries(Object.entries(list).filter(([name]) => name !== key));
}
