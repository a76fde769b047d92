/** A name or address in the one form in which it is compared: IPv6 shortened (RFC 5954 4.2), a name without the last dot. */
export function canonicalHost(host: string): string {
  const name = host.toLowerCase();
  if (!name.includes(':')) return name.endsWith('.') ? name.slice(0, -1) : name;
  const url = `http://${name.startsWith('[') ? name : `[${name}]`}/`;
  return URL.canParse(url) ? new URL(url).hostname : name;
}
