import { isIPv6 } from 'node:net';

/** The 4 or 16 bytes of an IP address. */
export function addressBytes(address: string): Buffer {
  if (!isIPv6(address)) return Buffer.from(address.split('.').map(Number));
  const bare = address.split('%')[0] ?? address;
  // The URL parser writes every address with groups of hexadecimal digits alone.
  const [head = '', tail] = new URL(`http://[${bare}]/`).hostname.slice(1, -1).split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':').map((group) => group.padStart(4, '0')));
  const [before, after] = [groups(head), groups(tail ?? '')];
  const zeros = new Array<string>(8 - before.length - after.length).fill('0000');
  return Buffer.from([...before, ...zeros, ...after].join(''), 'hex');
}
