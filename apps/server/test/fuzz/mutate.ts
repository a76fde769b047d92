import type { SeededRandom } from '../../src/base/seeded-random.ts';
import { joinSegments, splitSegments } from './fuzz-target.ts';

const NUMBERS = [
  '0',
  '-1',
  '1',
  '00000000000000000007',
  '+5',
  '0x10',
  '1e9',
  '2147483647',
  '2147483648',
  '4294967295',
  '4294967296',
  '4294967328',
  '9007199254740993',
  '18446744073709551616',
  '99999999999999999999999999',
  'NaN',
  '5, 9',
  ' ',
];
const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'];
const SPICE = [
  '\r\n',
  '\r\n\r\n',
  '\n',
  '\r',
  '\0',
  '\t',
  ' ',
  '"',
  '\\',
  '\\"',
  '<',
  '>',
  ',',
  ';',
  ':',
  '=',
  '@',
  '%',
  '%00',
  '%zz',
  '[',
  ']',
  '[::1]',
  '(',
  ')',
  '/',
  '?',
  '&',
  '*',
  '\x0b',
  '\x7f',
  '\xff',
  '\xc3\x28',
  '\xf0\x9f\x92\xac',
  '\xed\xa0\x80',
  ...NAMES,
];
const REPEATED = [
  ',',
  ';',
  '"',
  '\\"',
  '<',
  '(',
  ' ',
  '\t',
  'a',
  ';a=b',
  ',<sip:a@b>',
  '%41',
  '\r\n ',
  '\r\nA: b',
  '/',
  '[',
  '-',
];
const REPEATS_MAX = 20_000;
const MUTATIONS_MAX = 5;
const CRLF = '\r\n';

/** A seed with up to five changes that know of messages, lines, headers and numbers. */
export function mutateText(random: SeededRandom, seeds: readonly Buffer[], dictionary: readonly string[]): Buffer {
  let segments = [...splitSegments(pickFrom(random, seeds))].map((segment) => segment.toString('latin1'));
  const count = 1 + random.below(MUTATIONS_MAX);
  for (let index = 0; index < count; index += 1) {
    if (segments.length > 1 && random.below(4) === 0) {
      segments = mutateSegments(random, segments, seeds);
      continue;
    }
    const at = random.below(segments.length);
    const change = pickFrom(random, CHANGES);
    segments[at] = change(random, segments[at] ?? '', { seeds, dictionary });
  }
  // Most messages have the right length, so that what is odd in them is looked at.
  if (random.below(10) < 7) segments = segments.map(withRightLength);
  return joinSegments(segments.map((segment) => Buffer.from(segment, 'latin1')));
}

interface Material {
  readonly seeds: readonly Buffer[];
  readonly dictionary: readonly string[];
}

type Change = (random: SeededRandom, text: string, material: Material) => string;

/** Whole messages: once more, left out, in another order, one of another seed. */
function mutateSegments(random: SeededRandom, segments: readonly string[], seeds: readonly Buffer[]): string[] {
  const at = random.below(segments.length);
  const other = random.below(segments.length);
  const result = [...segments];
  switch (random.below(4)) {
    case 0:
      result.splice(other, 0, segments[at] ?? '');
      return result.slice(0, 12);
    case 1:
      result.splice(at, 1);
      return result;
    case 2:
      result[at] = segments[other] ?? '';
      result[other] = segments[at] ?? '';
      return result;
    default: {
      const foreign = pickFrom(random, splitSegments(pickFrom(random, seeds))).toString('latin1');
      result.splice(at, 0, foreign);
      return result.slice(0, 12);
    }
  }
}

const flipByte: Change = (random, text) => {
  const at = random.below(text.length + 1);
  return `${text.slice(0, at)}${String.fromCharCode(random.below(256))}${text.slice(at + 1)}`;
};

const insertWord: Change = (random, text, { dictionary }) => {
  const at = random.below(text.length + 1);
  const word = pickFrom(random, random.below(2) === 0 ? SPICE : dictionary);
  return text.slice(0, at) + word + text.slice(at + random.below(3) * random.below(4));
};

