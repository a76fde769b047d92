import type { Dn } from '@cordboard/shared/ids';
import type { RouteRequest } from './route-request.ts';

/** Until when (ms since 1970) a request is kept from an agent who declined it; null when it is not. */
export function pausedUntil(request: RouteRequest, dn: Dn, now: number): number | null {
  let until: number | null = null;
  for (const decline of request.declined) {
    if (decline.dn === dn && decline.until > now) until = Math.max(decline.until, until ?? 0);
  }
  return until;
}

/** The request after the agent on `dn` declined it: it waits again at its age and is kept from him for `pauseMs`. */
export function declinedBy(request: RouteRequest, dn: Dn, now: number, pauseMs: number): RouteRequest {
  const stillPaused = request.declined.filter((decline) => decline.until > now && decline.dn !== dn);
  return { ...request, offeredTo: null, declined: [...stillPaused, { dn, until: now + pauseMs }] };
}
