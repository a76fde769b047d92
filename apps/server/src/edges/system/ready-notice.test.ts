import { expect, it } from 'vitest';
import { formatReadyNotice } from './ready-notice.ts';

it('starts with the line that tells the ports, addresses and demo accounts follow', () => {
  const demoAccounts = [{ userName: '1001', name: 'Maya Ross', role: 'agent' }];
  const lines = formatReadyNotice({ address: '::1', httpPort: 49_152, sipPort: 5060, demoAccounts }).split('\n');
  expect(lines[0]).toBe('Cordboard is ready: http://[::1]:49152/ and sip:[::1]:5060');
  expect(lines).toContain('  Customer page      http://[::1]:49152/customer');
  expect(lines).toContain('    1001     Maya Ross        agent');
});
