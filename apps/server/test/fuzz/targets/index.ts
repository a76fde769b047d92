import type { FuzzTarget } from '../fuzz-target.ts';
import { bodies } from './bodies.ts';
import { digest } from './digest.ts';
import { gatewayPackets } from './gateway-packets.ts';
import { msrp } from './msrp.ts';
import { restRequests } from './rest-requests.ts';
import { sdp, sipParser, sipStream } from './sip-parser.ts';
import { sipSessions } from './sip-sessions.ts';
import { sipTransactions } from './sip-transactions.ts';
import { tlibRequests } from './tlib-requests.ts';
import { trunk } from './trunk.ts';

/** Everything that reads what others send. */
export const fuzzTargets: readonly FuzzTarget[] = [
  sipParser,
  sipStream,
  sdp,
  bodies,
  digest,
  msrp,
  sipTransactions,
  sipSessions,
  trunk,
  tlibRequests,
  gatewayPackets,
  restRequests,
];
