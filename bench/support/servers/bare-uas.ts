/**
 * A user agent server that answers each MESSAGE with 200 through its server transaction, and does nothing else. Run as
 * `node bare-uas.ts <cordboard|npm-sip> <port>`; prints `ready`.
 */
import sip from 'sip';
import { silentLogger } from '../../../apps/server/src/base/logger.ts';
import { SipTransports } from '../../../apps/server/src/edges/sip-transports/sip-transports.ts';
import { SystemClock } from '../../../apps/server/src/edges/system/system-clock.ts';
import { systemRandom } from '../../../apps/server/src/edges/system/system-random.ts';
import { silentCounters } from '../../../apps/server/src/protocols/sip/transactions/counters.ts';
import { buildResponse } from '../../../apps/server/src/protocols/sip/user-agent/build-response.ts';
import { defaultUserAgentLimits, UserAgent } from '../../../apps/server/src/protocols/sip/user-agent/user-agent.ts';

const host = '127.0.0.1';

/** The server's own transports, transactions and checks of RFC 3261 8.2; limits and all as in the server. */
async function startCordboard(port: number): Promise<void> {
  const clock = new SystemClock();
  const transport = new SipTransports({ clock, logger: silentLogger, bootId: 'bench' });
  const userAgent = new UserAgent({
    clock,
    transport,
    logger: silentLogger,
    counters: silentCounters,
    random: systemRandom,
    methods: ['INVITE', 'ACK', 'CANCEL', 'BYE', 'MESSAGE', 'OPTIONS'],
    acceptedTypes: { MESSAGE: ['text/plain'] },
    supported: [],
    isOwnHost: () => true,
    // npm sip has no bound, and what can be answered in 32 s is far beyond ours.
    limits: { ...defaultUserAgentLimits, transactionsMax: 2_000_000 },
    handler: {
      receiveRequest: ({ request, respond }) => respond(buildResponse(request, 200)),
      flowClosed: () => {},
    },
  });
  await transport.start({ host, port }, userAgent);
}

async function startNpmSip(port: number): Promise<void> {
  const instance = sip.create({ address: host, port, tcp: false }, (request) => {
    instance.send(sip.makeResponse(request, 200, 'OK'));
  });
}

const [which, port] = process.argv.slice(2);
await (which === 'cordboard' ? startCordboard : startNpmSip)(Number(port));
// A CPU profile is written when the process ends by itself.
process.on('SIGTERM', () => process.exit(0));
process.stdout.write('ready\n');
