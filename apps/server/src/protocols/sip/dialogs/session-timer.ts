/** Session timers (RFC 4028) as far as the peer keeps his session up: we never refresh one ourselves. */
import { parseParameters } from '../grammar/header-fields/parse-parameters.ts';
import { splitTokens } from '../grammar/header-fields/split-values.ts';
import { parseDecimal } from '../grammar/tokens.ts';
import { type Header, header, headers, type SipRequest } from '../message/message.ts';
import { parameterValue } from '../message/parameters.ts';

/** RFC 4028 4. */
const SECONDS_MIN = 90;
const SECONDS_MAX = 86_400;
/** RFC 4028 10: who waits for a refresh gives up so long before the end, or a third of the time. */
const GIVING_UP_SECONDS = 32;

export type SessionTimer =
  | { readonly name: 'none' }
  /** RFC 4028 9: worth a 422. */
  | { readonly name: 'tooShort' }
  | { readonly name: 'agreed'; readonly seconds: number };

const none: SessionTimer = { name: 'none' };

/** What an INVITE asks for. One whose peer knows no session timers, or wants us to refresh, is served without. */
export function readSessionTimer(request: SipRequest): SessionTimer {
  const line = header(request, 'Session-Expires');
  if (line === undefined) return none;
  const known = splitTokens([...headers(request, 'Supported'), ...headers(request, 'Require')]);
  if (!known.some((tag) => tag.toLowerCase() === 'timer')) return none;
  const semicolon = line.indexOf(';');
  const seconds = parseDecimal((semicolon < 0 ? line : line.slice(0, semicolon)).trim(), Number.MAX_SAFE_INTEGER);
  const parameters = parseParameters(line, semicolon < 0 ? line.length : semicolon);
  if (seconds === undefined || !parameters.ok) return none;
  if (parameterValue(parameters.value, 'refresher')?.toLowerCase() === 'uas') return none;
  if (seconds < SECONDS_MIN) return { name: 'tooShort' };
  const secondsMin = parseDecimal(header(request, 'Min-SE') ?? '', Number.MAX_SAFE_INTEGER) ?? SECONDS_MIN;
  return secondsMin > SECONDS_MAX ? none : { name: 'agreed', seconds: Math.min(seconds, SECONDS_MAX) };
}

/** In the 422 to one that is too short. */
export const MIN_SE: Header = { name: 'Min-SE', value: String(SECONDS_MIN) };

/** In the 200: the peer is to refresh, so that he has to know how. */
export function sessionTimerHeaders(timer: SessionTimer): readonly Header[] {
  if (timer.name !== 'agreed') return [];
  return [
    { name: 'Require', value: 'timer' },
    { name: 'Session-Expires', value: `${timer.seconds};refresher=uac` },
  ];
}

/** How long after the last INVITE the session is over without another one. */
export function refreshedWithinMs(seconds: number): number {
  return (seconds - Math.min(GIVING_UP_SECONDS, seconds / 3)) * 1000;
}
