import { isIP } from 'node:net';
import type { Random } from '../../../base/random.ts';
import { fail, type Result, succeed } from '../../../base/result.ts';
import { parameterValue } from '../message/parameters.ts';
import type { SipUri } from '../message/uri.ts';
import type { Target } from '../transport/target.ts';
import type { Dns, NaptrRecord } from './dns.ts';
import { orderSrv } from './order-srv.ts';

type Transport = Target['transport'];

export interface ResolveOptions {
  readonly dns: Dns;
  readonly random: Random;
  /** Kinds of addresses that can be reached, the preferred one first. */
  readonly families: readonly (4 | 6)[];
}

/** One host with its transport, before its addresses are known. */
interface Place {
  readonly transport: Transport;
  readonly name: string;
  readonly port: number;
}

/** Bounds on what one name may make us ask. */
const PLACES_MAX = 8;
const TARGETS_MAX = 12;

const services: Readonly<Record<string, Transport>> = { 'sip+d2u': 'UDP', 'sip+d2t': 'TCP', 'sips+d2t': 'TLS' };
const srvPrefixes: Readonly<Record<Transport, string>> = { UDP: '_sip._udp', TCP: '_sip._tcp', TLS: '_sips._tcp' };

/** RFC 3263 4: where a request for this URI may go, in the order in which it is to be tried. */
export async function resolveUri(uri: SipUri, options: ResolveOptions): Promise<Result<readonly Target[], string>> {
  const host = withoutBrackets(parameterValue(uri.parameters, 'maddr') ?? uri.host);
  const asked = transportAsked(uri);
  if (!asked.ok) return asked;
  try {
    const places = await findPlaces(uri, host, asked.value, options);
    const targets = await findTargets(places.slice(0, PLACES_MAX), withoutBrackets(uri.host), options);
    return targets.length === 0 ? fail(`${host} has no address`) : succeed(targets);
  } catch (error) {
    return fail(`${host} cannot be looked up: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The transport that the URI names; a sips URI goes over TLS and nothing else (RFC 3261 26.2.2). */
function transportAsked({ scheme, parameters }: SipUri): Result<Transport | undefined, string> {
  const text = parameterValue(parameters, 'transport')?.toLowerCase();
  if (scheme === 'sips') {
    return text === undefined || text === 'tcp' || text === 'tls' ? succeed('TLS') : fail(`sips over ${text}`);
  }
  switch (text) {
    case undefined:
      return succeed(undefined);
    case 'udp':
      return succeed('UDP');
    case 'tcp':
      return succeed('TCP');
    case 'tls':
      return succeed('TLS');
    default:
      return fail(`nothing can be sent over ${text}`);
  }
}

/** RFC 3263 4.1, 4.2. */
async function findPlaces(
  { scheme, port }: SipUri,
  name: string,
  asked: Transport | undefined,
  { dns, random }: ResolveOptions,
): Promise<readonly Place[]> {
  if (isIP(name) !== 0 || port !== undefined) {
    const transport = asked ?? 'UDP';
    return [{ transport, name, port: port ?? defaultPort(transport) }];
  }
  const srv = async (serviceName: string, transport: Transport): Promise<readonly Place[]> => {
    const records = (await dns.srv(serviceName)).filter(({ target }) => target !== '' && target !== '.');
    return orderSrv(records, random).map((record) => ({ transport, name: record.target, port: record.port }));
  };
  const isWanted = (transport: Transport) => asked === undefined || transport === asked;
  const places: Place[] = [];
  // A transport that the URI names has its SRV record asked for at once; a sips URI names none really.
  if (asked === undefined || scheme === 'sips') {
    for (const { transport, replacement } of chooseServices(await dns.naptr(name), isWanted)) {
      places.push(...(await srv(replacement, transport)));
      if (places.length >= PLACES_MAX) return places;
    }
    if (places.length > 0) return places;
  }
  const candidates: readonly Transport[] = asked === undefined ? ['UDP', 'TCP'] : [asked];
  for (const transport of candidates) places.push(...(await srv(`${srvPrefixes[transport]}.${name}`, transport)));
  if (places.length > 0) return places;
  const transport = asked ?? 'UDP';
  return [{ transport, name, port: defaultPort(transport) }];
}

/** Services that we can use, in the domain's order. */
function chooseServices(
  records: readonly NaptrRecord[],
  isWanted: (transport: Transport) => boolean,
): readonly { readonly transport: Transport; readonly replacement: string }[] {
  return records
    .toSorted((one, other) => one.order - other.order || one.preference - other.preference)
    .flatMap(({ flags, service, replacement }) => {
      const transport = services[service.toLowerCase()];
      const isUsable = flags.toLowerCase() === 's' && replacement !== '' && replacement !== '.';
      return transport !== undefined && isUsable && isWanted(transport) ? [{ transport, replacement }] : [];
    })
    .slice(0, PLACES_MAX);
}

/** The addresses of each place; one whose name cannot be looked up is left out as long as another can. */
async function findTargets(
  places: readonly Place[],
  host: string,
  { dns, families }: ResolveOptions,
): Promise<readonly Target[]> {
  const targets: Target[] = [];
  let failure: unknown;
  for (const { transport, name, port } of places) {
    for (const family of families) {
      try {
        const addresses = await addressesOf(name, family, dns);
        for (const address of addresses) targets.push({ transport, address, port, host });
      } catch (error) {
        failure = error;
      }
      if (targets.length >= TARGETS_MAX) return targets.slice(0, TARGETS_MAX);
    }
  }
  if (targets.length === 0 && failure !== undefined) throw failure;
  return targets;
}

async function addressesOf(name: string, family: 4 | 6, dns: Dns): Promise<readonly string[]> {
  const kind = isIP(name);
  if (kind !== 0) return kind === family ? [name] : [];
  return dns.addresses(name, family);
}

function defaultPort(transport: Transport): number {
  return transport === 'TLS' ? 5061 : 5060;
}

function withoutBrackets(host: string): string {
  return host.startsWith('[') ? host.slice(1, -1) : host;
}
