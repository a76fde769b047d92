import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const REPOSITORY = fileURLToPath(new URL('../../../../', import.meta.url));
const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(['node_modules', 'dist', 'results']);

/** A file with its path from the root of the repository, slashes forward. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** One import: what stands between the quotes, and the names it brings. */
export interface Import {
  readonly from: string;
  /** Empty for `import 'x'`, for `import * as x` and for `import('x')`. */
  readonly names: readonly string[];
}

/** Files below these folders whose name ends so. A folder that is not there has none. */
export function readFiles(folders: readonly string[], endings: readonly string[]): readonly SourceFile[] {
  return folders.flatMap((folder) => filesBelow(join(REPOSITORY, folder), endings)).map(readSourceFile);
}

function filesBelow(folder: string, endings: readonly string[]): readonly string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED_FOLDERS.has(entry.name) ? [] : filesBelow(path, endings);
    return endings.some((ending) => entry.name.endsWith(ending)) ? [path] : [];
  });
}

function readSourceFile(path: string): SourceFile {
  return { path: relative(REPOSITORY, path).split(sep).join('/'), text: readFileSync(path, 'utf8') };
}

/** Whether a file is a test or serves tests only. */
export function isTestFile(path: string): boolean {
  return /\.(test|spec)\.tsx?$/.test(path) || /^(apps\/server\/test|e2e)\//.test(path) || path.includes('/testing/');
}

/** The text without comments, so that a word in a comment is no code. A `//` inside a string goes too; nothing here minds. */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, ' ').replace(/\/\/.*$/gm, ' ');
}

const STATIC = /\b(?:import|export)\s+(?:type\s+)?(?:([\w$*\s{},]+?)\s+from\s+)?['"]([^'"]+)['"]/g;
const DYNAMIC = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;
const WORKER = /\bnew URL\(\s*['"](\.[^'"]+\.ts)['"]\s*,\s*import\.meta\.url/g;

/** What a file imports: static, re-exported, dynamic, and modules named for a worker. */
export function importsOf(text: string): readonly Import[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, ' ').replace(/^\s*\/\/.*$/gm, ' ');
  return [
    ...[...code.matchAll(STATIC)].map(([, names, from]) => ({ from: from ?? '', names: namesOf(names ?? '') })),
    ...[...code.matchAll(DYNAMIC), ...code.matchAll(WORKER)].map(([, from]) => ({ from: from ?? '', names: [] })),
  ];
}

function namesOf(clause: string): readonly string[] {
  const braces = /\{([^}]*)\}/.exec(clause)?.[1];
  if (braces === undefined) return [];
  return braces
    .split(',')
    .map((name) => name.replace(/^\s*type\s+/, '').trim())
    .filter((name) => name !== '');
}

/** The path that a relative import means, from the root of the repository; undefined for a package. */
export function resolveImport(importer: string, from: string): string | undefined {
  return from.startsWith('.') ? posix.normalize(posix.join(posix.dirname(importer), from)) : undefined;
}
