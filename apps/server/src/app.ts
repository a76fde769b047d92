/** Joins all parts: builds them, hands each its ports, starts and stops them in order. `wiring` has one file for each area. */
import type { Logger } from './base/logger.ts';
import { loadConfiguration, openStore } from './edges/startup/open-store.ts';
import { type Environment, refuseUnsafeHost } from './edges/startup/read-environment.ts';
import { demoAccounts, type ReadyInfo } from './edges/startup/ready-notice.ts';
import { createNextHop } from './edges/system/create-next-hop.ts';
import { mayBeContact } from './edges/system/may-be-contact.ts';
import { SystemClock } from './edges/system/system-clock.ts';
import { systemRandom } from './edges/system/system-random.ts';
import { CallControl } from './services/call-control/call-control.ts';
import { LogKeeper } from './services/call-control/log-keeper.ts';
import { FlowKeeper } from './services/messaging/requests/flow-keeper.ts';
import { NameKeeper } from './services/registrar/name-keeper.ts';
import { nameFound } from './services/registrar/named-contacts.ts';
import { StatServer } from './services/stat-server/stat-server.ts';
import { layFoundation, type Opened } from './wiring/foundation.ts';
import { listenEverywhere } from './wiring/listen.ts';
import { observe } from './wiring/observe.ts';
import { chatBounds, createAdmission, createSipStack, type SipStack } from './wiring/sip-stack.ts';
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
  const { environment, logger, clock, store, configuration, metrics, messageLog, certificates } = foundation;
  const sip: SipStack = await createSipStack(foundation, { callControl: () => callControl });
  const { transports, trunks } = sip;
  const callControl: CallControl = new CallControl({
    configuration,
    store,
    clock,
    logger,
    random: systemRandom,
    counters: metrics,
    sender: sip.sender,
    msrp: sip.msrp,
    place: {
      sentBy: (flow) => transports.sentBy(flow),
      own: sip.own,
      msrp: sip.msrpTransports,
      trunks: sip.trunks,
      chatBounds: chatBounds(foundation),
    },
    isOpen: (flow) => transports.isOpen(flow),
    estimateWait: (queue, now, position) => statServer.estimatedWait(queue, now, position),
    // After all that has come with it, such as a burst of datagrams.
    commitSoon: setImmediate,
    observeDistribution: messageLog.isOn ? (event, clients) => messageLog.eventDistributed(event, clients) : undefined,
  });
  const statServer: StatServer = new StatServer({
    state: callControl.state,
    recorder: callControl.recorder,
    publisher: callControl.publisher,
    store,
    clock,
    logger,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  });
  let isListening = false;
  const web = await createWeb(foundation, { callControl, statServer, sip, isListening: () => isListening });
  const { state } = callControl;
  const admission = createAdmission(foundation, sip, state);
  observe(foundation, callControl, sip, web);
  const flowKeeper = new FlowKeeper({
    clock,
    *flows() {
      for (const { connId, flow } of state.legs.values()) if (connId !== null) yield flow;
      for (const { flow } of state.bindings.values()) yield flow;
    },
    send: (flow, bytes) => transports.send(flow, bytes),
  });
  // A name system of its own: what is registered must not keep trunks from theirs.
  const contactWays = createNextHop(environment.host, transports, clock, mayBeContact);
  const nameKeeper = new NameKeeper({
    clock,
    open: (uri) => contactWays.open(uri),
    domains: () => state.configuration.tenant.options['contact-domains'] ?? [],
    bindings: () => state.bindings.values(),
    found: (finding) => callControl.takeInput('name of a contact', (decision) => nameFound(decision, finding)),
  });
  const logKeeper = new LogKeeper({
    store,
    clock,
    logger,
    sipAnswersPrefix: state.sipAnswers.keyPrefix,
    pruned: () => callControl.noticePruning(),
  });

  async function start(): Promise<ReadyInfo> {
    // What goes on from the record needs the sockets. What comes before it is read gets 503.
    await listenEverywhere(foundation, { sip, admission, web });
    await callControl.start();
    web.auth.start();
    logKeeper.start();
    flowKeeper.start();
    nameKeeper.start();
    trunks.start();
    isListening = true;
    const { ports } = foundation;
    return { address: environment.publicAddress, ...ports, demoAccounts: demoAccounts(configuration) };
  }

  /** New work is refused, what was taken is stored and released, then everything closes. */
  async function stop(): Promise<void> {
    isListening = false;
    logKeeper.stop();
    flowKeeper.stop();
    nameKeeper.stop();
    trunks.stop();
    web.auth.stop();
    web.desk.close();
    statServer.stop();
    await callControl.stop();
    await web.simulator.close();
    await web.gateway.close();
    await transports.close();
    await sip.msrpTransports.close();
    web.secureServer.close();
    web.secureServer.closeAllConnections();
    await web.rest.close();
    certificates.close();
    await store.close();
  }

  return { start, stop, reload: () => certificates.reload() };
}
