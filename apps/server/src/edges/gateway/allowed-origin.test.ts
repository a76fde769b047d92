import { expect, it } from 'vitest';
import { isAllowedOrigin } from './allowed-origin.ts';

it.each([
  [undefined, 'cordboard.example', true],
  ['http://127.0.0.1:8080', '127.0.0.1:8080', true],
  ['https://cordboard.example', 'cordboard.example', true],
  ['https://cordboard.example', 'Cordboard.Example:443', true],
  ['http://[::1]:8080', '[::1]:8080', true],
  ['http://127.0.0.1:8081', '127.0.0.1:8080', false],
  ['http://localhost:8080', '127.0.0.1:8080', false],
  ['https://evil.example', 'cordboard.example', false],
  ['https://cordboard.example.evil.example', 'cordboard.example', false],
  ['file://', 'cordboard.example', false],
  ['null', 'cordboard.example', false],
  ['', 'cordboard.example', false],
  ['https://cordboard.example', undefined, false],
  ['chrome-extension://cordboard.example', 'cordboard.example', false],
])('[GW3] origin %s at host %s: %s', (origin, host, isAllowed) => {
  expect(isAllowedOrigin(origin, host)).toBe(isAllowed);
});
