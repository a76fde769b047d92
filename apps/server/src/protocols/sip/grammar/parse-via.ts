import { fail, type Result, succeed } from '../../../base/result.ts';
import type { Via } from '../message/via.ts';
import { type HostPort, parseHostPort } from './parse-host-port.ts';
import { parseParameters } from './parse-parameters.ts';
import { isToken, isTokenCode, isWhiteSpace, skipWhiteSpace } from './tokens.ts';

const USUAL_START = 'SIP/2.0/';
const SEMICOLON = 0x3b;

/** RFC 3261 20.42: one value, with white space around each of its separators. */
export function parseVia(value: string): Result<Via, string> {
  if (!value.startsWith(USUAL_START)) return parseSpacedVia(value);
  let at = USUAL_START.length;
  while (isTokenCode(value.charCodeAt(at))) at++;
  const transport =
    value.startsWith('UDP', USUAL_START.length) && at === USUAL_START.length + 3
      ? 'UDP'
      : value.slice(USUAL_START.length, at);
  if (transport === '' || value.charCodeAt(at) !== SPACE) return parseSpacedVia(value);
  const placeStart = at + 1;
  at = placeStart;
  while (at < value.length && value.charCodeAt(at) !== SEMICOLON && !isWhiteSpace(value.charCodeAt(at))) at++;
  if (at < value.length && value.charCodeAt(at) !== SEMICOLON) return parseSpacedVia(value);
  const place = parseHostPort(value, placeStart, at);
  if (!place.ok) return parseSpacedVia(value);
  const parameters = parseParameters(value, at);
  if (!parameters.ok) return parameters;
  return succeed(buildVia('2.0', transport, place.value, parameters.value));
}

const SPACE = 0x20;

function buildVia(version: string, transport: string, { host, port }: HostPort, parameters: Via['parameters']): Via {
  const upper = USUAL_TRANSPORTS.has(transport) ? transport : transport.toUpperCase();
  return port === undefined
    ? { version, transport: upper, host, parameters }
    : { version, transport: upper, host, port, parameters };
}

const USUAL_TRANSPORTS: ReadonlySet<string> = new Set(['UDP', 'TCP', 'TLS', 'WS', 'WSS']);

function parseSpacedVia(value: string): Result<Via, string> {
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
  return succeed(buildVia(version, transport, place.value, parameters.value));
}

/** RFC 3261 25.1 lets white space stand around the colon of sent-by, nowhere else in it. */
function joinHostPort(sentBy: string): string {
  const colon = sentBy.lastIndexOf(':');
  return colon < 0 ? sentBy : `${sentBy.slice(0, colon).trimEnd()}:${sentBy.slice(colon + 1).trimStart()}`;
}
