import type { CounterName, HistogramName } from '../../base/counters.ts';

export interface CounterDefinition {
  readonly help: string;
  readonly labelNames: readonly string[];
}

export const counterDefinitions: Readonly<Record<CounterName, CounterDefinition>> = {
  sip_stack: {
    help: 'What the SIP stack received, sent, refused, dropped and repeated, by kind.',
    labelNames: ['what'],
  },
  sip_rate_limited: { help: 'SIP requests refused or dropped because their source sent too many.', labelNames: [] },
  events_published: { help: 'T-events distributed.', labelNames: ['name'] },
  texts: { help: 'Texts of instant messages stored.', labelNames: ['from'] },
  tlib_requests: { help: 'T-requests handled.', labelNames: ['name'] },
  tlib_requests_refused: { help: 'T-requests that failed the check at the gateway.', labelNames: ['code'] },
  sockets_ended: { help: 'Sockets that the server ended.', labelNames: ['cause'] },
  logins: { help: 'Logins by their outcome.', labelNames: ['outcome'] },
};

export interface HistogramDefinition {
  readonly help: string;
  readonly buckets: readonly number[];
}

export const histogramDefinitions: Readonly<Record<HistogramName, HistogramDefinition>> = {
  store_commit_seconds: {
    help: 'Time for one commit of the store.',
    buckets: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5],
  },
  store_batch_steps: { help: 'Steps that one commit wrote.', buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] },
  text_latency_seconds: {
    help: 'Time from the arrival of a text to its events leaving.',
    buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5],
  },
};
