import type { Dn, PlaceName, UserName } from '@cordboard/shared/ids';
import { Fingerprinter } from '../../base/fingerprint.ts';
import type { Random } from '../../base/random.ts';
import { type AnyTable, Table } from '../../base/table.ts';
import type { AgentSession } from '../../domain/agents/agent-session.ts';
import { GroupPresence } from '../../domain/agents/group-presence.ts';
import type { Seat } from '../../domain/agents/seat.ts';
import type { Call } from '../../domain/call-model/calls/call.ts';
import { type LastAgent, LastAgentsByAge } from '../../domain/call-model/calls/last-agent.ts';
import type { WrapUp } from '../../domain/call-model/calls/wrap-up.ts';
import type { Deadline } from '../../domain/call-model/deadline.ts';
import type { AssistanceRequest } from '../../domain/call-model/supervision/assistance-request.ts';
import type { Monitoring } from '../../domain/call-model/supervision/monitoring.ts';
import type { Text } from '../../domain/call-model/texts/text.ts';
import { Transcripts } from '../../domain/call-model/texts/transcripts.ts';
import type { AssignedStrategy } from '../../domain/configuration/assigned-strategy.ts';
import type { ChangedDn } from '../../domain/configuration/changed-dn.ts';
import type { Configuration } from '../../domain/configuration/configuration.ts';
import { ConfigurationInForce } from '../../domain/configuration/configuration-in-force.ts';
import type { DeletedStrategy, StrategyVersion } from '../../domain/configuration/strategy-version.ts';
import { ReadyAgents } from '../../domain/routing/matching/ready-agents.ts';
import { VirtualQueues } from '../../domain/routing/matching/virtual-queues.ts';
import { WaitingRequests } from '../../domain/routing/matching/waiting-requests.ts';
import type { LeftMessage } from '../../domain/routing/requests/left-message.ts';
import type { RouteRequest } from '../../domain/routing/requests/route-request.ts';
import { dialogKey } from '../../protocols/sip/dialogs/dialog-id.ts';
import type { Session } from '../auth/session.ts';
import { AnswerLog } from '../recorder/answer-log.ts';
import { EventHeads } from '../recorder/event-heads.ts';
import type { LoadedRecord } from '../recorder/ports.ts';
import { LegIndex } from './leg-index.ts';
import type { AwaitedReceipt } from './rows/awaited-receipt.ts';
import type { Binding } from './rows/binding.ts';
import type { EndpointLeg } from './rows/endpoint-leg.ts';
import type { CustomerLeg } from './rows/leg.ts';
import type { Publication } from './rows/publication.ts';
import type { RecentCustomer } from './rows/recent-customer.ts';
import { holderId, type Registration } from './rows/registration.ts';
import type { Secret } from './rows/secret.ts';
import { requestNameOf, type Subscription } from './rows/subscription.ts';
import { seatByRegistration } from './supervisor-seat.ts';

/** Numbers that only rise. */
export interface Counter {
  readonly id: string;
  readonly value: number;
}

/** How long the answer to a `requestID` is kept. */
export const REQUEST_ANSWERS_KEPT_MS = 24 * 3600_000;
/** How long the answer to a SIP request is kept: longer than any peer retransmits (64*T1 is 32 s). */
export const SIP_ANSWERS_KEPT_MS = 70_000;

/** Everything the switch knows: tables that are recorded, and indexes that follow them. */
export class SwitchState {
  readonly calls = new Table<Call>('calls');
  readonly agentSessions = new Table<AgentSession>('agentSessions');
  readonly monitorings = new Table<Monitoring>('monitorings');
  readonly assistanceRequests = new Table<AssistanceRequest>('assistanceRequests');
  readonly routeRequests = new Table<RouteRequest>('routeRequests');
  readonly legs = new Table<CustomerLeg>('legs');
  readonly endpointLegs = new Table<EndpointLeg>('endpointLegs');
  readonly deadlines = new Table<Deadline>('deadlines');
  readonly registrations = new Table<Registration>('registrations');
  readonly sessions = new Table<Session>('sessions');
  readonly recentCustomers = new Table<RecentCustomer>('recentCustomers');
  readonly awaitedReceipts = new Table<AwaitedReceipt>('awaitedReceipts');
  readonly wrapUps = new Table<WrapUp>('wrapUps');
  /** Where accounts and DNs with a SIP endpoint are registered. */
  readonly bindings = new Table<Binding>('bindings');
  readonly lastAgents = new Table<LastAgent>('lastAgents');
  /** Who is told about presence. */
  readonly subscriptions = new Table<Subscription>('subscriptions');
  /** What agents' clients say of them. */
  readonly publications = new Table<Publication>('publications');
  readonly counters = new Table<Counter>('counters');
  readonly secrets = new Table<Secret>('secrets');
  readonly leftMessages = new Table<LeftMessage>('leftMessages');
  readonly strategyVersions = new Table<StrategyVersion>('strategyVersions');
  /** Strategies that were deleted, by name. */
  readonly deletedStrategies = new Table<DeletedStrategy>('deletedStrategies');
  /** Routing points whose strategy is not that of the configuration that was read. */
  readonly assignedStrategies = new Table<AssignedStrategy>('assignedStrategies');
  /** DNs whose options are not those of the configuration that was read. */
  readonly changedDns = new Table<ChangedDn>('changedDns');
  readonly transcripts = new Transcripts();
  readonly eventHeads = new EventHeads();
  readonly requestAnswers: AnswerLog;
  readonly sipAnswers: AnswerLog;

