import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { fingerprintOf } from './desktop-build.ts';

const folder = mkdtempSync(join(tmpdir(), 'cordboard-build-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('a build is stale when a source was changed, added, renamed or removed, and only then', () => {
  const source = join(folder, 'main.ts');
  writeFileSync(source, 'one');
  const built = fingerprintOf([folder]);
  mkdirSync(join(folder, 'dist'));
  writeFileSync(join(folder, 'dist', 'index.html'), 'x');
  writeFileSync(join(folder, 'main.test.ts'), 'x');
  expect(fingerprintOf([folder, join(folder, 'missing')])).toBe(built);
  writeFileSync(source, 'two');
  expect(fingerprintOf([folder])).not.toBe(built);
  writeFileSync(source, 'one');
  expect(fingerprintOf([folder])).toBe(built);
  renameSync(source, join(folder, 'start.ts'));
  expect(fingerprintOf([folder])).not.toBe(built);
  rmSync(join(folder, 'start.ts'));
  expect(fingerprintOf([folder])).not.toBe(built);
});
