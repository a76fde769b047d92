/** Canonical names with their compact forms (RFC 3261 7.3.3, 20; RFC 3515, 3891, 4028, 6665). */
const compactForms: readonly (readonly [compact: string, name: string])[] = [
  ['a', 'Accept-Contact'],
  ['b', 'Referred-By'],
  ['c', 'Content-Type'],
  ['e', 'Content-Encoding'],
  ['f', 'From'],
  ['i', 'Call-ID'],
  ['j', 'Reject-Contact'],
  ['k', 'Supported'],
  ['l', 'Content-Length'],
  ['m', 'Contact'],
  ['o', 'Event'],
  ['r', 'Refer-To'],
  ['s', 'Subject'],
  ['t', 'To'],
  ['u', 'Allow-Events'],
  ['v', 'Via'],
  ['x', 'Session-Expires'],
];

const otherNames = [
  'Accept',
  'Accept-Encoding',
  'Accept-Language',
  'Alert-Info',
  'Allow',
  'Authentication-Info',
  'Authorization',
  'CSeq',
  'Call-Info',
  'Content-Disposition',
  'Content-Language',
  'Date',
  'Error-Info',
  'Expires',
  'Flow-Timer',
  'In-Reply-To',
  'Info-Package',
  'MIME-Version',
  'Max-Forwards',
  'Min-Expires',
  'Min-SE',
  'Organization',
  'P-Asserted-Identity',
  'P-Preferred-Identity',
  'Path',
  'Priority',
  'Privacy',
  'Proxy-Authenticate',
  'Proxy-Authorization',
  'Proxy-Require',
  'RAck',
  'RSeq',
  'Reason',
  'Record-Route',
  'Recv-Info',
  'Replaces',
  'Reply-To',
  'Require',
  'Retry-After',
  'Route',
  'SIP-ETag',
  'SIP-If-Match',
  'Server',
  'Service-Route',
  'Subscription-State',
  'Timestamp',
  'Unsupported',
  'User-Agent',
  'WWW-Authenticate',
  'Warning',
];

const compactByName: ReadonlyMap<string, string> = new Map(compactForms.map(([compact, name]) => [name, compact]));

/** The canonical name by what is usual on the wire. A Map, never an object: `__proto__` and `constructor` are names that peers send. */
export const canonicalNames: ReadonlyMap<string, string> = new Map([
  ...compactForms.flatMap(([compact, name]) => [
    [compact, name] as const,
    [compact.toUpperCase(), name] as const,
    [name, name] as const,
    [name.toLowerCase(), name] as const,
  ]),
  ...otherNames.flatMap((name) => [[name, name] as const, [name.toLowerCase(), name] as const]),
]);

/** The canonical long form of a header name from the wire; an unknown name keeps its own case. */
export function canonicalName(wireName: string): string {
  return canonicalNames.get(wireName) ?? canonicalNames.get(wireName.toLowerCase()) ?? wireName;
}

/** The one-letter form, where there is one. */
export function compactName(name: string): string | undefined {
  return compactByName.get(canonicalName(name));
}
