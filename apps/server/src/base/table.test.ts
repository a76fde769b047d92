import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Table, type TableRow } from './table.ts';

interface PartyRow extends TableRow {
  readonly call: string;
  readonly tags: readonly string[];
}

type Change =
  | { readonly name: 'put'; readonly row: PartyRow }
  | { readonly name: 'remove'; readonly id: string }
  | { readonly name: 'take' }
  | { readonly name: 'rollBack' }
  | { readonly name: 'load'; readonly rows: readonly PartyRow[] };

const keys = ['a', 'b', 'c', 'd'] as const;
const anyKey = fc.constantFrom(...keys);
const anyRow: fc.Arbitrary<PartyRow> = fc.record({
  id: fc.constantFrom('1', '2', '3', '4', '5'),
  call: anyKey,
  tags: fc.array(anyKey, { maxLength: 3 }),
});
const anyChange: fc.Arbitrary<Change> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ name: fc.constant('put'), row: anyRow }) },
  { weight: 3, arbitrary: fc.record({ name: fc.constant('remove'), id: fc.constantFrom('1', '2', '3', '4', '5') }) },
  { weight: 2, arbitrary: fc.record({ name: fc.constant('take') }) },
  { weight: 2, arbitrary: fc.record({ name: fc.constant('rollBack') }) },
  {
    weight: 1,
    arbitrary: fc.record({
      name: fc.constant('load'),
      rows: fc.uniqueArray(anyRow, { selector: (row) => row.id, maxLength: 5 }),
    }),
  },
);

function keysOf(row: PartyRow): readonly string[] {
  return [row.call, ...row.tags];
}

function createTable() {
  const table = new Table<PartyRow>('parties');
  return { table, byKey: table.indexBy(keysOf) };
}

function byId(rows: Iterable<PartyRow>): PartyRow[] {
  return [...rows].sort((a, b) => a.id.localeCompare(b.id));
}

function row(id: string, call = 'a', ...tags: string[]): PartyRow {
  return { id, call, tags };
}

describe('Table', () => {
  test('a row put is found by id and by each of its keys', () => {
    const { table, byKey } = createTable();
    table.put(row('1', 'a', 'b'));
    expect(table.get('1')).toEqual(row('1', 'a', 'b'));
    expect([byKey.count('a'), byKey.count('b'), byKey.count('c')]).toEqual([1, 1, 0]);
    expect(byKey.first('b')).toBe(table.get('1'));
  });

  test('a row whose key changes leaves the old key', () => {
    const { table, byKey } = createTable();
    table.put(row('1', 'a'));
    table.put(row('1', 'b'));
    expect([byKey.get('a'), byKey.get('b')]).toEqual([[], [row('1', 'b')]]);
  });

  test('an index added later knows the rows that are there', () => {
    const { table } = createTable();
    table.put(row('1', 'a'));
    expect(table.indexBy((party) => [party.call]).get('a')).toEqual([row('1', 'a')]);
  });

  test('each changed row is listed once, as the last change left it, and taken once', () => {
    const { table } = createTable();
    table.put(row('1', 'a'));
    table.put(row('1', 'b'));
    table.put(row('2'));
    table.remove('2');
    table.remove('9');
    const changes = [
      { id: '1', row: row('1', 'b') },
      { id: '2', row: undefined },
    ];
    expect(table.listChanges()).toEqual(changes);
    expect(table.takeChanges()).toEqual(changes);
    expect(table.takeChanges()).toEqual([]);
  });

  test('loading replaces everything and leaves no change behind', () => {
    const { table, byKey } = createTable();
    table.put(row('1', 'a'));
    table.load([row('2', 'b')]);
    expect([[...table.values()], table.takeChanges(), byKey.get('a')]).toEqual([[row('2', 'b')], [], []]);
    table.rollBack();
    expect(table.size).toBe(1);
  });

  test('any changes: rows equal a plain map, indexes equal what is recomputed, a roll-back restores both', () => {
    fc.assert(
      fc.property(fc.array(anyChange, { maxLength: 60 }), (changes) => {
        const { table, byKey } = createTable();
        let model = new Map<string, PartyRow>();
        let taken = new Map(model);
        for (const change of changes) {
          switch (change.name) {
            case 'put':
              table.put(change.row);
              model.set(change.row.id, change.row);
              break;
            case 'remove':
              table.remove(change.id);
              model.delete(change.id);
              break;
            case 'take':
              // Applying what was taken to what was before gives what is now.
              for (const { id, row: after } of table.takeChanges()) {
                if (after === undefined) taken.delete(id);
                else taken.set(id, after);
              }
              expect(byId(taken.values())).toEqual(byId(model.values()));
              break;
            case 'rollBack':
              table.rollBack();
              model = new Map(taken);
              break;
            case 'load':
              table.load(change.rows);
              model = new Map(change.rows.map((loaded) => [loaded.id, loaded]));
              taken = new Map(model);
              break;
          }
          expect(byId(table.values())).toEqual(byId(model.values()));
          for (const key of keys) {
            const expected = byId([...model.values()].filter((found) => keysOf(found).includes(key)));
            expect(byId(byKey.get(key))).toEqual(expected);
            expect(byKey.count(key)).toBe(expected.length);
            expect(byKey.first(key) === undefined).toBe(expected.length === 0);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
