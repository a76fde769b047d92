import { BlockList, isIP } from 'node:net';
import type { Target } from '../../protocols/sip/transport/target.ts';

/** Addresses at which no registered client can be: this machine, this link, groups, and what stands for none. */
const forbidden = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['224.0.0.0', 3],
] as const)
  forbidden.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of [
  ['::', 127],
  ['fe80::', 10],
  ['ff00::', 8],
  ['64:ff9b::', 96],
] as const)
  forbidden.addSubnet(network, bits, 'ipv6');

/** Ports below belong to other services than those of clients. */
const PORT_MIN = 1024;

/** Whether a name that somebody registered may lead here: never to this machine, nor to the ports of other services. */
export function mayBeContact({ address, port }: Pick<Target, 'address' | 'port'>): boolean {
  const family = isIP(address);
  return family !== 0 && port >= PORT_MIN && !forbidden.check(address, family === 4 ? 'ipv4' : 'ipv6');
}
