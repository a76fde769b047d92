/** `at` is the place in the whole text. */
export type TextPart =
  | { kind: 'text'; at: number; text: string }
  | { kind: 'link'; at: number; text: string; href: string };

const CANDIDATE = /\b(?:https?:\/\/|mailto:)[^\s<>"]+/gi;
const TRAILING = new Set(`.,;:!?'”’)]}`);
const PROTOCOLS = new Set(['http:', 'https:', 'mailto:']);

/** Finds what may become a link. Everything stays text for the page; only http, https and mailto are followed. */
export function splitLinks(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(CANDIDATE)) {
    const candidate = dropTrailing(match[0]);
    const href = parseHref(candidate);
    if (!href) continue;
    if (match.index > from) parts.push({ kind: 'text', at: from, text: text.slice(from, match.index) });
    parts.push({ kind: 'link', at: match.index, text: candidate, href });
    from = match.index + candidate.length;
  }
  if (from < text.length) parts.push({ kind: 'text', at: from, text: text.slice(from) });
  return parts;
}

/** Punctuation ends the sentence, not the address; a closing bracket stays when the address opened it. */
function dropTrailing(candidate: string): string {
  let end = candidate.length;
  while (end > 0 && TRAILING.has(candidate.charAt(end - 1))) end -= 1;
  const closesOwnBracket = candidate.charAt(end) === ')' && candidate.slice(0, end).includes('(');
  return candidate.slice(0, closesOwnBracket ? end + 1 : end);
}

function parseHref(candidate: string): string | undefined {
  const url = URL.canParse(candidate) ? new URL(candidate) : undefined;
  return url && PROTOCOLS.has(url.protocol) && url.href.length > url.protocol.length + 2 ? url.href : undefined;
}
