import { fileURLToPath } from 'node:url';
import { type ConfigurationFile, configurationFileSchema } from '@cordboard/shared/configuration/configuration-file';
import type { z } from 'zod';
import { fail, type Result, succeed } from '../../base/result.ts';
import { checkReferences } from '../../domain/configuration-checks/check-references.ts';
import { readDocument } from './read-document.ts';

/** Reads a text file as UTF-8; rejects when it cannot. */
export type ReadText = (path: string) => Promise<string>;

const DEMO_PATH = fileURLToPath(new URL('../../../config/demo.json', import.meta.url));
/** Most problems that one message names. */
const PROBLEMS_NAMED_MAX = 5;

/** `directoryNumbers[2].options.voice`. */
function pathOf(issue: z.core.$ZodIssue): string {
  let path = '';
  for (const key of issue.path) {
    if (typeof key === 'number') path += `[${key}]`;
    else path += path === '' ? String(key) : `.${String(key)}`;
  }
  return path;
}

function sentenceOf(issue: z.core.$ZodIssue): string {
  const path = pathOf(issue);
  const what = issue.message.endsWith('.') ? issue.message : `${issue.message}.`;
  return path === '' ? what : `${path}: ${what}`;
}

function listProblems(source: string, problems: readonly string[]): string {
  const named = problems.slice(0, PROBLEMS_NAMED_MAX);
  const more = problems.length - named.length;
  const rest = more > 0 ? ` And ${more} more ${more === 1 ? 'problem' : 'problems'}.` : '';
  return `The configuration ${source} cannot be used. ${named.join(' ')}${rest}`;
}

/** The configuration in a JSON or YAML text, with its references checked; `source` names it in a failure. */
export function parseConfiguration(source: string, text: string): Result<ConfigurationFile, string> {
  const document = readDocument(text);
  if (!document.ok) return fail(`The configuration ${source} ${document.failure}`);
  const parsed = configurationFileSchema.safeParse(document.value);
  if (!parsed.success) return fail(listProblems(source, parsed.error.issues.map(sentenceOf)));
  const problems = checkReferences(parsed.data);
  return problems.length === 0 ? succeed(parsed.data) : fail(listProblems(source, problems));
}

/** Reads and checks a configuration: `demo`, or the path of a JSON or YAML file. */
export async function readConfigurationFile(
  source: string,
  readText: ReadText,
): Promise<Result<ConfigurationFile, string>> {
  let text: string;
  try {
    text = await readText(source === 'demo' ? DEMO_PATH : source);
  } catch (error) {
    return fail(`The configuration ${source} cannot be read: ${(error as Error).message}`);
  }
  return parseConfiguration(source, text);
}
