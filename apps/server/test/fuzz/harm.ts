import type { FuzzSubject } from './fuzz-target.ts';

/** An input and what a subject says against it. Nothing was fed where it came out at closing. */
export interface Harm {
  readonly input: Buffer;
  readonly why: string;
}

export const nothingFed = Buffer.alloc(0);

/** What this subject says against its closing. */
export async function closing(subject: FuzzSubject): Promise<string | undefined> {
  try {
    await subject.close?.();
    return undefined;
  } catch (error) {
    return inWords(error);
  }
}

export function inWords(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
