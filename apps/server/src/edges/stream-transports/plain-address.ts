/** The IPv4 address of a peer that a socket for both kinds shows as `::ffff:a.b.c.d`; others as they are. */
export function plainAddress(address: string): string {
  if (!address.startsWith('::')) return address;
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
}
