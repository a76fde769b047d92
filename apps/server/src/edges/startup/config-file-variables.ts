import { readFileSync } from 'node:fs';
import { StartFailure } from './start-failure.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The variables with those of the configuration file's `server` object below them: each variable is also a key there, and
 * the variable wins. Throws StartFailure when the file that CORDBOARD_CONFIG names cannot be read.
 */
export function withConfigFile(variables: Variables): Variables {
  const path = variables['CORDBOARD_CONFIG'];
  if (path === undefined || path === '' || path === 'demo') return variables;
  return { ...readServerKeys(path), ...variables };
}

function readServerKeys(path: string): Variables {
  const server = (readJson(path) as { server?: unknown } | null)?.server ?? {};
  if (typeof server !== 'object' || Array.isArray(server)) throw badFile(path, 'its "server" is no object');
  return Object.fromEntries(
    Object.entries(server).map(([name, value]) => {
      if (typeof value === 'string' || typeof value === 'number') return [name, String(value)];
      throw badFile(path, `${name} is neither a text nor a number`);
    }),
  );
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    throw badFile(path, error instanceof Error ? error.message : String(error));
  }
}

function badFile(path: string, why: string): StartFailure {
  return new StartFailure(`CORDBOARD_CONFIG is ${path}, which cannot be used: ${why}.`);
}
