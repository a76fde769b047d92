import { randomId } from '../lib/random-id.ts';
import { readStored, writeStored } from '../lib/stored-value.ts';
import { type EndpointStatus, SipEndpoint } from './sip-endpoint.ts';
import type { SipLineOptions } from './sip-line.ts';

const INSTANCE_KEY = 'cordboard.sip-instance';

/** The name of this browser as a SIP client (RFC 5626 4.1), the same after a reload. */
export function ownInstanceId(): string {
  const kept = readStored<string>(() => localStorage, INSTANCE_KEY);
  if (kept !== undefined) return kept;
  const made = randomUuid();
  writeStored(() => localStorage, INSTANCE_KEY, made);
  return made;
}

/** RFC 9562 5.4: a UUID of version 4. */
function randomUuid(): string {
  const hex = randomId();
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20)].join('-');
}

/**
 * Runs the endpoint of a DN in this tab when no other tab of the browser does; the lock passes on when a tab closes. Returns
 * what ends it.
 */
export function ownEndpoint(
  options: Omit<SipLineOptions, 'instanceId'>,
  report: (status: EndpointStatus) => void,
  createEndpoint: (
    options: SipLineOptions,
    report: (status: EndpointStatus) => void,
  ) => Pick<SipEndpoint, 'start' | 'stop'> = (of, to) => new SipEndpoint(of, to),
): () => void {
  const ended = new AbortController();
  report('elsewhere');
  const run = async () => {
    const endpoint = createEndpoint({ ...options, instanceId: ownInstanceId() }, (status) => {
      if (!ended.signal.aborted) report(status);
    });
    endpoint.start();
    await new Promise<void>((resolve) => ended.signal.addEventListener('abort', () => resolve(), { once: true }));
    await endpoint.stop();
  };
  navigator.locks.request(`cordboard-sip-${options.dn}`, { signal: ended.signal }, run).catch(() => {
    // Ended while another tab had it.
  });
  return () => {
    ended.abort();
    report('off');
  };
}
