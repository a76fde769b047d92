import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from './repository.ts';
import { type ProgramEnd, runProgram } from './run-program.ts';

const DESKTOP = join(root, 'apps/desktop');
const SOURCES = [DESKTOP, join(root, 'packages/shared/src'), join(root, 'package-lock.json')];
const NOT_SOURCES: ReadonlySet<string> = new Set(['node_modules', 'dist']);
/** Keeps from which sources the build was made; written last, so an interrupted build counts as none. */
const STAMP = join(DESKTOP, 'dist/.sources');

/** Builds the desktop unless its build was made from the present sources. */
export async function buildDesktopIfStale(): Promise<ProgramEnd> {
  const fingerprint = fingerprintOf(SOURCES);
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === fingerprint) return { exitCode: 0, wasInterrupted: false };
  console.log('Building the desktop …');
  const end = await runProgram('vite', ['build', '--logLevel', 'warn'], { folder: 'apps/desktop' });
  if (end.exitCode === 0 && !end.wasInterrupted) writeFileSync(STAMP, fingerprint);
  return end;
}

/** A hash of the names and contents of all files in `paths`; tests are no sources. */
export function fingerprintOf(paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of paths.flatMap(listFiles).sort()) {
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

function listFiles(path: string): readonly string[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return [];
  if (found.isFile()) return /\.test\.tsx?$/.test(path) ? [] : [path];
  return readdirSync(path).flatMap((name) => (NOT_SOURCES.has(name) ? [] : listFiles(join(path, name))));
}
