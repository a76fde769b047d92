import { isIPv6 } from 'node:net';
import type { Configuration } from '../../domain/configuration/configuration.ts';
import type { ListenerPorts } from './listener-ports.ts';

/** What is told to the person who started the server once everything listens. */
export interface ReadyInfo extends ListenerPorts {
  /** Address or name under which clients reach the server. */
  readonly address: string;
  /** Accounts of the demo configuration; empty with any other. */
  readonly demoAccounts: readonly { readonly userName: string; readonly name: string; readonly role: string }[];
}

/** One line that starts with `Cordboard is ready`, the addresses and the demo accounts below it. */
export function formatReadyNotice({
  address,
  httpPort,
  httpsPort,
  sipPort,
  sipsPort,
  msrpPort,
  msrpsPort,
  demoAccounts,
}: ReadyInfo): string {
  const host = isIPv6(address) ? `[${address}]` : address;
  const lines = [
    `Cordboard is ready: http://${host}:${httpPort}/ and sip:${host}:${sipPort}`,
    `  Desktop            http://${host}:${httpPort}/, https://${host}:${httpsPort}/`,
    `  Customer page      http://${host}:${httpPort}/customer, https://${host}:${httpsPort}/customer`,
    `  SIP                ${host}:${sipPort} over UDP and TCP, ${host}:${sipsPort} over TLS`,
    `  SIP over WebSocket ws://${host}:${httpPort}/sip, wss://${host}:${httpsPort}/sip`,
    `  MSRP               ${host}:${msrpPort} over TCP, ${host}:${msrpsPort} over TLS, ws://${host}:${httpPort}/msrp`,
    `  REST               http://${host}:${httpPort}/api/openapi.json`,
  ];
  if (demoAccounts.length > 0) lines.push('  Demo accounts, password "demo":');
  for (const { userName, name, role } of demoAccounts) {
    lines.push(`    ${userName.padEnd(8)} ${name.padEnd(16)} ${role}`.trimEnd());
  }
  return `${lines.join('\n')}\n`;
}

/** Who can log in to a demonstration. */
export function demoAccounts(configuration: Configuration): ReadyInfo['demoAccounts'] {
  if (!configuration.isDemo) return [];
  return configuration.file.persons.map(({ userName, firstName, lastName, role }) => ({
    userName,
    name: `${firstName} ${lastName}`.trim(),
    role,
  }));
}
