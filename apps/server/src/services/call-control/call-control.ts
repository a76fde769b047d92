import { refuse } from '@cordboard/shared/errors';
import type { ConnId, Dn, PlaceName, UserName } from '@cordboard/shared/ids';
import type { TRequest } from '@cordboard/shared/tlib/requests';
import type { Clock } from '../../base/clock.ts';
import type { Counters } from '../../base/counters.ts';
import type { Logger } from '../../base/logger.ts';
import type { Random } from '../../base/random.ts';
import type { Configuration } from '../../domain/configuration/configuration.ts';
import { type MsrpHandler, type MsrpSender, noMsrp, type ReceivedMessage } from '../../protocols/msrp/msrp-handler.ts';
import type { Flow } from '../../protocols/sip/transport/sip-transport.ts';
import type { RequestHandler, RequestSender } from '../../protocols/sip/user-agent/request-handler.ts';
import type { Session } from '../auth/session.ts';
import { trunkMoved } from '../messaging/absence/trunk-moved.ts';
import { CustomerLegs } from '../messaging/customer-legs.ts';
import { EndpointLegs } from '../messaging/endpoints/endpoint-legs.ts';
import type { MessagingContext, MessagingNetwork } from '../messaging/network/messaging-context.ts';
import { receiveMsrpMessage } from '../messaging/receiving/receive-msrp.ts';
import { FlowGate } from '../messaging/requests/flow-gate.ts';
import { InviteSender } from '../messaging/requests/invite-sender.ts';
import { loginEnded } from '../parties/supervisor-seats.ts';
import { notifyChanges } from '../presence/notify.ts';
import { PresenceFollower } from '../presence/presence-follower.ts';
import type { Draft } from '../recorder/draft.ts';
import type { RecordedDocument, RecordStore } from '../recorder/ports.ts';
import { Recorder } from '../recorder/recorder.ts';
import { callAbandoned } from '../router/leave-routing.ts';
import { Decision } from '../switch/decision.ts';
import type { Effect } from '../switch/effects/effects.ts';
import type { TlibClient } from '../switch/effects/tlib-client.ts';
import { REQUEST_ANSWERS_KEPT_MS, SwitchState } from '../switch/switch-state.ts';
import { clientCame, clientsGone } from './clients/client-presence.ts';
import { type DistributionObserver, EventPublisher } from './clients/event-publisher.ts';
import { openingFor } from './clients/opening-for.ts';
import type { TlibService } from './clients/tlib-service.ts';
import { deadlineDue } from './deadline-due.ts';
import { DeadlineTimers } from './deadline-timers.ts';
import { createMsrpHandler } from './doors/msrp-door.ts';
import { OutcomesDoor } from './doors/outcomes-door.ts';
import { createSipHandler } from './doors/sip-door.ts';
import { goOnFromRecord, type KnownToThisRun } from './go-on-from-record.ts';
import { errorEvent, handleRequest } from './handle-request.ts';
import { type EffectTargets, performEffect } from './perform-effects.ts';

export interface CallControlOptions {
  readonly configuration: Configuration;
  readonly store: RecordStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly counters: Counters;
  /** The SIP stack's door downward. */
  readonly sender: RequestSender;
  /** The MSRP stack's door downward; absent where MSRP is not served. */
  readonly msrp?: MsrpSender;
  readonly network: MessagingNetwork;
  readonly isOpen: (flow: Flow) => boolean;
  readonly observeDistribution?: DistributionObserver | undefined;
  /** When a commit begins that could begin now; at once without it. */
  readonly commitSoon?: (commit: () => void) => void;
  /** The stat server's estimate, for strategies: seconds. */
  readonly estimateWait?: (queue: Dn, now: number, position: number) => number | undefined;
}

/** Nothing can be recorded at the moment. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/** Decides a change that somebody asks for and resolves once it is durable; else rejects with StoreUnavailable. */
export type Change = <Decided>(what: string, decide: (decision: Decision) => Decided) => Promise<Decided>;

/**
 * The switch: takes T-Library requests, SIP requests and deadlines as inputs of one recorder, so that each is decided,
 * recorded and only then released. The only place where the call model meets SIP.
 */
export class CallControl implements TlibService {
  readonly state: SwitchState;
  readonly recorder: Recorder<Effect>;
  readonly publisher: EventPublisher;
  /** The SIP door: what the stack hands up. */
  readonly sipHandler: RequestHandler;
  readonly #options: CallControlOptions;
  readonly #timers: DeadlineTimers;
  readonly #presence: PresenceFollower;
  readonly #outcomes: OutcomesDoor;
  #firstSequence: number | undefined;

