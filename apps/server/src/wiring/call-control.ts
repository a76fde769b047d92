import { systemRandom } from '../edges/system/system-random.ts';
import { CallControl } from '../services/call-control/call-control.ts';
import type { StatServer } from '../services/stat-server/stat-server.ts';
import { chatBounds } from './admission.ts';
import type { Foundation } from './foundation.ts';
import type { SipStack } from './sip-stack.ts';

/** The switch itself, over the stack. `late.statServer` counts what it distributes, and so is built after it. */
export function createCallControl(
  foundation: Foundation,
  { transports, msrpTransports, own, trunks, sender, msrp }: SipStack,
  late: { readonly statServer: () => StatServer },
): CallControl {
  const { configuration, store, clock, logger, metrics, messageLog } = foundation;
  return new CallControl({
    configuration,
    store,
    clock,
    logger,
    random: systemRandom,
    counters: metrics,
    sender,
    msrp,
    network: {
      sentBy: (flow) => transports.sentBy(flow),
      own,
      msrp: msrpTransports,
      trunks,
      chatBounds: chatBounds(foundation),
    },
    isOpen: (flow) => transports.isOpen(flow),
    estimateWait: (queue, now, position) => late.statServer().estimatedWait(queue, now, position),
    // After all that has come with it, such as a burst of datagrams.
    commitSoon: setImmediate,
    observeDistribution: messageLog.isOn ? (event, clients) => messageLog.eventDistributed(event, clients) : undefined,
  });
}
