import { describe, expect, it } from 'vitest';
import { splitLinks } from './split-links.ts';

describe('[WC15] links', () => {
  it.each([
    ['see https://example.com/a?b=c.', ['https://example.com/a?b=c']],
    ['(https://example.com/x)', ['https://example.com/x']],
    ['https://example.com/a_(b)', ['https://example.com/a_(b)']],
    ['HTTP://EXAMPLE.COM and mailto:a@b.example', ['HTTP://EXAMPLE.COM', 'mailto:a@b.example']],
    ['javascript:alert(1) data:text/html,x ftp://a.example file:///etc', []],
    ['https:// mailto: http://', []],
    ['<a href="https://example.com">x</a>', ['https://example.com']],
    ['plain', []],
  ])('%s', (text, links) => {
    const parts = splitLinks(text);
    expect(parts.filter((part) => part.kind === 'link').map((part) => part.text)).toEqual(links);
    expect(parts.map((part) => part.text).join('')).toBe(text);
  });

  it('stays quick with hostile punctuation', () => {
    // With a cost that grows by the square this would take minutes.
    const text = `https://${'!'.repeat(500_000)}x`.repeat(2);
    expect(
      splitLinks(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text);
  });
});
