import type { Header } from './message.ts';

/** The hops that a request has to pass, in order (RFC 3261 8.1.1.1). */
export function routeHeaders(routes: readonly string[] = []): readonly Header[] {
  return routes.map((value) => ({ name: 'Route', value }));
}
