import { silentLogger } from '../../../src/base/logger.ts';
import type { SipCounter } from '../../../src/protocols/sip/transactions/counters.ts';
import type { Reachability } from '../../../src/protocols/sip/transport/reachability.ts';
import type { Flow } from '../../../src/protocols/sip/transport/sip-transport.ts';
import type { ReceivedRequest } from '../../../src/protocols/sip/user-agent/request-handler.ts';
import { defaultUserAgentLimits, UserAgent } from '../../../src/protocols/sip/user-agent/user-agent.ts';
import { FakeClock } from './fake-clock.ts';
import { SeededRandom } from './seeded-random.ts';

export const udpFlow: Flow = {
  id: 'udp:192.0.2.9:5060',
  transport: 'UDP',
  remoteAddress: '192.0.2.9',
  remotePort: 5060,
};
export const streamFlow: Flow = { id: 'tcp:1', transport: 'TCP', remoteAddress: '192.0.2.9', remotePort: 40_000 };

export interface SipStackOptions {
  readonly methods?: readonly string[];
  readonly supported?: readonly string[];
  /** By method; plain text and descriptions unless told. */
  readonly acceptedTypes?: Readonly<Record<string, readonly string[]>>;
  readonly acceptedEncodings?: Readonly<Record<string, readonly string[]>>;
  readonly transactionsMax?: number;
  readonly reach?: Reachability;
  readonly onRequest?: (received: ReceivedRequest) => void;
  readonly onSend?: (flow: Flow, bytes: Buffer) => void;
  readonly onCount?: (counter: SipCounter) => unknown;
}

/** A user agent over a transport that only writes down, on a virtual clock. */
export function createSipStack(options: SipStackOptions = {}) {
  const clock = new FakeClock();
  const sent: { readonly flow: Flow; readonly text: string }[] = [];
  const received: ReceivedRequest[] = [];
  const counts = new Map<SipCounter, number>();
  const network = { isUp: true };
  const userAgent = new UserAgent({
    clock,
    transport: {
      send: (flow, bytes) => {
        if (!network.isUp) return false;
        sent.push({ flow, text: bytes.toString('utf8') });
        options.onSend?.(flow, bytes);
        return true;
      },
      isOpen: () => network.isUp,
      sentBy: () => '192.0.2.1:5060',
    },
    handler: {
      receiveRequest: (request) => {
        received.push(request);
        options.onRequest?.(request);
      },
      flowClosed: () => {},
    },
    isOwnHost: (host) => host === 'example.com' || host === '192.0.2.1',
    methods: options.methods ?? ['INVITE', 'ACK', 'BYE', 'CANCEL', 'OPTIONS', 'MESSAGE'],
    acceptedTypes: options.acceptedTypes ?? { MESSAGE: ['text/plain'], INVITE: ['application/sdp'] },
    ...(options.acceptedEncodings === undefined ? {} : { acceptedEncodings: options.acceptedEncodings }),
    supported: options.supported ?? ['replaces'],
    logger: silentLogger,
    random: new SeededRandom(1),
    ...(options.reach === undefined ? {} : { reach: options.reach }),
    counters: {
      increment: (counter) => {
        counts.set(counter, (counts.get(counter) ?? 0) + 1);
        options.onCount?.(counter);
      },
    },
    ...(options.transactionsMax === undefined
      ? {}
      : { limits: { ...defaultUserAgentLimits, transactionsMax: options.transactionsMax } }),
  });
  return { clock, sent, received, counts, network, userAgent };
}
