import { isIPv4, isIPv6 } from 'node:net';

/** Whether only programs of this machine can reach `address`. */
export function isLoopback(address: string): boolean {
  if (isIPv4(address)) return address.startsWith('127.');
  if (!isIPv6(address)) return /^localhost\.?$/i.test(address);
  const ipv6 = new URL(`http://[${address}]/`).hostname;
  return ipv6 === '[::1]' || ipv6.startsWith('[::ffff:7f');
}

/** Whether this stands for all addresses of the machine, so that nobody can be told to write to it. */
export function isWildcard(address: string): boolean {
  if (isIPv4(address)) return address === '0.0.0.0';
  return isIPv6(address) && new URL(`http://[${address}]/`).hostname === '[::]';
}
