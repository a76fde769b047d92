/** Who works here: place and DN. */
export const AGENTS = [
  ['1001', '1001'],
  ['1002', '1002'],
  ['1003', '1003'],
  ['1004', '1104'],
] as const;
