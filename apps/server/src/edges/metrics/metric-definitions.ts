import type { CounterName, HistogramName } from '../../base/counters.ts';

export interface CounterDefinition {
  readonly help: string;
  readonly labelNames: readonly string[];
}

export const counterDefinitions: Readonly<Record<CounterName, CounterDefinition>> = {
  sip_requests_received: { help: 'SIP requests on the wire, repeated ones included.', labelNames: ['method'] },
  sip_requests_sent: { help: 'SIP requests on the wire, repeated ones included.', labelNames: ['method'] },
  sip_responses_received: { help: 'SIP responses on the wire, repeated ones included.', labelNames: ['class'] },
  sip_responses_sent: { help: 'SIP responses on the wire, repeated ones included.', labelNames: ['class'] },
  sip_stack: {
    help: 'What the SIP stack did with messages: received, repeated, malformed, refused, dropped, resent, timed out.',
    labelNames: ['what'],
  },
  msrp: {
    help: 'What the MSRP stack did: sessions bound, messages received, answers by status, connections given up.',
    labelNames: ['what'],
  },
  sip_rate_limited: {
    help: 'SIP requests beyond a limit (source, tenant, store, new-chats, chats, chats-of-source), by what was done.',
    labelNames: ['decision', 'limit'],
  },
  connections_rate_limited: {
    help: 'New connections beyond a rate (source, all), to whatever port.',
    labelNames: ['limit'],
  },
  sip_authentications: {
    help: 'SIP requests that had to prove who sends them, by the outcome.',
    labelNames: ['outcome'],
  },
  events_published: { help: 'T-events distributed.', labelNames: ['event'] },
  texts: { help: 'Texts of instant messages stored.', labelNames: [] },
  tlib_requests: { help: 'T-requests handled.', labelNames: ['request'] },
  tlib_requests_refused: { help: 'T-requests that failed the check at the gateway.', labelNames: ['code'] },
  desk_messages: { help: 'Views and changes sent to watchers of the desk channel.', labelNames: ['message'] },
  desk_rows: { help: 'Rows sent to watchers of the desk channel.', labelNames: [] },
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
};
