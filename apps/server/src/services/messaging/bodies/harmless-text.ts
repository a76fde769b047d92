/** Control characters but tab and line ends. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

/** A text as SIP clients get it: nothing in it rings, clears or steers the terminal in which it may be shown. */
export function harmlessText(text: string): string {
  return text.replaceAll(CONTROLS, '\ufffd');
}
