import { posix } from 'node:path';
import type { SourceFile } from './source-file.ts';

/** Where paths in the pages may begin, besides the folder of the page. */
const ROOTS = ['', 'apps/server/src/', 'apps/server/', 'apps/desktop/src/', 'packages/shared/src/', 'docs/'];

/** What is outside code blocks. */
function prose(text: string): string {
  return text.replace(/^```[\s\S]*?^```/gm, '');
}

/** The anchors that a page has: of a heading its words in small letters, joined by hyphens. */
export function anchorsOf(text: string): ReadonlySet<string> {
  const headings = [...prose(text).matchAll(/^#+\s+(.+)$/gm)].map(([, heading]) => heading ?? '');
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replace(/\s/g, '-'),
    ),
  );
}

/** Links of a page that lead to no file, or to no heading of it, each as a sentence. */
export function findBrokenLinks(
  page: SourceFile,
  pages: readonly SourceFile[],
  exists: (path: string) => boolean,
): readonly string[] {
  const links = [...prose(page.text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? '');
  return links.flatMap((target) => {
    if (/^[a-z]+:/.test(target)) return [];
    const [to = '', anchor] = target.split('#', 2);
    const path = to === '' ? page.path : posix.join(posix.dirname(page.path), to);
    if (!exists(path)) return [`${page.path} links ${target}, which does not exist.`];
    const text = pages.find((candidate) => candidate.path === path)?.text;
    const isThere = anchor === undefined || text === undefined || anchorsOf(text).has(anchor);
    return isThere ? [] : [`${page.path} links ${target}, a heading which does not exist.`];
  });
}

/** Links in code type to a source file in which the word of the link does not occur, each as a sentence. */
export function findMisnamedLinks(page: SourceFile, textOf: (path: string) => string | undefined): readonly string[] {
  const links = [...prose(page.text).matchAll(/\[`([\w.-]+)`\]\(([^)#\s]+\.tsx?)\)/g)];
  return links.flatMap(([, word = '', target = '']) => {
    const text = textOf(posix.join(posix.dirname(page.path), target));
    const isFile = target.endsWith(word);
    const isThere = isFile || word.split('.').every((part) => new RegExp(`\\b${part}\\b`).test(text ?? ''));
    return isThere ? [] : [`${page.path} links ${word} to ${target}, where it is not.`];
  });
}

/** Files that a page names in code type and that are not there, each as a sentence. */
export function findMissingFiles(page: SourceFile, exists: (path: string) => boolean): readonly string[] {
  const named = [...prose(page.text).matchAll(/`((?:[\w.-]+\/)+[\w.-]+\.(?:tsx?|md|json|css))`/g)];
  // What a run leaves behind is in no fresh checkout.
  const kept = [...named].filter(([, path = '']) => !path.startsWith('bench/results/'));
  return kept.flatMap(([, path = '']) =>
    ROOTS.some((root) => exists(root + path)) || exists(posix.join(posix.dirname(page.path), path))
      ? []
      : [`${page.path} names ${path}, which does not exist.`],
  );
}

/** Hops of the paths through the code, `| file | function | … |`, whose function is not in the file, each as a sentence. */
export function findLostHops(page: SourceFile, textOf: (path: string) => string | undefined): readonly string[] {
  return tablesOf(page.text).flatMap((rows) => {
    if (!/^\|\s*file\s*\|\s*function\s*\|/.test(rows[0] ?? '')) return [];
    return rows.slice(2).flatMap((row) => {
      const [, file = '', functions = ''] = row.split('|');
      const texts = codeIn(file).map((path) =>
        ROOTS.map((root) => textOf(root + path)).find((text) => text !== undefined),
      );
      const code = texts.join('\n');
      return codeIn(functions)
        .flatMap((name) => name.split('.'))
        .filter((word) => !new RegExp(`\\b${word}\\b`).test(code))
        .map((word) => `${page.path}: ${word} is not in ${file.trim()}.`);
    });
  });
}

function tablesOf(text: string): readonly (readonly string[])[] {
  return [...text.matchAll(/(?:^\|.*\n)+/gm)].map(([table]) => table.trimEnd().split('\n'));
}

function codeIn(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code ?? '');
}
