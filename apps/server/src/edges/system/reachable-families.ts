import { isIPv6 } from 'node:net';

/** Kinds of addresses that a socket bound to this host can send to, the preferred one first. */
export function reachableFamilies(host: string): readonly (4 | 6)[] {
  if (!isIPv6(host)) return [4];
  return host === '::' ? [6, 4] : [6];
}
