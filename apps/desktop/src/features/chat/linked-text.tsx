import { linkParts } from '../../lib/link-parts.ts';

/** A text with its safe links; everything else of it is plain text. */
export function LinkedText({ text }: { readonly text: string }) {
  let start = 0;
  return (
    <p className="[overflow-wrap:anywhere] whitespace-pre-wrap">
      {linkParts(text).map((part) => {
        const key = start;
        start += part.text.length;
        return part.href === undefined ? (
          part.text
        ) : (
          <a
            key={key}
            href={part.href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            className="text-accent-ink underline"
          >
            {part.text}
          </a>
        );
      })}
    </p>
  );
}
