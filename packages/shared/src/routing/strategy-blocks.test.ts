import { expect, test } from 'vitest';
import { strategyBlockSchema } from './strategy-blocks.ts';

test.each([
  ['selectTarget', { targets: [{ type: 'agent', name: '1001', timeoutSeconds: 0.01 }] }],
  ['lastAgent', { timeoutSeconds: 0.01, unavailable: 'a' }],
  ['collectDigits', { totalTimeoutSeconds: 0.01, next: 'a' }],
])('[RT58] a wait of %s too short to be one is refused', (type, fields) => {
  const refused = strategyBlockSchema.safeParse({ type, ...fields });
  expect(refused.success).toBe(false);
  const patient = JSON.parse(JSON.stringify(fields).replace('0.01', '0.1'));
  expect(strategyBlockSchema.safeParse({ type, ...patient }).success).toBe(true);
});
