import { countBy } from '../base/count-by.ts';
import type { CallControl } from '../services/call-control/call-control.ts';
import type { Foundation } from './foundation.ts';
import type { SipStack } from './sip-stack.ts';
import type { Web } from './web.ts';

/** What the metrics ask for when they are read. */
export function observe(
  { configuration, metrics }: Foundation,
  callControl: CallControl,
  { transports, msrpTransports, trunks }: SipStack,
  { gateway, desk, httpConnections }: Web,
): void {
  const { state } = callControl;
  metrics.observeSources({
    sockets: () => gateway.socketCount,
    deskWatchers: () => desk.watcherCount,
    connections: () => [
      ['sip', transports.connectionCount],
      ['msrp', msrpTransports.connectionCount],
      ['http', httpConnections.size],
    ],
    interactionsOpen: () => state.calls.size,
    waiting: () => configuration.virtualQueues().map((queue) => [queue, state.virtualQueues.waiting(queue)] as const),
    agents: () => countBy([...state.agentSessions.values()].map((session) => session.state)),
    bindings: () => state.bindings.size,
    trunks: () => trunks.states(),
    isStoreAvailable: () => callControl.recorder.isAvailable,
  });
  metrics.observeTransports(function* () {
    yield* transports.counters.totals();
    yield* msrpTransports.counters.totals('MSRP ');
    yield ['refused', 'HTTP', httpConnections.refusedCount];
  });
}
