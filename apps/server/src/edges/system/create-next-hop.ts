import type { Clock } from '../../base/clock.ts';
import { NextHop } from '../../protocols/sip/resolver/next-hop.ts';
import type { SipConnector } from '../../protocols/sip/transport/sip-transport.ts';
import type { Target } from '../../protocols/sip/transport/target.ts';
import { reachableFamilies } from './reachable-families.ts';
import { SystemDns } from './system-dns.ts';
import { systemRandom } from './system-random.ts';

/** Ways out of a server whose sockets are bound to `host`, by the name servers of the system. */
export function createNextHop(
  host: string,
  connector: SipConnector,
  clock: Clock,
  mayUse?: (target: Target) => boolean,
): NextHop {
  const families = reachableFamilies(host);
  return new NextHop({
    dns: new SystemDns(),
    clock,
    random: systemRandom,
    connector,
    families,
    ...(mayUse && { mayUse }),
  });
}
