import { ApiError } from '../api/rest-client.ts';
import { readSipEndpoint } from '../api/sip-endpoint.ts';
import { useEndpointStore } from '../stores/session/endpoint-store.ts';
import { type SessionState, useSessionStore } from '../stores/session/session-store.ts';

const RETRY_DELAY_MS = 5000;

/** Whether a DN of the place gets its texts by SIP, so that the desk is a SIP client as well. */
function wantsEndpoint({ phase, place }: SessionState): boolean {
  return phase === 'desk' && place?.directoryNumbers.some((dn) => dn.im && dn['sip-signaling-chat'] === true) === true;
}

let running: { readonly token: string; readonly end: () => void } | undefined;

/** Keeps a SIP client for the own DN as long as the agent is at the desk. */
export function bindEndpoint(): void {
  useSessionStore.subscribe(follow);
  follow(useSessionStore.getState());
}

function follow(session: SessionState): void {
  const token = wantsEndpoint(session) ? session.token : null;
  if (token === (running?.token ?? null)) return;
  running?.end();
  running = token === null ? undefined : begin(token);
}

function begin(token: string): { readonly token: string; readonly end: () => void } {
  let end = () => {};
  let isEnded = false;
  const run = async () => {
    const [{ dn, domain, ha1 }, { ownEndpoint }] = await Promise.all([
      readSipEndpoint(token),
      import('../endpoint/own-endpoint.ts'),
    ]);
    if (isEnded) return;
    const url = `${window.location.protocol === 'https:' ? 'wss' : 'ws'}://${window.location.host}/sip`;
    end = ownEndpoint({ dn, domain, ha1, url }, (status) => useEndpointStore.setState({ status }));
  };
  const tryToRun = () => {
    run().catch((error) => {
      // Nobody may register here, or no password is kept for the DN: the desk does without.
      if (isEnded || (error instanceof ApiError && error.status >= 400 && error.status < 500)) return;
      setTimeout(() => {
        if (!isEnded) tryToRun();
      }, RETRY_DELAY_MS);
    });
  };
  tryToRun();
  return {
    token,
    end: () => {
      isEnded = true;
      end();
    },
  };
}
