/** Words that must stand in this order, each behind the one before; more than a few changes of a seed bring together by chance. */
export const WORDS = ['alpha', 'beta', 'gamma', 'delta'] as const;

/** For the test of the fuzzer: harm that lies behind four conditions, each of which opens the next. */
export function readDeeply(text: string): void {
  const alpha = text.indexOf('alpha');
  if (alpha < 0) return;
  const beta = text.indexOf('beta', alpha);
  if (beta < 0) return;
  const gamma = text.indexOf('gamma', beta);
  if (gamma < 0) return;
  if (text.includes('delta', gamma)) throw new Error('deep');
}
