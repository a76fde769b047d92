/** For how long the text of a customer is good, by his own words (RFC 3428 7). Rules: docs/spec/message-quality.md, MQ40 and MQ45. */
import type { TextExpiry } from '../../../domain/call-model/texts/text.ts';
import { parseDecimal } from '../../../protocols/sip/grammar/tokens.ts';
import { header, type SipRequest } from '../../../protocols/sip/message/message.ts';

/** The time counts from Date, without a readable one from now on. 0 says nothing. */
export function readExpiry(request: SipRequest, now: number): TextExpiry | undefined {
  const seconds = parseDecimal(header(request, 'Expires') ?? '', 0xffff_ffff) ?? 0;
  if (seconds === 0) return undefined;
  const written = Date.parse(header(request, 'Date') ?? '');
  const isTime = written >= 0 && written < now + 0xffff_ffff * 1000;
  return isTime ? { goodUntil: written + seconds * 1000, written } : { goodUntil: now + seconds * 1000 };
}

/** Before a text whose time is over, so that nobody takes it for fresh. */
export function lateMark({ goodUntil, written }: TextExpiry, cameAt: number): string {
  const from = written ?? cameAt;
  const shown = new Date(from).toISOString().slice(0, 19).replace('T', ' ');
  return `[too late: written ${shown} UTC, good for ${Math.round((goodUntil - from) / 1000)} s] `;
}
