import fc from 'fast-check';
import { unreachable } from '../../src/base/assert.ts';
import type { Table, TableRow } from '../../src/base/table.ts';

/** Something that happens to a table, for tests of what follows it. */
export type TableAction<Row extends TableRow> =
  | { readonly name: 'put'; readonly row: Row }
  | { readonly name: 'remove'; readonly id: string }
  | { readonly name: 'takeChanges' }
  | { readonly name: 'rollBack' }
  | { readonly name: 'reload' };

export function tableActions<Row extends TableRow>(rows: fc.Arbitrary<Row>): fc.Arbitrary<TableAction<Row>[]> {
  const action: fc.Arbitrary<TableAction<Row>> = fc.oneof(
    { weight: 8, arbitrary: rows.map((row) => ({ name: 'put' as const, row })) },
    { weight: 3, arbitrary: rows.map((row) => ({ name: 'remove' as const, id: row.id })) },
    { weight: 1, arbitrary: fc.constant({ name: 'takeChanges' as const }) },
    { weight: 1, arbitrary: fc.constant({ name: 'rollBack' as const }) },
    { weight: 1, arbitrary: fc.constant({ name: 'reload' as const }) },
  );
  return fc.array(action, { maxLength: 120, size: 'max' });
}

export function applyTableAction<Row extends TableRow>(table: Table<Row>, action: TableAction<Row>): void {
  switch (action.name) {
    case 'put':
      table.put(action.row);
      break;
    case 'remove':
      table.remove(action.id);
      break;
    case 'takeChanges':
      table.takeChanges();
      break;
    case 'rollBack':
      table.rollBack();
      break;
    case 'reload':
      // The store returns rows in an order of its own.
      table.load([...table.values()].reverse());
      break;
    default:
      unreachable(action);
  }
}
