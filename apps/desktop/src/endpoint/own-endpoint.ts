import { readStored, writeStored } from '../lib/stored-value.ts';
import { type EndpointStatus, SipEndpoint } from './sip-endpoint.ts';
import type { SipLineOptions } from './sip-line.ts';

const INSTANCE_KEY = 'cordboard.sip-instance';

/** The name of this browser as a SIP client (RFC 5626 4.1), the same after a reload. */
export function ownInstanceId(): string {
  const kept = readStored<string>(() => localStorage, INSTANCE_KEY);
  if (kept !== undefined) return kept;
  const made = `urn:uuid:${crypto.randomUUID()}`;
  writeStored(() => localStorage, INSTANCE_KEY, made);
  return made;
}

/**
 * Runs the endpoint of a DN in this tab when no other tab of the browser does; the lock passes on when a tab closes. Returns
 * what ends it.
 */
export function ownEndpoint(
  options: Omit<SipLineOptions, 'instanceId'>,
  report: (status: EndpointStatus) => void,
  createEndpoint: (options: SipLineOptions, report: (status: EndpointStatus) => void) => Pick<
    SipEndpoint,
    'start' | 'stop'
  > = (of, to) => new SipEndpoint(of, to),
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
