import { isIPv6 } from 'node:net';

const mappedPrefix = '::ffff:';
const networkGroups = 4;
const allGroups = 8;

/**
 * Whom an address counts for: an IPv4 address for itself, also when it is IPv4-mapped; an IPv6 address for its /64 network,
 * because one host can use all of that.
 */
export function sourceOfAddress(address: string): string {
  if (!address.includes(':')) return address;
  const lower = address.toLowerCase();
  if (lower.startsWith(mappedPrefix) && lower.includes('.')) return lower.slice(mappedPrefix.length);
  if (!isIPv6(lower)) return lower;
  const [head = '', tail] = lower.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : allGroups - before.length - after.length;
  const groups = [...before, ...Array.from({ length: Math.max(0, zeros) }, () => '0'), ...after];
  const network = groups.slice(0, networkGroups).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(':')}::/64`;
}
