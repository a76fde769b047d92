import type { KeyValue } from '@cordboard/shared/tlib/attached-data';

/** A value as text: strings as they are, everything else as JSON. */
export function showValue(value: KeyValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What the agent typed: of the kind that was there before, when it can be read so; else a string. */
export function readValue(text: string, before: KeyValue): KeyValue {
  if (typeof before === 'string') return text;
  try {
    return JSON.parse(text) as KeyValue;
  } catch {
    return text;
  }
}
