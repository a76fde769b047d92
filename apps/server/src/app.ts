/** The only file that knows every part: builds them, hands each its ports, starts and stops them in order. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Server } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PlaceName, UserName } from '@cordboard/shared/ids';
import { countBy } from './base/count-by.ts';
import type { Logger } from './base/logger.ts';
import type { Configuration } from './domain/configuration/configuration.ts';
import { isAllowedOrigin } from './edges/gateway/allowed-origin.ts';
import { Gateway } from './edges/gateway/gateway.ts';
import { MessageLog } from './edges/logging/message-log.ts';
import { CountedTransport, countedReceiver } from './edges/metrics/counted-transport.ts';
import { Metrics } from './edges/metrics/metrics.ts';
import { loggedMsrpReceiver, loggedMsrpTransport } from './edges/msrp-transports/logged-msrp.ts';
import { MsrpTransports } from './edges/msrp-transports/msrp-transports.ts';
import { HttpConnections } from './edges/rest/http-connections.ts';
import { createHttpsServer } from './edges/rest/https-server.ts';
import { createRestServer } from './edges/rest/rest-server.ts';
import { TrustedProxies } from './edges/rest/trusted-proxies.ts';
import { SimulationDesk } from './edges/simulator/simulation-desk.ts';
import { LoggedTransport, loggedReceiver } from './edges/sip-transports/logged-transport.ts';
import { SipTransports } from './edges/sip-transports/sip-transports.ts';
import { STORE_FILE } from './edges/storage/sqlite-record-store.ts';
import { listen } from './edges/stream-transports/listen.ts';
import { createNextHop } from './edges/system/create-next-hop.ts';
import { isWildcard } from './edges/system/loopback.ts';
import { loadConfiguration, openStore } from './edges/system/open-store.ts';
import { type Environment, refuseUnsafeHost } from './edges/system/read-environment.ts';
import { demoAccounts, type ReadyInfo } from './edges/system/ready-notice.ts';
import { listenFailure } from './edges/system/start-failure.ts';
import { SystemClock } from './edges/system/system-clock.ts';
import { systemRandom } from './edges/system/system-random.ts';
import { openCertificates, readTrusted } from './edges/tls/open-certificates.ts';
import { MsrpEndpoint } from './protocols/msrp/msrp-endpoint.ts';
import { lateMsrpHandler } from './protocols/msrp/msrp-handler.ts';
import { ACCEPTED_ENCODINGS } from './protocols/sip/bodies/content-coding.ts';
import { MESSAGE_TYPES } from './protocols/sip/bodies/read-body.ts';
import { UserAgent } from './protocols/sip/user-agent/user-agent.ts';
import { AdmissionGate } from './services/admission/admission-gate.ts';
import { limitMsrp } from './services/admission/msrp-rate.ts';
import { RequestRate } from './services/admission/request-rate.ts';
import { Standing } from './services/admission/standing.ts';
import { AuthService } from './services/auth/auth-service.ts';
import { DigestGuard } from './services/auth/digest-guard.ts';
import { CallControl, type Change } from './services/call-control/call-control.ts';
import { LogKeeper } from './services/call-control/log-keeper.ts';
import { SipGuardDirectory } from './services/call-control/sip-guard-directory.ts';
import { Administration } from './services/configuration/administration.ts';
import { Strategies } from './services/configuration/strategies.ts';
import { AuditReader } from './services/desktop/audit-reader.ts';
import { DeskFeed } from './services/desktop/desk-feed.ts';
import { Desktop } from './services/desktop/desktop-view.ts';
import { LeftMessages } from './services/desktop/left-messages.ts';
import { FlowKeeper } from './services/messaging/flow-keeper.ts';
import { OwnAddresses } from './services/messaging/own-addresses.ts';
import type { RecordStore } from './services/recorder/ports.ts';
import { BindingReader } from './services/registrar/binding-reader.ts';
import { StatServer } from './services/stat-server/stat-server.ts';
import { TrunkKeeper } from './services/trunks/trunk-keeper.ts';

/** A server that can be started and stopped once. */
export interface App {
  /** Resolves when everything listens. Rejects with StartFailure. */
  start(): Promise<ReadyInfo>;
  /** Reads the certificates again. */
  reload(): Promise<void>;
  stop(): Promise<void>;
}

