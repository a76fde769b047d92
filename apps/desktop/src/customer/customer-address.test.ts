import { expect, it } from 'vitest';
import { readCustomerAddress } from './customer-address.ts';

it.each([
  ['http://localhost:8080/customer', { routingPoint: '1111', host: 'localhost', socketUrl: 'ws://localhost:8080/sip' }],
  ['https://c.example/customer?to=1112', { routingPoint: '1112', host: 'c.example', socketUrl: 'wss://c.example/sip' }],
  ['http://[::1]:8080/customer?to=', { routingPoint: '1111', host: '[::1]', socketUrl: 'ws://[::1]:8080/sip' }],
  [
    'http://a.example/customer?to=%0d%0aX',
    { routingPoint: '1111', host: 'a.example', socketUrl: 'ws://a.example/sip' },
  ],
])('[WC1] %s', (href, address) => {
  expect(readCustomerAddress(new URL(href))).toEqual(address);
});
