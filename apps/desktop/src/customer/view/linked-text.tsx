/** @jsxImportSource preact */
import { splitLinks } from '../conversation/split-links.ts';

export function LinkedText({ text }: { text: string }) {
  return (
    <>
      {splitLinks(text).map((part) =>
        part.kind === 'link' ? (
          <a key={part.at} href={part.href} target="_blank" rel="noopener noreferrer">
            {part.text}
          </a>
        ) : (
          part.text
        ),
      )}
    </>
  );
}
