import { readFileSync } from 'node:fs';
import { type ConfigurationFile, configurationFileSchema } from '@cordboard/shared/configuration/configuration-file';
import { realmOfTrunk } from '@cordboard/shared/configuration/directory-number';
import { noCounters } from '../../../src/base/counters.ts';
import { type Logger, silentLogger } from '../../../src/base/logger.ts';
import { fail } from '../../../src/base/result.ts';
import { Configuration } from '../../../src/domain/configuration/configuration.ts';
import { MsrpEndpoint } from '../../../src/protocols/msrp/msrp-endpoint.ts';
import type { MsrpTransport } from '../../../src/protocols/msrp/msrp-transport.ts';
import type { Flow } from '../../../src/protocols/sip/transport/sip-transport.ts';
import { UserAgent } from '../../../src/protocols/sip/user-agent/user-agent.ts';
import type { ChatBounds } from '../../../src/services/admission/chats/chat-bounds.ts';
import { NewChatGuard, newChatRate } from '../../../src/services/admission/chats/new-chat-guard.ts';
import { createPeerReach } from '../../../src/services/admission/peer-reach/create-peer-reach.ts';
import { provingHandler } from '../../../src/services/admission/peer-reach/proving-handler.ts';
import { Standing } from '../../../src/services/admission/standing.ts';
import { DigestGuard } from '../../../src/services/auth/digest/digest-guard.ts';
import { digestSecretOf } from '../../../src/services/auth/digest/sip-accounts.ts';
import { CallControl } from '../../../src/services/call-control/call-control.ts';
import { SipGuardDirectory } from '../../../src/services/call-control/doors/sip-guard-directory.ts';
import { DeskFeed } from '../../../src/services/desktop/desk-channel/desk-feed.ts';
import { OwnAddresses } from '../../../src/services/messaging/network/own-addresses.ts';
import { StatServer } from '../../../src/services/stat-server/stat-server.ts';
import { AgentProbe } from '../../../src/services/trunks/agent-probe.ts';
import { agentFound, externalAgentsOf } from '../../../src/services/trunks/external-agents.ts';
import { TrunkKeeper, type WayOpener } from '../../../src/services/trunks/trunk-keeper.ts';
import { TrunkSender } from '../../../src/services/trunks/trunk-sender.ts';
import { sipService } from '../../../src/wiring/sip-service.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { MemoryRecordStore } from '../fakes/memory-record-store.ts';
import { SeededRandom } from '../fakes/seeded-random.ts';

const DEMO = new URL('../../../config/demo.json', import.meta.url);

export function demoConfiguration(change: (file: ConfigurationFile) => void = () => {}): Configuration {
  const file = configurationFileSchema.parse(JSON.parse(readFileSync(DEMO, 'utf8')));
  // A routing point that serves nobody, which the demo itself does not have.
  file.directoryNumbers.push({ type: 'routingPoint', number: '1119', enabled: true, anonymous: true });
  change(file);
  return new Configuration(withDigests(file));
}

/** As after an import, but for the passwords of persons, whose hashes take long. */
function withDigests(file: ConfigurationFile): ConfigurationFile {
  const realm = file.switch.realm ?? 'localhost';
  const digested = (name: string, password: string | undefined, of = realm) =>
    password === undefined ? {} : { digest: digestSecretOf(name, of, password) };
  return {
    ...file,
    customers: file.customers.map((customer) => ({ ...customer, ...digested(customer.name, customer.password) })),
    directoryNumbers: file.directoryNumbers.map((dn) => {
      if (dn.type === 'trunk') return { ...dn, ...digested(dn.userName ?? '', dn.password, realmOfTrunk(dn)) };
      return dn.type === 'extension' ? { ...dn, ...digested(dn.number, dn.password) } : dn;
    }),
  };
}

/** Of the certificate that is shown over TLS. */
export const OWN_FINGERPRINT = `sha-256 ${Array(32).fill('A1').join(':')}`;
const MSRP_PORTS = { tcp: 2855, tls: 2856, ws: 8080, wss: 8443 };

export interface TestWorldOptions {
  readonly configuration?: Configuration;
  readonly seed?: number;
  readonly clock?: FakeClock;
  readonly store?: MemoryRecordStore;
  /** What the server sends, as it leaves; return false when the flow cannot carry it. */
  readonly onSend: (flow: Flow, bytes: Buffer) => boolean;
  /** Whether a stream flow is open; UDP flows always are. */
  readonly isOpen?: (flow: Flow) => boolean;
  /** MSRP connections; none open without it. */
  readonly msrp?: MsrpTransport;
  readonly logger?: Logger;
  /** How many chats may be open; no bound without it. */
  readonly chatBounds?: ChatBounds;
  /** The tenant's rate, for new chats; no limit without it. */
  readonly requestsPerSecond?: number;
  /** Ways to trunks. */
  readonly ways?: WayOpener;
}

const noConnections: MsrpTransport = {
  send: () => false,
  end: () => {},
  connect: (_target, opened) => opened(undefined),
};

/** The switch with its SIP stack, on a virtual clock, a memory store and no sockets. */
export class TestWorld {
  readonly clock: FakeClock;
  readonly store: MemoryRecordStore;
  readonly userAgent: UserAgent;
  readonly msrp: MsrpEndpoint;
  readonly trunks: TrunkKeeper;
  readonly callControl: CallControl;
  readonly desk: DeskFeed;
  readonly statServer: StatServer;

