import { endOfQuotedString } from '../tokens.ts';

/** RFC 3261 7.3.1: the values of a comma list; commas in quotes and angle brackets separate nothing. Never empty. */
export function splitValues(text: string): readonly string[] {
  if (!text.includes(',')) return [text.trim()];
  const values: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x2c) {
      values.push(text.slice(start, at).trim());
      start = at + 1;
    } else if (code === 0x22) {
      const end = endOfQuotedString(text, at);
      if (end < 0) break;
      at = end - 1;
    } else if (code === 0x3c) {
      const end = text.indexOf('>', at);
      if (end < 0) break;
      at = end;
    }
  }
  values.push(text.slice(start).trim());
  return values;
}

/** The comma-separated tokens of all lines, empty ones left out: Require, Supported, Allow. */
export function splitTokens(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => splitValues(line)).filter((token) => token !== '');
}
