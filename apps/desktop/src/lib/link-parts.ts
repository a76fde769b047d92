export interface TextPart {
  readonly text: string;
  /** Present when the part is a link that is safe to follow. */
  readonly href?: string;
}

const linkPattern = /\b(?:https?:\/\/|mailto:)[^\s<>"'`]+/gi;
const trailing = /[.,;:!?]+$/;

/** Closing brackets belong to the sentence unless the address opened them. */
function endOfLink(candidate: string): string {
  let link = candidate.replace(trailing, '');
  for (const [open, close] of [
    ['(', ')'],
    ['[', ']'],
  ] as const) {
    while (link.endsWith(close) && link.split(close).length > link.split(open).length) link = link.slice(0, -1);
  }
  return link.replace(trailing, '');
}

function safeHref(link: string): string | undefined {
  if (!URL.canParse(link)) return undefined;
  const url = new URL(link);
  return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : undefined;
}

/** Cuts a text into plain parts and safe links. Nothing of it is ever read as HTML. */
export function linkParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(linkPattern)) {
    const link = endOfLink(match[0]);
    const href = safeHref(link);
    if (href === undefined) continue;
    if (match.index > end) parts.push({ text: text.slice(end, match.index) });
    parts.push({ text: link, href });
    end = match.index + link.length;
  }
  if (end < text.length || parts.length === 0) parts.push({ text: text.slice(end) });
  return parts;
}
