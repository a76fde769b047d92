import type { Clock } from '../../../base/clock.ts';
import { sourceOfAddress } from '../../../base/source-of-address.ts';
import type { SwitchState } from '../../switch/switch-state.ts';
import { PeerReach } from './peer-reach.ts';

export interface KnownPeers {
  readonly clock: Clock;
  readonly state: () => SwitchState;
  readonly trustedAddresses: readonly string[];
  readonly findTrunkPeer: (address: string) => string | undefined;
}

/** Who is known to be where he says he is: trusted addresses, trunks, clients that have registered, customers of whom the record says so. */
export function createPeerReach({ clock, state, trustedAddresses, findTrunkPeer }: KnownPeers): PeerReach {
  const trusted = new Set(trustedAddresses.map(sourceOfAddress));
  return new PeerReach({
    clock,
    isKnown: ({ id, remoteAddress }) =>
      trusted.has(sourceOfAddress(remoteAddress)) ||
      findTrunkPeer(remoteAddress) !== undefined ||
      state().bindingsByFlow.count(id) > 0 ||
      state().legIndex.isProvedFlow(id),
  });
}
