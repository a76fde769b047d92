import { hasParameter, parameterValue, withParameter } from '../message/parameters.ts';
import { portOf, type Via } from '../message/via.ts';
import type { Flow } from './sip-transport.ts';

function withoutBrackets(host: string): string {
  return host.startsWith('[') ? host.slice(1, -1) : host;
}

/** RFC 3261 18.2.1, RFC 3581 4: the Via with the source it really came from; undefined when there is nothing to change. */
export function completeVia(via: Via, flow: Flow): Via | undefined {
  const asksForPort = hasParameter(via.parameters, 'rport');
  const isTruthful = via.host === flow.remoteAddress || withoutBrackets(via.host) === flow.remoteAddress.toLowerCase();
  if (isTruthful && !asksForPort && !hasParameter(via.parameters, 'received')) return undefined;
  let parameters = withParameter(via.parameters, 'received', flow.remoteAddress);
  if (asksForPort) parameters = withParameter(parameters, 'rport', String(flow.remotePort));
  return { ...via, parameters };
}

const LONE_RPORT = ';rport';
const SEMICOLON = 0x3b;

function hasOneRport({ parameters }: Via): boolean {
  let count = 0;
  for (const { name } of parameters)
    if (name === 'rport' || (name.length === 5 && name.toLowerCase() === 'rport')) count += 1;
  return count === 1;
}

/**
 * The same in the text of a Via as nearly all are over UDP, with a lone rport and nothing quoted: it stays as it came but for what
 * is put in. Undefined for any other.
 */
export function completeUsualVia(text: string, via: Via, flow: Flow): string | undefined {
  const at = text.indexOf(LONE_RPORT);
  if (at < 0) return undefined;
  const end = at + LONE_RPORT.length;
  if (end < text.length && text.charCodeAt(end) !== SEMICOLON) return undefined;
  if (text.includes('"') || hasParameter(via.parameters, 'received') || !hasOneRport(via)) return undefined;
  return `${text.slice(0, end)}=${flow.remotePort}${text.slice(end)};received=${flow.remoteAddress}`;
}

/**
 * RFC 3261 18.2.2, RFC 3581 4: the way an answer goes. A stream is answered on itself, a datagram at its source when it asked
 * for that, else at its source address and the port of sent-by. maddr is not obeyed: it would aim answers at third parties.
 */
export function answerFlow(via: Via, flow: Flow): Flow {
  if (flow.transport !== 'UDP' || parameterValue(via.parameters, 'rport') !== undefined) return flow;
  const port = portOf(via);
  if (port === flow.remotePort || port === 0) return flow;
  return { ...flow, id: `udp:${flow.remoteAddress}:${port}`, remotePort: port };
}