const DESKTOP_ROOT = fileURLToPath(new URL('../../desktop/dist', import.meta.url));
/** Seconds for one run of a simulation, and its share of a processor: live traffic comes first. */
const SIMULATION = { elapsedMax: 60, share: 0.5 };
const METHODS = ['INVITE', 'ACK', 'CANCEL', 'BYE', 'MESSAGE', 'OPTIONS', 'REGISTER', 'SUBSCRIBE'];
const ACCEPTED_TYPES = { MESSAGE: MESSAGE_TYPES, INVITE: ['application/sdp'] };
const ENCODINGS = { MESSAGE: ACCEPTED_ENCODINGS };

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

interface Foundation {
  readonly environment: Environment;
  readonly logger: Logger;
  readonly clock: SystemClock;
  readonly store: RecordStore;
  readonly configuration: Configuration;
}

async function buildApp({ environment, logger, clock, store, configuration }: Foundation): Promise<App> {
  const metrics = new Metrics();
  metrics.observeProcess();
  const messageLog = new MessageLog({
    isOn: environment.logLevel === 'trace',
    now: () => clock.now(),
    write: (text) => process.stdout.write(text),
  });
  const certificates = await openCertificates(environment, clock, logger);
  const proxies = new TrustedProxies(environment.trustedProxies);
  const trusted = await readTrusted(environment.tlsTrusted);
  const connecting = {
    certificates,
    clientCertificates: { clientIdentity: () => certificates.clientIdentity(), trusted },
    clock,
    logger,
    isAllowedOrigin: (origin: string | undefined, request: IncomingMessage) =>
      isAllowedOrigin(origin, proxies.hostOf(request)),
    clientOf: (request: IncomingMessage) => proxies.clientOf(request),
  };
  const transports = new SipTransports({ ...connecting, bootId: randomBytes(6).toString('hex') });
  const msrpTransports = new MsrpTransports({ ...connecting, bootId: randomBytes(6).toString('hex') });
  const transport = new CountedTransport(new LoggedTransport(transports, messageLog), metrics);
  const own = new OwnAddresses({
    sipDomain: environment.sipDomain,
    addresses: [environment.host, environment.publicAddress],
    ports: () => Object.values(ports),
  });
  const userAgent: UserAgent = new UserAgent({
    clock,
    transport,
    logger,
    methods: METHODS,
    acceptedTypes: ACCEPTED_TYPES,
    acceptedEncodings: ENCODINGS,
    supported: ['replaces', 'path', 'outbound', 'gruu'],
    counters: { increment: (counter) => metrics.count('sip_stack', { what: counter }) },
    isOwnHost: (host, port) => own.isOwnHost(host, port),
    guard: new DigestGuard({
      directory: new SipGuardDirectory({
        state: () => callControl.state,
        own,
        sipDomain: environment.sipDomain,
        clock,
        findTrunkPeer: (address) => trunks.findPeer(address),
      }),
      clock,
      random: systemRandom,
      counters: metrics,
    }),
    handler: {
      receiveRequest: (received) => callControl.sipHandler.receiveRequest(received),
      flowClosed: (flow) => callControl.sipHandler.flowClosed(flow),
    },
  });
  const trunks: TrunkKeeper = new TrunkKeeper({
    trunks: configuration.trunks(),
    ways: createNextHop(environment.host, transports, clock),
    sender: userAgent,
    clock,
    random: systemRandom,
    logger,
    sentBy: (flow) => transports.sentBy(flow),
    sipDomain: environment.sipDomain,
  });
  const msrp: MsrpEndpoint = new MsrpEndpoint({
    clock,
    random: systemRandom,
    transport: loggedMsrpTransport(msrpTransports, messageLog),
    handler: limitMsrp(
      lateMsrpHandler(() => callControl.msrpHandler),
      {
        rate: new RequestRate({ clock, requestsPerSecond: environment.sipRatePerSource }),
        trustedAddresses: environment.sipTrustedAddresses,
        counters: metrics,
      },
    ),
    counters: metrics,
  });
  const callControl: CallControl = new CallControl({
    configuration,
    store,
    clock,
    logger,
    random: systemRandom,
    counters: metrics,
    sender: userAgent,
    msrp,
    place: { sentBy: (flow) => transports.sentBy(flow), own, msrp: msrpTransports, trunks },
    isOpen: (flow) => transports.isOpen(flow),
    estimateWait: (queue, now, position) => statServer.estimatedWait(queue, now, position),
    observeDistribution: messageLog.isOn ? (event, clients) => messageLog.eventDistributed(event, clients) : undefined,
  });
  const auth = new AuthService({
    sessions: callControl.state.sessions,
    directory: {
      findPerson: (userName) => configuration.findPerson(userName as UserName),
      findPlace: (name) => configuration.findPlace(name as PlaceName),
    },
    record: (change, ended) => callControl.recordLogins(change, ended),
    clock,
    logger,
    counters: metrics,
  });
  const simulator = new SimulationDesk(() => ({
    file: callControl.state.configuration.file,
    drafts: [...callControl.state.strategyVersions.values()].flatMap(({ state, strategy }) =>
      state === 'draft' ? [strategy] : [],
    ),
    storePath: join(environment.dataDir, STORE_FILE),
    now: clock.now(),
    ...SIMULATION,
  }));
  const change: Change = (what, decide) => callControl.change(what, decide);
  const rest = await createRestServer({
    logger,
    desktopRoot: DESKTOP_ROOT,
    clientOf: (request) => proxies.clientOf(request),
    ports: {
      auth: {
        login: (login) => auth.login(login),
        authenticate: (token) => auth.authenticate(token),
        logout: (token) => auth.logout(token),
        roleOf: (userName) => configuration.findPerson(userName as UserName)?.role,
      },
      strategies: new Strategies({ state: callControl.state, change }),
      messages: new LeftMessages({ state: callControl.state, change }),
      bindings: new BindingReader({ state: callControl.state, clock }),
      administration: new Administration({ state: callControl.state, change }),
      desktop: new Desktop({ callControl, store, clock, sipDomain: environment.sipDomain }),
      audit: new AuditReader({ configuration, store, clock }),
      health: { isReady: () => isListening && callControl.recorder.isAvailable },
      metrics,
      simulator,
    },
  });
  const desk = new DeskFeed({ state: callControl.state, recorder: callControl.recorder, clock, counters: metrics });
  const statServer: StatServer = new StatServer({
    state: callControl.state,
    recorder: callControl.recorder,
    publisher: callControl.publisher,
    store,
    clock,
    logger,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  });
  const gateway = new Gateway({
    server: rest.server,
    service: callControl,
    desk,
    statistics: statServer,
    tokens: {
      authenticate: (token) => auth.authenticate(token),
      touch: (sessionId) => auth.touch(sessionId),
      roleOf: (userName) => configuration.findPerson(userName as UserName)?.role,
    },
    clock,
    logger,
    counters: metrics,
    clientNames: messageLog,
    hostOf: (request) => proxies.hostOf(request),
  });
  const secureServer = createHttpsServer(rest, certificates);
  const httpConnections = new HttpConnections({ isTrusted: (address) => proxies.isTrusted(address) });
  for (const server of [rest.server, secureServer]) httpConnections.watch(server);
  gateway.attach(secureServer);
  transports.acceptUpgrades(rest.server);
  transports.acceptUpgrades(secureServer, 'WSS');
  msrpTransports.acceptUpgrades(rest.server);
  msrpTransports.acceptUpgrades(secureServer, 'wss');
  auth.onSessionEnded((sessionId) => gateway.endSession(sessionId, 'The session has ended.'));
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
  const flowKeeper = new FlowKeeper({
    clock,
    *flows() {
      for (const { connId, flow } of state.legs.values()) if (connId !== null) yield flow;
      for (const { flow } of state.bindings.values()) yield flow;
    },
    send: (flow, bytes) => transports.send(flow, bytes),
  });
  const logKeeper = new LogKeeper({
    store,
    clock,
    logger,
    sipAnswersPrefix: state.sipAnswers.keyPrefix,
    pruned: () => callControl.noticePruning(),
  });
  const admission = new AdmissionGate({
    receiver: userAgent,
    transport,
    rate: new RequestRate({ clock, requestsPerSecond: environment.sipRatePerSource }),
    servedRate: new RequestRate({ clock, requestsPerSecond: environment.sipRatePerSource }),
    tenantRate: new RequestRate({ clock, requestsPerSecond: environment.sipRatePerTenant }),
    tenant: configuration.tenant.name,
    standing: new Standing(state),
    trustedAddresses: [
      ...environment.sipTrustedAddresses,
      ...[...configuration.file.trustedPeers, ...configuration.trunks()].flatMap(({ addresses }) => addresses),
    ],
    counters: metrics,
  });
  const ports = {
    httpPort: environment.httpPort,
    httpsPort: environment.httpsPort,
    sipPort: environment.sipPort,
    sipsPort: environment.sipsPort,
    msrpPort: environment.msrpPort,
    msrpsPort: environment.msrpsPort,
  };
  let isListening = false;

  /** Rejects with the sentence that names the variable. */
  async function open(name: keyof typeof ports, variable: string, listen: (port: number) => Promise<number>) {
    const port = environment[name];
    ports[name] = await listen(port).catch((error: unknown) => {
      throw listenFailure(error, variable, environment.host, port);
    });
  }

  async function start(): Promise<ReadyInfo> {
    const { host, publicAddress } = environment;
    if (isWildcard(publicAddress)) {
      logger.warn({ publicAddress }, 'peers are told an address that is none: set CORDBOARD_PUBLIC_ADDRESS');
    }
    // What goes on from the record needs the sockets. What comes before it is read gets 503.
    const receiver = countedReceiver(loggedReceiver(admission, messageLog), metrics);
    await open('httpPort', 'CORDBOARD_HTTP_PORT', async (port) => {
      await rest.listen({ host, port });
      return portOf(rest.server, port);
    });
    await open('httpsPort', 'CORDBOARD_HTTPS_PORT', (port) => listen(secureServer, host, port, logger));
    await open('sipPort', 'CORDBOARD_SIP_PORT', (port) => transports.start({ host, port, publicAddress }, receiver));
    await open('sipsPort', 'CORDBOARD_SIPS_PORT', (port) => transports.startTls({ host, port }));
    await open('msrpPort', 'CORDBOARD_MSRP_PORT', (port) =>
      msrpTransports.start({ host, port, publicAddress }, loggedMsrpReceiver(msrp, messageLog)),
    );
    await open('msrpsPort', 'CORDBOARD_MSRPS_PORT', (port) => msrpTransports.startTls({ host, port }));
    await callControl.start();
    auth.start();
    logKeeper.start();
    flowKeeper.start();
    trunks.start();
    isListening = true;
    return { address: publicAddress, ...ports, demoAccounts: demoAccounts(configuration) };
  }

  /** New work is refused, what was taken is stored and released, then everything closes. */
  async function stop(): Promise<void> {
    isListening = false;
    logKeeper.stop();
    flowKeeper.stop();
    trunks.stop();
    auth.stop();
    desk.close();
    statServer.stop();
    await callControl.stop();
    await simulator.close();
    await gateway.close();
    await transports.close();
    await msrpTransports.close();
    secureServer.close();
    secureServer.closeAllConnections();
    await rest.close();
    certificates.close();
    await store.close();
  }

  return { start, stop, reload: () => certificates.reload() };
}

function portOf(server: Server, asked: number): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : asked;
}
