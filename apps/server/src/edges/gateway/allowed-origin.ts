/**
 * Whether a browser page of `origin` may open a socket here. A program that is no browser sends no Origin; what a browser
 * sends must be our own host (cross-site WebSocket hijacking, CWE-1385).
 */
export function isAllowedOrigin(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined) return true;
  if (host === undefined || !URL.canParse(origin)) return false;
  const { protocol, host: originHost } = new URL(origin);
  return (protocol === 'http:' || protocol === 'https:') && originHost === withoutDefaultPort(protocol, host);
}

/** `host` as `URL` would write it: lower case, without the port that the scheme implies. */
function withoutDefaultPort(protocol: string, host: string): string | undefined {
  const url = `${protocol}//${host}`;
  return URL.canParse(url) ? new URL(url).host : undefined;
}