  constructor(options: TestWorldOptions) {
    this.clock = options.clock ?? new FakeClock();
    this.store = options.store ?? new MemoryRecordStore();
    const { logger = silentLogger } = options;
    const configuration = options.configuration ?? demoConfiguration();
    const own = new OwnAddresses({ sipDomain: 'localhost', addresses: ['192.0.2.1'], ports: () => [5060] });
    const isOpen = (flow: Flow) => flow.transport === 'UDP' || options.isOpen?.(flow) === true;
    const reach = createPeerReach({
      trustedAddresses: [],
      clock: this.clock,
      state: () => this.callControl.state,
      findTrunkPeer: (address) => this.trunks.findPeer(address),
    });
    this.userAgent = new UserAgent({
      reach,
      clock: this.clock,
      transport: { send: options.onSend, isOpen, sentBy: () => '192.0.2.1:5060' },
      handler: provingHandler(
        {
          receiveRequest: (received) => this.callControl.sipHandler.receiveRequest(received),
          flowClosed: (flow) => {
            this.callControl.sipHandler.flowClosed(flow);
            this.trunks.flowFailed(flow);
          },
        },
        { reach, state: () => this.callControl.state },
      ),
      isOwnHost: (host) => host === 'localhost' || host === '192.0.2.1',
      guard: new NewChatGuard({
        guard: new DigestGuard({
          directory: new SipGuardDirectory({
            state: () => this.callControl.state,
            own,
            sipDomain: 'localhost',
            clock: this.clock,
            findTrunkPeer: (address) => this.trunks.findPeer(address),
          }),
          clock: this.clock,
          random: new SeededRandom(options.seed ?? 1),
        }),
        rate: newChatRate(this.clock, options.requestsPerSecond ?? 0),
        tenant: 'Resources',
        standing: { isServed: (request) => new Standing(this.callControl.state).isServed(request) },
        isTrusted: () => false,
      }),
      ...sipService,
      logger,
      counters: { increment: () => {} },
      random: new SeededRandom(3261 + (options.seed ?? 1)),
    });
    this.msrp = new MsrpEndpoint({
      clock: this.clock,
      random: new SeededRandom(4975 + (options.seed ?? 1)),
      transport: options.msrp ?? noConnections,
      handler: {
        receiveMessage: (received) => this.callControl.msrpHandler.receiveMessage(received),
        sessionBound: (sessionId) => this.callControl.msrpHandler.sessionBound(sessionId),
        sessionLost: (sessionId) => this.callControl.msrpHandler.sessionLost(sessionId),
        connectFailed: (sessionId) => this.callControl.msrpHandler.connectFailed(sessionId),
        reportReceived: (...report) => this.callControl.msrpHandler.reportReceived(...report),
      },
      counters: noCounters,
    });
    this.trunks = new TrunkKeeper({
      trunks: configuration.trunks(),
      ways: options.ways ?? { open: async () => fail('no way'), failed: () => {} },
      sender: this.userAgent,
      clock: this.clock,
      random: new SeededRandom(3263 + (options.seed ?? 1)),
      logger,
      sentBy: () => '192.0.2.1:5060',
      sipDomain: 'localhost',
      checked: (trunk, flow, seconds) => agents.trunkChecked(trunk, flow, seconds),
      moved: (trunk, from, to) => this.callControl.trunkMoved(trunk, from, to),
    });
    const sender = new TrunkSender(this.userAgent, this.trunks);
    const agents = new AgentProbe({
      agentsOf: (trunk) => externalAgentsOf(this.callControl.state.configuration, trunk),
      sender,
      random: new SeededRandom(3863 + (options.seed ?? 1)),
      sentBy: () => '192.0.2.1:5060',
      sipDomain: 'localhost',
      found: (finding) =>
        this.callControl.takeInput('agent behind a trunk', (decision) => agentFound(decision, finding)),
    });
    this.callControl = new CallControl({
      configuration,
      store: this.store,
      clock: this.clock,
      random: new SeededRandom(options.seed ?? 1),
      logger,
      counters: noCounters,
      sender,
      msrp: this.msrp,
      network: {
        sentBy: () => '192.0.2.1:5060',
        own,
        msrp: {
          addressOf: (carrier) => ({
            ...{ host: '192.0.2.1', port: MSRP_PORTS[carrier] },
            ...(carrier === 'tls' ? { fingerprints: [OWN_FINGERPRINT] } : {}),
          }),
        },
        trunks: {
          flowOf: (number) => this.trunks.flowOf(number),
          cseqStepOn: (flow) => this.trunks.cseqStepOn(flow),
          findPeer: (address) => this.trunks.findPeer(address),
        },
        ...(options.chatBounds === undefined ? {} : { chatBounds: options.chatBounds }),
      },
      isOpen,
      estimateWait: (queue, now, position) => this.statServer.estimatedWait(queue, now, position),
    });
    const { state, recorder, publisher } = this.callControl;
    const { clock, store } = this;
    this.desk = new DeskFeed({ state, recorder, clock });
    this.statServer = new StatServer({
      state,
      recorder,
      publisher,
      store,
      clock,
      logger,
      timeZone: 'UTC',
    });
  }

  async start(): Promise<void> {
    await this.callControl.start();
    this.trunks.start();
  }

  /** Lets everything submitted so far be stored and released. */
  settle(): Promise<void> {
    return this.callControl.recorder.settled();
  }

  /** Lets time pass in steps, with everything settled in between. */
  async pass(ms: number, stepMs = 500): Promise<void> {
    await this.settle();
    for (let left = ms; left > 0; left -= stepMs) {
      this.clock.advance(Math.min(stepMs, left));
      await this.settle();
    }
  }
}
