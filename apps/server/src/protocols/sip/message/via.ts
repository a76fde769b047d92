import { type Parameter, parameterValue } from './parameters.ts';
import type { TransportName } from './transport-name.ts';

/** One Via value (RFC 3261 20.42). */
export interface Via {
  readonly version: string;
  /** Upper case: `UDP`, `TCP`, `TLS`, `WS`, `WSS`, or what else a peer says. */
  readonly transport: string;
  /** Lower case; an IPv6 address keeps its brackets. */
  readonly host: string;
  readonly port?: number;
  readonly parameters: readonly Parameter[];
}

/** RFC 3261 8.1.1.7: a branch that starts so is unique over time and space. */
export const magicCookie = 'z9hG4bK';

export function branchOf(via: Via): string | undefined {
  return parameterValue(via.parameters, 'branch');
}

/** RFC 3261 18.2.2: where an answer goes when no rport says otherwise. */
export function portOf(via: Via): number {
  return via.port ?? (via.transport === 'TLS' || via.transport === 'WSS' ? 5061 : 5060);
}

export function serializeVia(via: Via): string {
  let text = `SIP/${via.version}/${via.transport} ${via.host}`;
  if (via.port !== undefined) text += `:${via.port}`;
  for (const { name, value } of via.parameters) text += value === undefined ? `;${name}` : `;${name}=${value}`;
  return text;
}

/** The Via of a request we send; rport is asked for where a NAT can be in between (RFC 3581 3). */
export function buildVia(options: { transport: TransportName; sentBy: string; branch: string }): string {
  const rport = options.transport === 'UDP' ? ';rport' : '';
  return `SIP/2.0/${options.transport} ${options.sentBy}${rport};branch=${options.branch}`;
}
