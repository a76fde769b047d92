import { expect, it } from 'vitest';
import { allPackages, howToInstall, missingPackages } from './debian-packages.ts';

it('a package is missing when its program is', () => {
  expect(missingPackages(allPackages, () => true)).toEqual([]);
  expect(missingPackages(['chromium', 'sip-tester'], (program) => program !== 'sipp')).toEqual(['sip-tester']);
});

it('names the package and the command', () => {
  expect(howToInstall(['sip-tester'])).toBe(
    'The tests need sipp (Debian package sip-tester). Install with: sudo apt-get install --no-install-recommends sip-tester',
  );
});