  constructor(options: CallControlOptions) {
    this.#options = options;
    const { configuration, store, clock, logger, counters } = options;
    const state = new SwitchState(configuration, options.random);
    this.state = state;
    this.publisher = new EventPublisher({
      store,
      holdersOf: (dn) => state.registrationsByDn.get(dn),
      logger,
      counters,
      observe: options.observeDistribution,
    });
    this.#timers = new DeadlineTimers(clock, (id) =>
      this.#decide(`deadline ${id}`, (context) => deadlineDue(context, id)),
    );
    const outcomes = new OutcomesDoor({
      // The recorder releases what has these outcomes, so it is made after this.
      recorder: { submit: (input) => this.recorder.submit(input) },
      context: (draft) => this.#context(draft),
      decide: (what, decide) => this.#decide(what, decide),
    });
    this.#outcomes = outcomes;
    const targets = effectTargets(options, { state, publisher: this.publisher, timers: this.#timers, outcomes });
    this.recorder = new Recorder<Effect>({
      store,
      clock,
      logger,
      tables: state.tables,
      perform: (effect) => performEffect(targets, effect),
      loaded: (record) => {
        state.load(record);
        this.#timers.disarmAll();
      },
      resumed: (record) => this.#goOn(record.lastTime ?? clock.now()),
      counters,
      soon: options.commitSoon,
      answersKeptMs: REQUEST_ANSWERS_KEPT_MS,
    });
    this.sipHandler = createSipHandler({
      state,
      recorder: this.recorder,
      counters,
      context: (draft) => this.#context(draft),
      decide: (what, decide) => this.#decide(what, decide),
    });
    this.#presence = new PresenceFollower({
      clock,
      isWatched: () => state.subscriptions.size > 0,
      notifyChanges: () => this.#decide('presence', (context) => notifyChanges(context)),
    });
    this.publisher.onPublished((event) => this.#presence.follow(event));
    // Strategies decide whom a routing point reaches. An assignment that is not stored is found not to be one.
    for (const table of [state.assignedStrategies, state.strategyVersions, state.changedDns]) {
      table.addIndex({ replace: () => this.#presence.lookSoon() });
    }
  }

  /** Reads the record and goes on where it ends. */
  async start(): Promise<void> {
    this.#firstSequence = await this.#options.store.readFirstSequence();
    await this.recorder.start();
    this.#presence.start();
  }

  /** Takes nothing more; what was taken is stored and released. */
  async stop(): Promise<void> {
    this.#presence.stop();
    await this.recorder.stop();
    this.#timers.disarmAll();
  }

  /** After events were deleted from the log: what is older than this cannot be resumed from. */
  async noticePruning(): Promise<void> {
    this.#firstSequence = await this.#options.store.readFirstSequence();
  }

  clientConnected(client: TlibClient, lastSequence: number | undefined): void {
    this.publisher.connect(client);
    this.recorder.submit({
      what: 'client connected',
      decide: (draft) => {
        const { decision } = this.#context(draft);
        const bounds = { first: this.#firstSequence ?? 1, last: this.recorder.decidedSequence };
        const opening = openingFor(decision, client, lastSequence, bounds);
        // Before anything that this decision publishes, so that the client gets that as well.
        decision.release({ name: 'attachClient', client, opening });
        clientCame(decision, client);
      },
      abandoned: () => client.end(refuse('StoreUnavailable').message),
    });
  }

  clientDisconnected(client: TlibClient): void {
    this.publisher.detach(client);
    if (this.publisher.isConnected(client.userName, client.place)) return;
    this.#decide('client disconnected', ({ decision }) => clientsGone(decision, client));
  }

  /** Keeps something about an interaction after its end. Resolves once it is durable. */
  recordDocument(kind: RecordedDocument['kind'], connId: ConnId, body: object): Promise<void> {
    return this.#recordDraft((draft) => draft.recordDocument(kind, connId, body));
  }

  /** The T-Library door. */
  receiveRequest(client: TlibClient, request: TRequest): void {
    this.#options.counters.count('tlib_requests', { request: request.name });
    this.recorder.submit({
      what: request.name,
      decide: (draft) => handleRequest(this.#context(draft).decision, client, request),
      abandoned: (why) => {
        const refusal = refuse(why === 'failed' ? 'InternalError' : 'StoreUnavailable');
        client.send(errorEvent(request, refusal, this.#options.clock.now()));
      },
    });
  }

  /** The MSRP door: what that stack hands up. */
  readonly msrpHandler: MsrpHandler = createMsrpHandler({
    receive: (received) => this.#receiveMsrp(received),
    decide: (what, decide) => this.#decide(what, decide),
  });

  /** The peer of a trunk is there, or at another server than before. */
  trunkMoved(trunk: string, from: Flow | undefined, to: Flow): void {
    this.#decide('trunk moved', (context) => trunkMoved(context, trunk, from, to));
  }

  /** The door for customers who come without SIP: the simulator's. */
  takeInput(what: string, decide: (decision: Decision) => void): void {
    this.#decide(what, ({ decision }) => decide(decision));
  }

  /** Records a change of tables outside any call, such as a login session. Resolves once it is durable. */
  record(change: () => void): Promise<void> {
    return this.#recordDraft(change);
  }

  /** Records a change of login sessions, and what the end of these means for supervisors. */
  recordLogins(change: () => void, ended: readonly Session[] = []): Promise<void> {
    return this.#recordDraft((draft) => {
      change();
      const { decision } = this.#context(draft);
      for (const session of ended) loginEnded(decision, session);
    });
  }

  /** A change that an administrator asks for. Resolves with what was decided once it is durable. */
  change<Decided>(what: string, decide: (decision: Decision) => Decided): Promise<Decided> {
    return new Promise((resolve, reject) => {
      this.recorder.submit({
        what,
        decide: (draft) => {
          const decided = decide(this.#context(draft).decision);
          draft.release({ name: 'resolve', resolve: () => resolve(decided) });
        },
        abandoned: () => reject(new StoreUnavailable(refuse('StoreUnavailable').message)),
      });
    });
  }

  #recordDraft(change: (draft: Draft<Effect>) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.recorder.submit({
        what: 'record',
        decide: (draft) => {
          change(draft);
          draft.release({ name: 'resolve', resolve });
        },
        abandoned: () => reject(new StoreUnavailable(refuse('StoreUnavailable').message)),
      });
    });
  }

