import { header, type SipResponse } from './message.ts';

/** RFC 3261 20.33: seconds, before a comment or parameters; undefined when the response says none. */
export function retryAfterOf(response: SipResponse): number | undefined {
  const seconds = Number.parseInt(header(response, 'Retry-After') ?? '', 10);
  return Number.isNaN(seconds) ? undefined : Math.max(seconds, 0);
}
