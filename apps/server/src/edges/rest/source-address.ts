import { isIPv6 } from 'node:net';

/**
 * What counts as one source: an IPv4 address, or the /64 network of an IPv6 address, which one customer usually has as a
 * whole.
 */
export function sourceOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const bare = address.split('%')[0] ?? address;
  return isIPv6(bare) ? `${networkGroups(bare).join(':')}::/64` : bare;
}

/** The first four groups of an IPv6 address, without leading zeros. */
function networkGroups(address: string): readonly string[] {
  const [head = '', tail] = address.toLowerCase().split('::');
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  const zeros = Array.from({ length: tail === undefined ? 0 : 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ''));
}

function groups(text: string): readonly string[] {
  return text === '' ? [] : text.split(':');
}
