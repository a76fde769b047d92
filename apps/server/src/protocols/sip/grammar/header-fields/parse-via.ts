import { fail, type Result, succeed } from '../../../../base/result.ts';
import type { Via } from '../../message/via.ts';
import { isToken, isWhiteSpace, skipWhiteSpace } from '../tokens.ts';
import { parseHostPort } from './parse-host-port.ts';
import { parseParameters } from './parse-parameters.ts';
import { type HostPort, readUsualHostPort } from './read-usual.ts';

/** What nearly all begin with, and the transport that it says. */
const usualProtocols: ReadonlyMap<string, string> = new Map(
  ['UDP', 'TCP', 'TLS', 'WS', 'WSS'].map((transport) => [`SIP/2.0/${transport}`, transport]),
);

/** RFC 3261 20.42: one value, with white space around each of its separators. */
export function parseVia(value: string): Result<Via, string> {
  const space = value.indexOf(' ');
  const protocol = value.slice(0, Math.max(space, 0));
  const transport = protocol === 'SIP/2.0/UDP' ? 'UDP' : usualProtocols.get(protocol);
  if (transport === undefined) return parseAnyVia(value);
  const semicolon = value.indexOf(';', space);
  const end = semicolon < 0 ? value.length : semicolon;
  const place = readUsualHostPort(value, space + 1, end);
  if (place === undefined) return parseAnyVia(value);
  const parameters = parseParameters(value, end);
  return parameters.ok ? succeed(buildVia('2.0', transport, place, parameters.value)) : parameters;
}

function buildVia(version: string, transport: string, { host, port }: HostPort, parameters: Via['parameters']): Via {
  return port === undefined ? { version, transport, host, parameters } : { version, transport, host, port, parameters };
}

/** The same without the short way for the usual: white space may stand anywhere. */
export function parseAnyVia(value: string): Result<Via, string> {
  const firstSlash = value.indexOf('/');
  const secondSlash = value.indexOf('/', firstSlash + 1);
  if (firstSlash < 0 || secondSlash < 0) return fail('Via must start with protocol, version and transport');
  const protocol = value.slice(0, firstSlash).trim();
  const version = value.slice(firstSlash + 1, secondSlash).trim();
  if (protocol.toUpperCase() !== 'SIP' || !isToken(version)) return fail('the protocol of Via is malformed');
  const transportStart = skipWhiteSpace(value, secondSlash + 1);
  let at = transportStart;
  while (at < value.length && !isWhiteSpace(value.charCodeAt(at))) at++;
  const transport = value.slice(transportStart, at);
  if (!isToken(transport)) return fail('the transport of Via is malformed');
  const semicolon = value.indexOf(';', at);
  const end = semicolon < 0 ? value.length : semicolon;
  const sentBy = value.slice(at, end).trim();
  const place = parseHostPort(sentBy.includes(' ') || sentBy.includes('\t') ? joinHostPort(sentBy) : sentBy);
  if (!place.ok) return place;
  const parameters = parseParameters(value, end);
  if (!parameters.ok) return parameters;
  return succeed(buildVia(version, transport.toUpperCase(), place.value, parameters.value));
}

/** RFC 3261 25.1 lets white space stand around the colon of sent-by, nowhere else in it. */
function joinHostPort(sentBy: string): string {
  const colon = sentBy.lastIndexOf(':');
  return colon < 0 ? sentBy : `${sentBy.slice(0, colon).trimEnd()}:${sentBy.slice(colon + 1).trimStart()}`;
}
