/** One step of the schema. Once released it is never changed; a later one changes what it made. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}
