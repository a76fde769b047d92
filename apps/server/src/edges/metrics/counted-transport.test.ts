import { expect, it } from 'vitest';
import type { Flow } from '../../protocols/sip/transport/sip-transport.ts';
import { countedReceiver, countedTransport } from './counted-transport.ts';

const flow: Flow = { id: 'udp:10.0.0.5:5060', transport: 'UDP', remoteAddress: '10.0.0.5', remotePort: 5060 };

it.each([
  ['MESSAGE sip:1111@x SIP/2.0\r\n', 'sip_requests_received', { method: 'MESSAGE' }],
  ['SIP/2.0 202 Accepted\r\n', 'sip_responses_received', { class: '2xx' }],
  ['SIP/2.0 999 No\r\n', 'sip_responses_received', { class: 'other' }],
  ['SIP/2.0', 'sip_requests_received', { method: 'other' }],
  ['__proto__ sip:x SIP/2.0', 'sip_requests_received', { method: 'other' }],
  ['', 'sip_requests_received', { method: 'other' }],
  ['x'.repeat(70_000), 'sip_requests_received', { method: 'other' }],
])('[RE20] %# is counted and passed on', (message, name, labels) => {
  const counted: unknown[] = [];
  const passed: Buffer[] = [];
  const counters = { count: (...what: unknown[]) => counted.push(what), observe: () => {} };
  const receiver = { receiveMessage: (bytes: Buffer) => passed.push(bytes), flowClosed: () => {} };
  countedReceiver(receiver, counters).receiveMessage(Buffer.from(message), flow);
  expect(counted).toEqual([[name, labels]]);
  expect(passed).toEqual([Buffer.from(message)]);
});

it('[RE20] what is sent is counted too', () => {
  const counted: unknown[] = [];
  const transport = { send: () => false, isOpen: () => true, sentBy: () => 'x' };
  const counters = { count: (...what: unknown[]) => counted.push(what), observe: () => {} };
  expect(countedTransport(transport, counters).send(flow, Buffer.from('BYE sip:x SIP/2.0'))).toBe(false);
  expect(counted).toEqual([['sip_requests_sent', { method: 'BYE' }]]);
});