  #receiveMsrp(received: ReceivedMessage): void {
    this.recorder.submit({
      what: 'MSRP message',
      decide: (draft) => receiveMsrpMessage(this.#context(draft), received),
      // The nearest that RFC 4975 has to "not now".
      abandoned: () => received.respond(408),
    });
  }

  #goOn(lastTime: number): void {
    const { isOpen, msrp = noMsrp } = this.#options;
    const isConnected: KnownToThisRun['isConnected'] = ({ userName, place }) =>
      this.publisher.isConnected(userName, place);
    this.#decide('go on from the record', (context) => {
      goOnFromRecord(context, lastTime, {
        isOpen,
        isBound: (sessionId) => msrp.isBound(sessionId),
        isConnected,
        outcomeOf: (branch) => this.#outcomes.outcomeOf(branch),
        inviteOutcomeOf: (branch) => this.#outcomes.inviteOutcomeOf(branch),
      });
      context.decision.release({ name: 'resolve', resolve: () => this.#outcomes.forget() });
    });
  }

  /** An input that nobody waits for an answer to. */
  #decide(what: string, decide: (context: MessagingContext) => void): void {
    this.recorder.submit({
      what,
      decide: (draft) => decide(this.#context(draft)),
      abandoned: (why) => this.#options.logger.warn({ input: what, why }, 'input abandoned'),
    });
  }

  #context(draft: Draft<Effect>): MessagingContext {
    const { random, network, estimateWait = () => undefined } = this.#options;
    const surroundings = {
      state: this.state,
      random,
      createCustomerLegs: (decision: Decision) => new CustomerLegs({ decision, network }),
      createEndpoints: (decision: Decision) => new EndpointLegs({ decision, network }),
      hasDesktop: (userName: UserName, at: PlaceName | null) => this.publisher.isConnected(userName, at),
      estimateWait,
      leaveRouting: callAbandoned,
    };
    return { decision: new Decision(surroundings, draft), network };
  }
}

/** Where what was decided goes once it is recorded. */
function effectTargets(
  { sender, msrp = noMsrp, logger, counters }: CallControlOptions,
  parts: Pick<EffectTargets, 'state' | 'publisher' | 'timers'> & { readonly outcomes: OutcomesDoor },
): EffectTargets {
  const { outcomes, ...others } = parts;
  return {
    ...others,
    sender,
    flowGate: new FlowGate(sender),
    msrp,
    logger,
    counters,
    inviteSender: new InviteSender(sender),
    requestSettled: outcomes.requestSettled.bind(outcomes),
    inviteSettled: outcomes.inviteSettled.bind(outcomes),
    noticeRefused: outcomes.noticeRefused.bind(outcomes),
    noticeSettled: outcomes.noticeSettled.bind(outcomes),
  };
}
