/** Joins all parts: builds them, hands each its ports, starts and stops them in order. `wiring` has one file for each area. */
import type { Logger } from './base/logger.ts';
import { loadConfiguration, openStore } from './edges/startup/open-store.ts';
import { type Environment, refuseUnsafeHost } from './edges/startup/read-environment.ts';
import { demoAccounts, type ReadyInfo } from './edges/startup/ready-notice.ts';
import { SystemClock } from './edges/system/system-clock.ts';
import type { CallControl } from './services/call-control/call-control.ts';
import { StatServer } from './services/stat-server/stat-server.ts';
import { createAdmission } from './wiring/admission.ts';
import { createCallControl } from './wiring/call-control.ts';
import { layFoundation, type Opened } from './wiring/foundation.ts';
import { createKeepers } from './wiring/keepers.ts';
import { listenEverywhere } from './wiring/listen.ts';
import { observe } from './wiring/observe.ts';
import { createSipStack, type SipStack } from './wiring/sip-stack.ts';
import { createWeb } from './wiring/web.ts';

/** A server that can be started and stopped once. */
export interface App {
  /** Resolves when everything listens. Rejects with StartFailure. */
  start(): Promise<ReadyInfo>;
  /** Reads the certificates again. */
  reload(): Promise<void>;
  stop(): Promise<void>;
}

export async function createApp(environment: Environment, { logger }: { readonly logger: Logger }): Promise<App> {
  const clock = new SystemClock();
  const store = await openStore(environment, logger);
  try {
    const configuration = await loadConfiguration(store, environment, clock.now());
    refuseUnsafeHost(environment.host, configuration.isDemo);
    return await buildApp({ environment, logger, clock, store, configuration });
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function buildApp(opened: Opened): Promise<App> {
  const foundation = await layFoundation(opened);
  const { environment, logger, clock, store, configuration, certificates, metrics } = foundation;
  const sip: SipStack = await createSipStack(foundation, { callControl: () => callControl });
  const callControl: CallControl = createCallControl(foundation, sip, { statServer: () => statServer });
  const { state, recorder, publisher } = callControl;
  const statServer: StatServer = new StatServer({
    state,
    recorder,
    publisher,
    store,
    clock,
    logger,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  });
  let isListening = false;
  const web = await createWeb(foundation, { callControl, statServer, sip, isListening: () => isListening });
  const admission = createAdmission(foundation, sip, state);
  observe(foundation, callControl, sip, web);
  const keepers = createKeepers(foundation, sip, callControl);

  async function start(): Promise<ReadyInfo> {
    // What goes on from the record needs the sockets. What comes before it is read gets 503.
    await listenEverywhere(foundation, { sip, admission, web });
    await callControl.start();
    web.auth.start();
    for (const keeper of keepers) keeper.start();
    isListening = true;
    const { ports } = foundation;
    return { address: environment.publicAddress, ...ports, demoAccounts: demoAccounts(configuration) };
  }

  /** New work is refused, what was taken is stored and released, then everything closes. */
  async function stop(): Promise<void> {
    isListening = false;
    for (const keeper of keepers) keeper.stop();
    web.auth.stop();
    web.desk.close();
    statServer.stop();
    await callControl.stop();
    await web.simulator.close();
    await web.gateway.close();
    await sip.transports.close();
    await sip.msrpTransports.close();
    web.secureServer.close();
    web.secureServer.closeAllConnections();
    await web.rest.close();
    certificates.close();
    metrics.close();
    await store.close();
  }

  return { start, stop, reload: () => certificates.reload() };
}
