import type { SeededRandom } from '../../src/base/seeded-random.ts';
import { pickFrom } from './mutate.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const KEYS = ['__proto__', 'constructor', 'toString', 'length', 'then', 'toJSON', '', 'name', 'extensions', '\u0000'];

function oddValues(): readonly Json[] {
  return [
    null,
    true,
    false,
    0,
    -1,
    1.5,
    1e308,
    -0,
    2 ** 53,
    '',
    'a'.repeat(300),
    'x'.repeat(20_000),
    '\u0000',
    '\ud800',
    '__proto__',
    '1001',
    '1111',
    '../../etc/passwd',
    '<img src=x onerror=alert(1)>',
    [],
    {},
    [[]],
    deep(200),
    { constructor: { prototype: {} } },
    Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`k${index}`, index])),
    Array.from({ length: 500 }, () => 0),
    JSON.parse('{"__proto__":{"isAdmin":true}}') as Json,
  ];
}

function deep(levels: number): Json {
  let value: Json = 1;
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

/** A JSON value with up to four changes. */
export function mutateJson(random: SeededRandom, value: Json): Json {
  let result = value;
  const count = 1 + random.below(4);
  for (let index = 0; index < count; index += 1) result = changeOne(random, result);
  return result;
}

function changeOne(random: SeededRandom, value: Json): Json {
  const isContainer = typeof value === 'object' && value !== null;
  if (!isContainer || random.below(6) === 0) return changeLeaf(random, value);
  if (Array.isArray(value)) {
    const items = [...(value as readonly Json[])];
    const at = random.below(items.length + 1);
    if (random.below(3) === 0) items.splice(at, random.below(2), pickFrom(random, oddValues()));
    else if (at < items.length) items[at] = changeOne(random, items[at] ?? null);
    return items;
  }
  const entries = Object.entries(value as Readonly<Record<string, Json>>);
  const at = random.below(entries.length + 1);
  const entry = entries[at];
  if (entry === undefined || random.below(5) === 0) {
    return asObject([...entries, [pickFrom(random, KEYS), pickFrom(random, oddValues())]]);
  }
  if (random.below(5) === 0) return asObject(entries.filter((other) => other !== entry));
  return asObject(entries.map((other) => (other === entry ? [entry[0], changeOne(random, entry[1])] : other)));
}

function changeLeaf(random: SeededRandom, value: Json): Json {
  if (typeof value === 'number' && random.below(2) === 0) return value + random.below(3) - 1;
  if (typeof value === 'string' && random.below(2) === 0) return value.slice(0, random.below(value.length + 1));
  return pickFrom(random, oddValues());
}

/** With `__proto__` as a key like any other, as JSON.parse makes it. */
function asObject(entries: readonly (readonly [string, Json])[]): Json {
  const object = {};
  for (const [key, value] of entries) {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  }
  return object;
}

export type { Json };
