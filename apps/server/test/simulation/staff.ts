/** Who works here: place and DN. */
export const AGENTS = [
  ['1001', '1001'],
  ['1002', '1002'],
  ['1003', '1003'],
  ['1004', '1104'],
] as const;

/** Something that may happen next. */
export interface Action {
  readonly weight: number;
  readonly name: string;
  /** Says what it did; undefined when there was nothing to do. */
  readonly act: () => string | undefined;
}
