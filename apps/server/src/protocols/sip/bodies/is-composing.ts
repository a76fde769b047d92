/** application/im-iscomposing+xml (RFC 3994): somebody is writing. */
import { fail, type Result, succeed } from '../../../base/result.ts';
import { childOf, parseXml } from './xml.ts';

export const IS_COMPOSING_TYPE = 'application/im-iscomposing+xml';
const NAMESPACE = 'urn:ietf:params:xml:ns:im-iscomposing';

export interface IsComposing {
  readonly state: 'active' | 'idle';
  /** Seconds after which an active state that is not said again is over; null when the writer does not say. */
  readonly refreshSeconds: number | null;
}

/** Longest refresh that is believed. */
const REFRESH_SECONDS_MAX = 3600;

/** Reads a notice. A state nobody knows is idle, as RFC 3994 4 asks. */
export function parseIsComposing(body: Buffer): Result<IsComposing, string> {
  const document = parseXml(body.toString('utf8'));
  if (!document.ok) return document;
  const root = document.value;
  if (root.name !== 'isComposing' || root.namespace !== NAMESPACE) return fail('the document is no typing notice');
  const state = childOf(root, 'state', NAMESPACE)?.text.trim();
  if (state === undefined) return fail('a typing notice has no state');
  const refresh = childOf(root, 'refresh', NAMESPACE)?.text.trim() ?? '';
  return succeed({
    state: state === 'active' ? 'active' : 'idle',
    refreshSeconds:
      /^\d{1,9}$/.test(refresh) && Number(refresh) > 0 ? Math.min(Number(refresh), REFRESH_SECONDS_MAX) : null,
  });
}

/** Writes a notice about a plain text. */
export function serializeIsComposing({ state, refreshSeconds }: IsComposing): Buffer {
  const refresh = refreshSeconds === null ? '' : `<refresh>${refreshSeconds}</refresh>`;
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>\n<isComposing xmlns="${NAMESPACE}"><state>${state}</state>` +
      `<contenttype>text/plain</contenttype>${refresh}</isComposing>\n`,
  );
}
