import type { KeyValue } from '@cordboard/shared/tlib/attached-data';
import type { TEvent } from '@cordboard/shared/tlib/events';
import { clockTime } from './clock-time.ts';
import { printable } from './printable.ts';

const VALUE_COLUMN = 32;
/** Lists print in this form: a line with the size, then a pair per line. */
const LISTS: ReadonlySet<string> = new Set(['extensions', 'userData', 'reasons']);
/** Printed first, in this order, as in the guide; the others follow by name, thisDN is last. */
const FIRST = [
  'eventSequenceNumber',
  'referenceID',
  'time',
  'extensions',
  'otherDN',
  'dnis',
  'ani',
  'userData',
  'reasons',
];
const THEN = ['callUUID', 'connID', 'previousConnID', 'callID', 'callType', 'callState', 'mediaType'];
const LAST = [
  'privateMsgID',
  'userEvent',
  'messageID',
  'errorCode',
  'errorMessage',
  'thisQueue',
  'thisDNRole',
  'thisDN',
];
/** Written without quotes, as T-Library prints them. */
const BARE: ReadonlySet<string> = new Set(['connID', 'previousConnID']);
/** Attributes whose printed name is not the T-Event's with an upper-case first letter. */
const PRINTED_NAMES: ReadonlyMap<string, string> = new Map([
  ['dnis', 'DNIS'],
  ['ani', 'ANI'],
]);

/** The lines of one event with all its attributes, in the look of T-Server logs. */
export function formatEvent(event: TEvent, minutesEastOfUtc: number): readonly string[] {
  const attributes: Readonly<Record<string, unknown>> = { ...event };
  return inOrder(Object.keys(attributes)).flatMap((key) => formatAttribute(key, attributes[key], minutesEastOfUtc));
}

function inOrder(keys: readonly string[]): readonly string[] {
  const known = new Set([...FIRST, ...THEN, ...LAST, 'name']);
  const others = keys.filter((key) => !known.has(key)).sort();
  return [...FIRST, ...THEN, ...others, ...LAST].filter((key) => keys.includes(key));
}

function formatAttribute(key: string, value: unknown, minutesEastOfUtc: number): readonly string[] {
  if (value === undefined) return [];
  if (key === 'eventSequenceNumber') return [line('EventSequenceNumber', Number(value).toString(16).padStart(16, '0'))];
  if (key === 'time') return formatTime(Number(value), minutesEastOfUtc);
  if (LISTS.has(key)) return formatList(key, value as KeyValue);
  const shown = BARE.has(key) ? printable(String(value)) : formatValue(value as KeyValue);
  return [line(PRINTED_NAMES.get(key) ?? upperFirst(key), shown)];
}

function formatTime(time: number, minutesEastOfUtc: number): readonly string[] {
  const seconds = Math.floor(time / 1000);
  const microseconds = Math.round((time - seconds * 1000) * 1000);
  return [
    line('TimeInuSecs', String(microseconds)),
    line('TimeInSecs', `${seconds} (${clockTime(time, minutesEastOfUtc).slice(0, 8)})`),
  ];
}

function formatList(key: string, list: KeyValue): readonly string[] {
  const size = Buffer.byteLength(JSON.stringify(list));
  return [line(upperFirst(key), `[${size}]`), ...formatPairs(list, 6)];
}

/** One pair per line; a list inside a list is indented further. */
function formatPairs(list: KeyValue, indent: number): readonly string[] {
  if (typeof list !== 'object' || list === null) return [];
  return Object.entries(list).flatMap(([key, value]: [string, KeyValue]) => {
    const start = `${' '.repeat(indent)}'${printable(key)}'`.padEnd(VALUE_COLUMN + 4);
    const isList = typeof value === 'object' && value !== null;
    return isList ? [`${start} (List)`, ...formatPairs(value, indent + 4)] : [`${start} ${formatValue(value)}`];
  });
}

function formatValue(value: KeyValue): string {
  return typeof value === 'string' ? `'${printable(value)}'` : printable(String(value));
}

function line(name: string, value: string): string {
  return `    ${`Attribute${name}`.padEnd(VALUE_COLUMN)} ${value}`;
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