  readonly callsByDn = this.calls.indexBy((call) => call.parties.map((party) => party.dn));
  readonly callsByLeg = this.calls.indexBy((call) => (call.customer === null ? [] : [call.customer.legId]));
  readonly callsByCustomer = this.calls.indexBy((call) => (call.customer === null ? [] : [call.customer.address]));
  /** Legs of customers with an account who are away, by account. */
  readonly absentLegsByAccount = this.legs.indexBy(({ account, isAbsent }) =>
    isAbsent && account != null ? [account] : [],
  );
  readonly wrapUpsByDn = this.wrapUps.indexBy(({ dn }) => [dn]);
  readonly recentCustomersByFlow = this.recentCustomers.indexBy(({ flow }) => [flow.id]);
  readonly endpointLegsByParty = this.endpointLegs.indexBy(({ connId, dn }) =>
    connId === null ? [] : [`${connId} ${dn}`],
  );
  readonly endpointLegsByConversation = this.endpointLegs.indexBy(({ connId, conversation }) =>
    connId === null ? [] : [conversation],
  );
  readonly endpointLegsByDialog = this.endpointLegs.indexBy(({ carriage }) =>
    carriage.kind === 'session' && carriage.dialog !== null ? [dialogKey(carriage.dialog)] : [],
  );
  readonly endpointLegsByDn = this.endpointLegs.indexBy(({ dn }) => [dn]);
  readonly bindingsByAor = this.bindings.indexBy(({ aor }) => [aor]);
  readonly bindingsByFlow = this.bindings.indexBy(({ flow }) => [flow.id]);
  readonly subscriptionsByWatcher = this.subscriptions.indexBy(({ watcher }) => [watcher]);
  readonly subscriptionsByRequest = this.subscriptions.indexBy((subscription) => [requestNameOf(subscription)]);
  readonly publicationsByDn = this.publications.indexBy(({ dn }) => [dn]);
  readonly publicationsByTag = this.publications.indexBy(({ tag }) => [tag]);
  readonly publicationsByRequest = this.publications.indexBy(({ request }) => [request]);
  readonly agentSessionsByAgent = this.agentSessions.indexBy((session) => [session.agentId]);
  readonly agentSessionsByUser = this.agentSessions.indexBy((session) => [session.userName]);
  readonly monitoringsByAgentDn = this.monitorings.indexBy((monitoring) => [monitoring.agentDN]);
  readonly monitoringsBySupervisorDn = this.monitorings.indexBy((monitoring) => [monitoring.supervisorDN]);
  readonly assistanceByCall = this.assistanceRequests.indexBy((request) => [request.connId]);
  readonly registrationsByDn = this.registrations.indexBy((registration) => Object.keys(registration.modes));
  readonly registrationsByUser = this.registrations.indexBy(({ userName }) => [userName]);
  readonly sessionsByHolder = this.sessions.indexBy(({ userName, place }) => [holderId(userName, place)]);
  readonly strategyVersionsByName = this.strategyVersions.indexBy(({ name }) => [name]);
  /** Interactions that wait for an outside router, by their routing point. */
  readonly routerRequestsByPoint = this.routeRequests.indexBy(({ servedBy, routingPoint }) =>
    servedBy === 'router' ? [routingPoint] : [],
  );
  readonly legIndex = new LegIndex(this.legs);
  readonly readyAgents: ReadyAgents;
  readonly waitingRequests: WaitingRequests;
  readonly virtualQueues = new VirtualQueues();
  readonly groupPresence: GroupPresence;
  readonly lastAgentsByAge = new LastAgentsByAge();
  readonly #inForce: ConfigurationInForce;
  readonly #loadedListeners: ((record: LoadedRecord) => void)[] = [];

