import { parse } from 'yaml';
import { fail, type Result, succeed } from '../../base/result.ts';

/** How often a YAML document may use what it has named, so that a small one stays small. */
const ALIASES_MAX = 100;

/** A text as data: YAML 1.2, or JSON when it begins as JSON does. A failure says where and why, for people. */
export function readDocument(text: string): Result<unknown, string> {
  // Editors of some systems put a byte order mark in front.
  const plain = text.replace(/^\uFEFF/, '');
  if (plain.trim() === '') return fail('is empty');
  if (/^\s*[{[]/.test(plain)) return attempt('is not JSON', () => JSON.parse(plain));
  return attempt('is not YAML', () =>
    parse(plain, { maxAliasCount: ALIASES_MAX, merge: false, uniqueKeys: true, logLevel: 'error' }),
  );
}

function attempt(what: string, read: () => unknown): Result<unknown, string> {
  try {
    return succeed(read());
  } catch (error) {
    const [line = ''] = (error as Error).message.split('\n');
    return fail(`${what}: ${line.replace(/:$/, '')}`);
  }
}
