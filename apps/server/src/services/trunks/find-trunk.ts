import type { TrunkDn } from '@cordboard/shared/configuration/directory-number';
import type { Configuration } from '../../domain/configuration/configuration.ts';
import type { Uri } from '../../protocols/sip/message/uri.ts';
import type { Flow } from '../../protocols/sip/transport/sip-transport.ts';
import type { SwitchState } from '../switch/switch-state.ts';

/** The trunk that leads to users of this domain. */
export function trunkOfDomain(configuration: Configuration, domain: string): TrunkDn | undefined {
  const name = domain.toLowerCase();
  return configuration.trunks().find(({ domains }) => domains.includes(name));
}

/** Whether the peer of this trunk may speak for somebody: its own users only. */
export function mayVouchFor({ domains }: TrunkDn, from: Uri): boolean {
  return from.kind === 'sip' && domains.includes(from.host);
}

/** By what somebody is known for whom a peer vouches: over any of its connections. */
export function customerKeyOfPeer(uri: string, peer: string): string {
  return `${uri} peer:${peer}`;
}

/** The peer in the key of a leg, when one vouches for its customer; a name has no spaces. */
export function peerOfKey(customerKey: string): string | undefined {
  return / peer:(\S+) \S+$/.exec(customerKey)?.[1];
}

/** Whether as many interactions go on over the trunk as it may carry: those on any connection of the peer at this address. */
export function isFull(state: SwitchState, { capacity }: TrunkDn, flow: Flow): boolean {
  if (capacity === undefined) return false;
  let count = 0;
  for (const leg of state.legs.values())
    if (leg.connId !== null && leg.flow.remoteAddress === flow.remoteAddress) count += 1;
  return count >= capacity;
}
