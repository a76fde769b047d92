import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { anchorsOf, findBrokenLinks, findLostHops, findMisnamedLinks, findMissingFiles } from './doc-links.ts';
import { readFiles } from './source-file.ts';

const REPOSITORY = fileURLToPath(new URL('../../../../', import.meta.url));
/** In sentences: "npm brings", "npm 10", "npm `sip`". */
const WORDS_AFTER_NPM: ReadonlySet<string> = new Set(['brings']);
const exists = (path: string) => existsSync(join(REPOSITORY, path));
const pages = readFiles([''], ['.md']);
const sources = new Map(readFiles(['apps', 'packages'], ['.ts', '.tsx']).map(({ path, text }) => [path, text]));

describe('the pages', () => {
  test('link only what is there', () => {
    expect(pages.length).toBeGreaterThan(40);
    expect(pages.flatMap((page) => findBrokenLinks(page, pages, exists))).toEqual([]);
  });

  test('name only files that are there', () => {
    // What was there once may stand in the changelog.
    const present = pages.filter(({ path }) => path !== 'CHANGELOG.md');
    expect(present.flatMap((page) => findMissingFiles(page, exists))).toEqual([]);
  });

  test('link words of the code to where they are', () => {
    expect(pages.flatMap((page) => findMisnamedLinks(page, (path) => sources.get(path)))).toEqual([]);
  });

  test('lead along functions that are in the files that they name', () => {
    expect(pages.flatMap((page) => findLostHops(page, (path) => sources.get(path)))).toEqual([]);
  });
});

describe('README and CONTRIBUTING', () => {
  const manifest = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as { scripts: object };
  const scripts = new Set(['ci', ...Object.keys(manifest.scripts)]);
  const texts = pages.filter(({ path }) => /^(README|CONTRIBUTING)\.md$/.test(path)).map(({ text }) => text);

  test('name only commands that there are', () => {
    const named = texts.flatMap((text) =>
      [...text.matchAll(/\bnpm (?:run )?(?!run\b)([a-z][a-z0-9]*)/g)].map(([, name]) => name ?? ''),
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !scripts.has(name) && !WORDS_AFTER_NPM.has(name))).toEqual([]);
  });

  test('name every variable that the server reads, and no other', () => {
    const variables = (text: string) => new Set(text.match(/\bCORDBOARD_[A-Z_]+\b/g));
    const read = variables(sources.get('apps/server/src/edges/startup/read-environment.ts') ?? '');
    expect(read.size).toBeGreaterThan(15);
    expect([...variables(texts.join('\n'))].sort()).toEqual([...read].sort());
  });
});

describe('the check', () => {
  const page = { path: 'docs/a.md', text: '# A\n\n## In `code`, and more\n\n```\n[x](gone.md)\n```\n' };

  test('knows the anchors of headings', () => {
    expect([...anchorsOf(page.text)]).toEqual(['a', 'in-code-and-more']);
  });

  test.each([
    ['[b](b.md)', 1],
    ['[b](../README.md) [c](https://example.net) [d](#in-code-and-more)', 0],
    ['[b](#gone)', 1],
    ['[b](a.md#a)', 0],
    ['[b](a.md#gone)', 1],
  ])('sees how many links of %s are broken', (text, broken) => {
    const linking = { ...page, text: `${page.text}${text}\n` };
    const isThere = (path: string) => ['README.md', 'docs/a.md'].includes(path);
    expect(findBrokenLinks(linking, [linking], isThere)).toHaveLength(broken);
  });

  test('sees a file that is not there', () => {
    const naming = { ...page, text: 'See `domain/here.ts` and `domain/gone.ts`.' };
    expect(findMissingFiles(naming, (path) => path === 'apps/server/src/domain/here.ts')).toEqual([
      'docs/a.md names domain/gone.ts, which does not exist.',
    ]);
  });

  test.each([
    ['[`Here.go`](../x.ts)', 0],
    ['[`x.ts`](../x.ts)', 0],
    ['[`Gone`](../x.ts)', 1],
  ])('sees how many words of %s are elsewhere', (text, misnamed) => {
    const textOf = (path: string) => (path === 'x.ts' ? 'class Here { go() }' : undefined);
    expect(findMisnamedLinks({ ...page, text }, textOf)).toHaveLength(misnamed);
  });

  test('sees a function that is not in its file', () => {
    const text = '| file | function |\n| --- | --- |\n| `domain/x.ts` | `Here.go`, its `gone` |\n';
    expect(
      findLostHops({ ...page, text }, (path) => (path.endsWith('/domain/x.ts') ? 'class Here { go() }' : undefined)),
    ).toEqual(['docs/a.md: gone is not in `domain/x.ts`.']);
  });
});
