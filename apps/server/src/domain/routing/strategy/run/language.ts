import type { LocalizedText } from '@cordboard/shared/routing/strategy-blocks';

/** The text in the wanted language, in its main language (`de` for `de-AT`), in that of the strategy, or the first one. */
export function chooseLanguage(
  texts: LocalizedText,
  wanted: string,
  fallBack: string,
): { readonly text: string; readonly language: string } {
  if (typeof texts === 'string') return { text: texts, language: fallBack };
  for (const language of [wanted, wanted.split('-')[0] ?? '', fallBack]) {
    const text = Object.hasOwn(texts, language) ? texts[language] : undefined;
    if (text !== undefined) return { text, language };
  }
  const [first] = Object.entries(texts);
  return first === undefined ? { text: '', language: fallBack } : { text: first[1], language: first[0] };
}
