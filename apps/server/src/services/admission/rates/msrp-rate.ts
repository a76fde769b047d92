import { type Counters, noCounters } from '../../../base/counters.ts';
import { sourceOfAddress } from '../../../base/source-of-address.ts';
import type { MsrpHandler } from '../../../protocols/msrp/msrp-handler.ts';
import type { RequestRate } from './request-rate.ts';

/** Keeps the messages that one source sends over MSRP within its rate: what is beyond is 413, far beyond it silence. */
export function limitMsrp(
  handler: MsrpHandler,
  options: {
    readonly rate: RequestRate;
    /** Addresses that are not counted. */
    readonly trustedAddresses?: readonly string[];
    readonly counters?: Counters;
  },
): MsrpHandler {
  const trusted = new Set((options.trustedAddresses ?? []).map(sourceOfAddress));
  const { rate, counters = noCounters } = options;
  return {
    ...handler,
    receiveMessage: (received) => {
      const source = sourceOfAddress(received.remoteAddress);
      const decision = trusted.has(source) ? 'pass' : rate.decide(source);
      if (decision === 'pass') {
        handler.receiveMessage(received);
        return;
      }
      counters.count('msrp', { what: `rate ${decision}` });
      if (decision === 'refuse') received.respond(413);
    },
  };
}
