import { expect, test } from 'vitest';
import { requirePackages } from './bench-packages.ts';

test('packages that are missing are named with the command that installs them', () => {
  const isThere = (name: string) => name === 'kamailio';
  expect(() => requirePackages(['kamailio'], isThere)).not.toThrow();
  expect(() => requirePackages(['kamailio', 'postgresql', 'ejabberd'], isThere)).toThrow(
    /^Not installed: postgresql, ejabberd\. Install with: sudo apt-get install --no-install-recommends postgresql ejabberd \(/,
  );
});
