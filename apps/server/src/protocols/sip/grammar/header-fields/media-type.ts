import { lowered, trimmed } from '../tokens.ts';

/** `text/plain` of `Text/Plain ;charset=UTF-8`. */
export function mediaType(value: string): string {
  const semicolon = value.indexOf(';');
  return lowered(trimmed(semicolon < 0 ? value : value.slice(0, semicolon)));
}
