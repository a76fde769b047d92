import type { PersonRole } from '@cordboard/shared/configuration/configuration-file';
import type { DnOptions } from '@cordboard/shared/configuration/directory-number';
import type { Refusal } from '@cordboard/shared/errors';
import type { ConnId, Dn, UserName } from '@cordboard/shared/ids';
import type { BindingPage, BindingsQuery } from '@cordboard/shared/rest/bindings';
import type {
  AuditPage,
  AuditQueryInput,
  DecisionRecord,
  DesktopSettings,
  DnOptionsChange,
  PersonView,
  PlaceView,
  SipEndpointView,
  UnfinishedInteraction,
} from '@cordboard/shared/rest/endpoints';
import type { LeftMessageView } from '@cordboard/shared/rest/messages';
import type {
  RoutingPointStrategy,
  StrategyInfo,
  StrategyProblems,
  StrategyUsers,
  StrategyVersionInfo,
  StrategyView,
} from '@cordboard/shared/rest/strategies';
import type { SimulationReply, SimulationRequest } from '@cordboard/shared/routing/simulation';
import type { Strategy } from '@cordboard/shared/routing/strategy';
import type { Result } from '../../base/result.ts';
import type { Login, LoginResult } from '../../services/auth/auth-service.ts';
import type { Session } from '../../services/auth/session.ts';

/** Whose token it is. Implemented by `services/auth`. */
export interface Authenticator {
  login(login: Login): Promise<LoginResult>;
  authenticate(token: string): Session | undefined;
  /** Whether it knows the sessions: not while the record is being read. */
  isOpen?(): boolean;
  logout(token: string): Promise<Result<void, Refusal>>;
  /** Undefined when there is no such person any more. */
  roleOf(userName: string): PersonRole | undefined;
}

/** What the desktop reads and writes over REST. A connID of somebody else is refused like an unknown one. */
export interface DesktopView {
  sessionView(session: Session): { readonly person: PersonView; readonly place: PlaceView | null };
  settingsFor(session: Session): DesktopSettings;
  /** Refused where no DN of the place gets its texts by SIP. */
  sipEndpointOf(session: Session): Result<SipEndpointView, Refusal>;
  decisionsOf(session: Session, connId: ConnId): Promise<Result<readonly DecisionRecord[], Refusal>>;
  /** An interaction without a note has the empty one. */
  readNote(session: Session, connId: ConnId): Promise<Result<string, Refusal>>;
  /** The person's ended interactions at the session's place that are not done, the last ended first. */
  unfinishedOf(session: Session): readonly UnfinishedInteraction[];
  /** Resolves when it is stored; what is done already stays so. */
  finish(session: Session, connId: ConnId): Promise<Result<void, Refusal>>;
  /** Resolves when the note is stored. */
  writeNote(session: Session, connId: ConnId, note: string): Promise<Result<void, Refusal>>;
}

/** What administrators change. Unknown DNs are refused. */
export interface AdministrationView {
  dnOptionsOf(number: Dn): Result<DnOptions, Refusal>;
  /** Resolves with all options of the DN when they are stored. */
  setDnOptions(session: Session, number: Dn, change: DnOptionsChange): Promise<Result<DnOptions, Refusal>>;
}

/** Whether the server takes work. */
export interface HealthView {
  isReady(): boolean;
}

/** The numbers for the monitoring, in the text format of Prometheus. */
export interface MetricsView {
  readonly contentType: string;
  read(): Promise<string>;
}

/** The simulator of strategies. Implemented by `edges/simulator`. */
export interface Simulator {
  simulate(request: SimulationRequest): Promise<Result<SimulationReply, Refusal>>;
}

/** Acts of supervision: all of them for administrators, those about their agents for supervisors. */
export interface AuditView {
  read(session: Session, query: AuditQueryInput): Promise<Result<AuditPage, Refusal>>;
}

/** Strategies and their versions. Implemented by `services/configuration`. */
export interface StrategiesView {
  list(): readonly StrategyInfo[];
  read(name: string): Result<StrategyView, Refusal>;
  readVersion(name: string, version: number): Result<Strategy, Refusal>;
  /** Resolves when it is stored. */
  saveDraft(name: string, drawn: Strategy, by: UserName): Promise<Result<StrategyVersionInfo, Refusal>>;
  validate(name: string): Result<StrategyProblems, Refusal>;
  /** Resolves when it is stored; without a version the draft. */
  activate(
    name: string,
    by: UserName,
    version: number | undefined,
  ): Promise<Result<StrategyVersionInfo, Refusal & { readonly problems?: StrategyProblems }>>;
  /** Resolves when it is stored; refused while it is in use. */
  remove(name: string, by: UserName): Promise<Result<void, Refusal & { readonly usedBy?: StrategyUsers }>>;
  /** Refused for what is no routing point. */
  strategyOf(routingPoint: Dn): Result<RoutingPointStrategy, Refusal>;
  /** Resolves when it is stored; null takes the strategy away. */
  assign(
    routingPoint: Dn,
    strategy: string | null,
    by: UserName,
  ): Promise<Result<RoutingPointStrategy, Refusal & { readonly problems?: StrategyProblems }>>;
}

/** Messages that customers left. Implemented by `services/desktop`. */
export interface MessagesView {
  openFor(session: Session): readonly LeftMessageView[];
  /** Resolves when it is stored. */
  finish(session: Session, connId: ConnId): Promise<Result<void, Refusal>>;
}

/** Who is registered where over SIP. Implemented by `services/registrar`. */
export interface BindingsView {
  read(query: BindingsQuery): BindingPage;
}

export interface RestPorts {
  readonly auth: Authenticator;
  readonly desktop: DesktopView;
  readonly audit: AuditView;
  readonly administration: AdministrationView;
  readonly health: HealthView;
  readonly metrics: MetricsView;
  readonly simulator: Simulator;
  readonly strategies: StrategiesView;
  readonly messages: MessagesView;
  readonly bindings: BindingsView;
}
