/** Things that are counted; `edges/metrics` says what each means and gives it to the monitoring. */
export type CounterName =
  | 'sip_requests_received'
  | 'sip_requests_sent'
  | 'sip_responses_received'
  | 'sip_responses_sent'
  | 'sip_stack'
  | 'sip_rate_limited'
  | 'connections_rate_limited'
  | 'msrp'
  | 'sip_authentications'
  | 'events_published'
  | 'texts'
  | 'tlib_requests'
  | 'tlib_requests_refused'
  | 'sockets_ended'
  | 'desk_messages'
  | 'desk_rows'
  | 'logins';

/** Things that are measured. */
export type HistogramName = 'store_commit_seconds' | 'store_batch_steps';

/** Counters for the monitoring. Label values must come from a small set, never from a peer unchecked. */
export interface Counters {
  /** `amount` is 1 unless told. */
  count(name: CounterName, labels?: Readonly<Record<string, string>>, amount?: number): void;
  observe(name: HistogramName, value: number): void;
}

/** Counts nothing. */
export const noCounters: Counters = { count: () => {}, observe: () => {} };
