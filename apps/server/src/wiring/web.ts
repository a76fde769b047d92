/** What browsers and REST clients talk to, and what answers them. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PlaceName, UserName } from '@cordboard/shared/ids';
import { Gateway } from '../edges/gateway/gateway.ts';
import { HttpConnections } from '../edges/rest/server/http-connections.ts';
import { createHttpsServer } from '../edges/rest/server/https-server.ts';
import { createRestServer } from '../edges/rest/server/rest-server.ts';
import { SimulationDesk } from '../edges/simulator/simulation-desk.ts';
import { STORE_FILE } from '../edges/storage/sqlite-record-store.ts';
import { refuseOtherUpgrades } from '../edges/stream-transports/websocket.ts';
import { AuthService } from '../services/auth/auth-service.ts';
import type { CallControl, Change } from '../services/call-control/call-control.ts';
import { Administration } from '../services/configuration/administration.ts';
import { Strategies } from '../services/configuration/strategies.ts';
import { AuditReader } from '../services/desktop/audit-reader.ts';
import { DeskFeed } from '../services/desktop/desk-channel/desk-feed.ts';
import { Desktop } from '../services/desktop/desktop-view.ts';
import { LeftMessages } from '../services/desktop/left-messages.ts';
import { BindingReader } from '../services/registrar/binding-reader.ts';
import type { StatServer } from '../services/stat-server/stat-server.ts';
import type { SwitchState } from '../services/switch/switch-state.ts';
import type { Foundation } from './foundation.ts';
import type { SipStack } from './sip-stack.ts';

const DESKTOP_ROOT = fileURLToPath(new URL('../../../desktop/dist', import.meta.url));
/** Seconds for one run of a simulation, and its share of a processor: live traffic comes first. */
const SIMULATION = { elapsedMax: 60, share: 0.5 };

export type Web = Awaited<ReturnType<typeof createWeb>>;

interface Served {
  readonly callControl: CallControl;
  readonly statServer: StatServer;
  readonly sip: SipStack;
  readonly isListening: () => boolean;
}

export async function createWeb(foundation: Foundation, { callControl, statServer, sip, isListening }: Served) {
  const { logger, clock, configuration, metrics, messageLog, certificates, proxies } = foundation;
  const { state, recorder } = callControl;
  const auth = createAuth(foundation, callControl);
  const simulator = createSimulator(foundation, state);
  const roleOf = (userName: string) => configuration.findPerson(userName as UserName)?.role;
  const tokens = { authenticate: (token: string) => auth.authenticate(token), isOpen: isListening, roleOf };
  const rest = await createRestServer({
    logger,
    desktopRoot: DESKTOP_ROOT,
    clientOf: (request) => proxies.clientOf(request),
    ports: {
      ...restViews(foundation, callControl),
      auth: { ...tokens, login: (login) => auth.login(login), logout: (token) => auth.logout(token) },
      health: { isReady: () => isListening() && recorder.isAvailable },
      simulator,
    },
  });
  const desk = new DeskFeed({ state, recorder, clock, counters: metrics });
  const gateway = new Gateway({
    server: rest.server,
    service: callControl,
    desk,
    statistics: statServer,
    tokens: { ...tokens, touch: (sessionId) => auth.touch(sessionId) },
    clock,
    logger,
    counters: metrics,
    clientNames: messageLog,
    isOpen: isListening,
    hostOf: (request) => proxies.hostOf(request),
  });
  const secureServer = createHttpsServer(rest, certificates);
  const httpConnections = new HttpConnections({
    isTrusted: (address) => proxies.isTrusted(address),
    admits: (address) => foundation.connectionRate.admits(address),
  });
  for (const server of [rest.server, secureServer]) httpConnections.watch(server);
  gateway.attach(secureServer);
  sip.transports.acceptUpgrades(rest.server);
  sip.transports.acceptUpgrades(secureServer, 'WSS');
  sip.msrpTransports.acceptUpgrades(rest.server);
  sip.msrpTransports.acceptUpgrades(secureServer, 'wss');
  for (const server of [rest.server, secureServer]) refuseOtherUpgrades(server, ['/sip', '/msrp', '/socket.io/']);
  auth.onSessionEnded((sessionId) => gateway.endSession(sessionId, 'The session has ended.'));
  return { auth, simulator, rest, desk, gateway, secureServer, httpConnections };
}

function createAuth({ clock, logger, configuration, metrics }: Foundation, callControl: CallControl): AuthService {
  return new AuthService({
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
}

function createSimulator({ environment, clock }: Foundation, state: SwitchState): SimulationDesk {
  return new SimulationDesk(() => ({
    file: state.configuration.file,
    drafts: [...state.strategyVersions.values()].flatMap(({ state, strategy }) =>
      state === 'draft' ? [strategy] : [],
    ),
    storePath: join(environment.dataDir, STORE_FILE),
    now: clock.now(),
    ...SIMULATION,
  }));
}

/** What REST shows of the switch, and what it changes there. */
function restViews({ environment, clock, store, configuration, metrics }: Foundation, callControl: CallControl) {
  const { state } = callControl;
  const change: Change = (what, decide) => callControl.change(what, decide);
  return {
    strategies: new Strategies({ state, change }),
    messages: new LeftMessages({ state, change }),
    bindings: new BindingReader({ state, clock }),
    administration: new Administration({ state, change }),
    desktop: new Desktop({ callControl, store, clock, sipDomain: environment.sipDomain }),
    audit: new AuditReader({ configuration, store, clock }),
    metrics,
  };
}