  constructor(configuration: Configuration, random: Random) {
    const fingerprinter = new Fingerprinter(random);
    this.requestAnswers = new AnswerLog('tlib', REQUEST_ANSWERS_KEPT_MS, fingerprinter);
    this.sipAnswers = new AnswerLog('sip', SIP_ANSWERS_KEPT_MS, fingerprinter);
    this.#inForce = new ConfigurationInForce(configuration);
    this.strategyVersions.addIndex(this.#inForce);
    this.deletedStrategies.addIndex(this.#inForce.deletedStrategies);
    this.assignedStrategies.addIndex(this.#inForce.assignedStrategies);
    this.changedDns.addIndex(this.#inForce.dnOptions);
    this.readyAgents = new ReadyAgents(configuration);
    this.waitingRequests = new WaitingRequests(this.readyAgents);
    this.agentSessions.addIndex(this.readyAgents);
    this.groupPresence = new GroupPresence((userName) => configuration.groupsOfPerson(userName));
    this.agentSessions.addIndex(this.groupPresence);
    this.routeRequests.addIndex(this.waitingRequests);
    this.routeRequests.addIndex(this.virtualQueues);
    this.lastAgents.addIndex(this.lastAgentsByAge);
  }

  /** The configuration as it is now, with what was changed since the import. */
  get configuration(): Configuration {
    return this.#inForce.current;
  }

  /** All recorded tables. */
  get tables(): readonly AnyTable[] {
    return [
      this.calls,
      this.agentSessions,
      this.monitorings,
      this.assistanceRequests,
      this.routeRequests,
      this.legs,
      this.endpointLegs,
      this.recentCustomers,
      this.awaitedReceipts,
      this.wrapUps,
      this.bindings,
      this.subscriptions,
      this.publications,
      this.lastAgents,
      this.deadlines,
      this.registrations,
      this.sessions,
      this.counters,
      this.secrets,
      this.strategyVersions,
      this.deletedStrategies,
      this.assignedStrategies,
      this.leftMessages,
      this.changedDns,
    ];
  }

  /** Tells when all of this has been read from the store anew. */
  onLoaded(listener: (record: LoadedRecord) => void): void {
    this.#loadedListeners.push(listener);
  }

  /** What a load brings besides the tables' rows. */
  load(record: LoadedRecord): void {
    this.transcripts.load(record.texts.map((text) => JSON.parse(text.body) as Text));
    this.requestAnswers.load(record.answers);
    this.sipAnswers.load(record.answers);
    for (const listener of this.#loadedListeners) listener(record);
  }

  /** Who works on the DN: the agent logged in there, else a supervisor who has it registered. */
  seatOn(dn: Dn): Seat | undefined {
    const session = this.agentSessions.get(dn);
    if (session !== undefined) return session;
    for (const held of this.registrationsByDn.get(dn)) {
      const seat = seatByRegistration(this.configuration, held, dn);
      if (seat !== undefined) return seat;
    }
    return undefined;
  }

  /** All seats: agents who are logged in, and supervisors who are not. */
  *seats(): Iterable<Seat> {
    yield* this.agentSessions.values();
    for (const held of this.registrations.values()) yield* this.#seatsWithoutLogin(held);
  }

  *#seatsWithoutLogin(held: Registration): Iterable<Seat> {
    for (const dn of Object.keys(held.modes) as Dn[]) {
      const seat =
        this.agentSessions.get(dn) === undefined ? seatByRegistration(this.configuration, held, dn) : undefined;
      if (seat !== undefined) yield seat;
    }
  }

  /** Who has taken the DN, so that nobody else can: an agent by his login, a supervisor without one as long as he supervises. */
  occupantOf(dn: Dn): Seat | undefined {
    const session = this.agentSessions.get(dn);
    if (session !== undefined) return session;
    const isInUse = this.monitoringsBySupervisorDn.count(dn) > 0 || this.callsByDn.count(dn) > 0;
    return isInUse ? this.seatOn(dn) : undefined;
  }

  /** Seats that this person has taken at a place without an agent login. */
  supervisingAt(userName: UserName, place: PlaceName | null): readonly Seat[] {
    return this.seatsWithoutLogin(userName, place).filter(({ id }) => this.occupantOf(id)?.userName === userName);
  }

  /** Seats that this person has at a place without an agent login, taken or not. */
  seatsWithoutLogin(userName: UserName, place: PlaceName | null): readonly Seat[] {
    const held = this.registrations.get(holderId(userName, place));
    return held === undefined ? [] : [...this.#seatsWithoutLogin(held)];
  }

  dnsOfSamePlace(dn: Dn): readonly Dn[] {
    const place = this.configuration.placeOfDn(dn);
    return place === undefined ? [dn] : (place.directoryNumbers as readonly Dn[]);
  }
}
