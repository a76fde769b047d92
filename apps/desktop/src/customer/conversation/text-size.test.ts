import { expect, it } from 'vitest';
import { measureText, TEXT_BYTES_MAX } from './text-size.ts';

it.each([
  ['', 0, false],
  ['é', 2, false],
  ['🙂', 4, false],
  ['a'.repeat(TEXT_BYTES_MAX), TEXT_BYTES_MAX, false],
  ['a'.repeat(TEXT_BYTES_MAX + 1), TEXT_BYTES_MAX + 1, true],
  ['é'.repeat(TEXT_BYTES_MAX / 2 + 1), TEXT_BYTES_MAX + 2, true],
])('[WC9] counts UTF-8 bytes (case %#)', (text, bytes, isTooLong) => {
  expect(measureText(text)).toEqual({ bytes, isTooLong });
});
