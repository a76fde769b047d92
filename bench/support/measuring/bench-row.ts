/** One line of the table. */
export interface BenchRow {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** How it was measured, or what it is measured against. */
  readonly note: string;
}
