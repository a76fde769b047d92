import { type Parameter, parameterValue } from './parameters.ts';
import type { Uri } from './uri.ts';

/** name-addr or addr-spec with header parameters: From, To, Contact, Route, Record-Route (RFC 3261 20.10). */
export interface NameAddr {
  /** Unquoted; empty when there is none. */
  readonly displayName: string;
  readonly uri: Uri;
  /** The URI as on the wire. */
  readonly uriText: string;
  readonly parameters: readonly Parameter[];
}

/** The dialog tag (RFC 3261 19.3). */
export function tagOf(address: NameAddr): string | undefined {
  return parameterValue(address.parameters, 'tag');
}

/** RFC 3261 25.1 quoted-string. */
export function quoteString(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** `"Name" <uri>;tag=x`, with a name only if there is one; control characters in a name become spaces. */
export function buildNameAddr(uriText: string, options: { displayName?: string; tag?: string } = {}): string {
  const name = (options.displayName ?? '').replaceAll(/\p{Cc}+/gu, ' ');
  const address = name === '' ? `<${uriText}>` : `${quoteString(name)} <${uriText}>`;
  return options.tag === undefined ? address : `${address};tag=${options.tag}`;
}
