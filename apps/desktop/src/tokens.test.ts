// @vitest-environment node
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const css = readFileSync(fileURLToPath(new URL('./tokens.css', import.meta.url)), 'utf8');
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map((match) => [
    match[1] ?? '',
    { light: match[2] ?? '', dark: match[3] ?? '' },
  ]),
);

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(text: string, surface: string): number {
  const [bright = 0, dim = 0] = [luminance(text), luminance(surface)].sort((left, right) => right - left);
  return (bright + 0.05) / (dim + 0.05);
}

const surfaces = ['bg', 'surface', 'sunk', 'accent-soft'];
const pairs: readonly (readonly [text: string, surface: string])[] = [
  ...['ink', 'ink-2', 'ink-3', 'accent-ink', 'danger'].flatMap((text) => surfaces.map((on) => [text, on] as const)),
  ...['ready', 'after-work'].flatMap((text) => ['surface', 'sunk', 'accent-soft'].map((on) => [text, on] as const)),
  ...[
    'ready',
    'partly',
    'not-ready',
    'after-work',
    'offline',
    'new',
    'warn',
    'late',
    'danger',
    'whisper',
    'watched',
  ].map((text) => [text, `${text}-soft`] as const),
  ['partly', 'surface'],
  ['not-ready', 'surface'],
  ['not-ready', 'sunk'],
  ['ready', 'sunk'],
  ['on-accent', 'accent'],
  ['on-whisper', 'whisper'],
  ['whisper', 'surface'],
  ['partly', 'accent-soft'],
  ['partly', 'sunk'],
  ['whisper', 'accent-soft'],
  ['whisper', 'sunk'],
  ['not-ready', 'accent-soft'],
  ['offline', 'accent-soft'],
  ['warn', 'surface'],
  ['ink-2', 'whisper-soft'],
  ['accent-ink', 'whisper-soft'],
  ['danger', 'whisper-soft'],
];

describe('tokens', () => {
  for (const [text, surface] of pairs)
    for (const theme of ['light', 'dark'] as const)
      it(`[DT55] ${text} on ${surface} has 4.5:1 in the ${theme} theme`, () => {
        const ratio = contrast(tokens.get(text)?.[theme] ?? '', tokens.get(surface)?.[theme] ?? '');
        expect(ratio).toBeGreaterThanOrEqual(4.5);
      });
});