const removeRange: Change = (random, text) => {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + text.slice(at + 1 + random.below(random.below(2) === 0 ? 8 : 200));
};

const repeatRange: Change = (random, text) => {
  const at = random.below(text.length + 1);
  const range = text.slice(at, at + 1 + random.below(60));
  return text.slice(0, at) + range.repeat(1 + random.below(8)) + text.slice(at);
};

const cutEnd: Change = (random, text) => text.slice(0, random.below(text.length + 1));

const changeNumber: Change = (random, text) => {
  const numbers = [...text.matchAll(/\d+/g)];
  const found = random.pick(numbers);
  if (found === undefined) return text;
  return text.slice(0, found.index) + pickFrom(random, NUMBERS) + text.slice(found.index + found[0].length);
};

const repeatMuch: Change = (random, text) => {
  const at = random.below(text.length + 1);
  const piece = pickFrom(random, REPEATED);
  const times = 1 + random.below(random.below(4) === 0 ? REPEATS_MAX : 300);
  return text.slice(0, at) + piece.repeat(times) + text.slice(at);
};

const changeLines: Change = (random, text) => {
  const lines = text.split(CRLF);
  const at = random.below(lines.length);
  const other = random.below(lines.length);
  switch (random.below(3)) {
    case 0:
      lines.splice(other, 0, lines[at] ?? '');
      break;
    case 1:
      lines.splice(at, 1);
      break;
    default:
      [lines[at], lines[other]] = [lines[other] ?? '', lines[at] ?? ''];
  }
  return lines.join(CRLF);
};

/** A line of another seed instead of, or beside, one of this. */
const borrowLine: Change = (random, text, { seeds }) => {
  const foreign = pickFrom(random, pickFrom(random, seeds).toString('latin1').split(CRLF));
  const lines = text.split(CRLF);
  lines.splice(random.below(lines.length), random.below(2), foreign);
  return lines.join(CRLF);
};

const changeName: Change = (random, text) => {
  const lines = text.split(CRLF);
  const at = random.below(lines.length);
  const line = lines[at] ?? '';
  const colon = line.indexOf(':');
  if (colon < 1) return text;
  const name = line.slice(0, colon);
  const names = [
    name.toUpperCase(),
    `${name} `,
    `${name}\t`,
    `${name}\x0b`,
    name.slice(0, 1),
    ...NAMES,
    `${name}${name}`,
    '',
  ];
  lines[at] = pickFrom(random, names) + line.slice(colon);
  return lines.join(CRLF);
};

const changeParameter: Change = (random, text, { dictionary }) => {
  const found = random.pick([...text.matchAll(/[;,?&]\s*[\w.-]+(=[^;,\s"]*)?/g)]);
  if (found === undefined) return text;
  const value = pickFrom(random, [...NUMBERS, ...NAMES, ...dictionary, '"', '""', '"a;b"']);
  const changed = pickFrom(random, [
    found[0] + found[0],
    '',
    `;${value}`,
    `;a=${value}`,
    found[0].replace(/=.*$/, `=${value}`),
  ]);
  return text.slice(0, found.index) + changed + text.slice(found.index + found[0].length);
};

const CHANGES: readonly Change[] = [
  flipByte,
  insertWord,
  insertWord,
  removeRange,
  repeatRange,
  cutEnd,
  changeNumber,
  changeNumber,
  repeatMuch,
  changeLines,
  changeLines,
  borrowLine,
  changeName,
  changeParameter,
  changeParameter,
];

/** A SIP message whose Content-Length says what follows; anything else as it is. */
function withRightLength(text: string): string {
  const end = text.indexOf(CRLF + CRLF);
  if (end < 0) return text;
  return text.slice(0, end).replace(/(Content-Length:)[^\r]*/i, `$1 ${text.length - end - 4}`) + text.slice(end);
}

export function pickFrom<Item>(random: SeededRandom, items: readonly Item[]): Item {
  const item = random.pick(items);
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}
