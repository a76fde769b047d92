import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('./corpus/', import.meta.url));
const NAME_LENGTH = 12;

export interface CorpusFile {
  readonly name: string;
  readonly input: Buffer;
}

/** Inputs that once did harm to this target. */
export function readCorpus(target: string): readonly CorpusFile[] {
  const folder = `${FOLDER}${target}`;
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .toSorted()
    .map((name) => ({ name, input: readFileSync(`${folder}/${name}`) }));
}

/** Keeps an input that did harm, under a name made from its content. Returns the file. */
export function keepInCorpus(target: string, input: Buffer): string {
  mkdirSync(`${FOLDER}${target}`, { recursive: true });
  const name = createHash('sha256').update(input).digest('hex').slice(0, NAME_LENGTH);
  const path = `${FOLDER}${target}/${name}.dat`;
  writeFileSync(path, input);
  return path;
}

/** Folders of the corpus. */
export function corpusTargets(): readonly string[] {
  return existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => !name.includes('.')) : [];
}
