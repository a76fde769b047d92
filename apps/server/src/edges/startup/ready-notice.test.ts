import { expect, it } from 'vitest';
import { formatReadyNotice } from './ready-notice.ts';

it('starts with the line that tells the ports, addresses and demo accounts follow', () => {
  const demoAccounts = [{ userName: '1001', name: 'Maya Ross', role: 'agent' }];
  const ports = { httpPort: 49_152, httpsPort: 8443, sipPort: 5060, sipsPort: 5061, msrpPort: 2855, msrpsPort: 2856 };
  const lines = formatReadyNotice({ address: '::1', ...ports, demoAccounts }).split('\n');
  expect(lines[0]).toBe('Cordboard is ready: http://[::1]:49152/ and sip:[::1]:5060');
  expect(lines).toContain('  Customer page      http://[::1]:49152/customer, https://[::1]:8443/customer');
  expect(lines).toContain('  SIP                [::1]:5060 over UDP and TCP, [::1]:5061 over TLS');
  expect(lines).toContain('  SIP over WebSocket ws://[::1]:49152/sip, wss://[::1]:8443/sip');
  expect(lines).toContain('  MSRP               [::1]:2855 over TCP, [::1]:2856 over TLS, ws://[::1]:49152/msrp');
  expect(lines).toContain('    1001     Maya Ross        agent');
});
