import type { ConnId, Dn, MessageId, PlaceName, UserName } from '@cordboard/shared/ids';
import type { KeyValue } from '@cordboard/shared/tlib/attached-data';
import type { DnEvent, UnnumberedEvent } from '@cordboard/shared/tlib/events';
import type { Random } from '../../base/random.ts';
import type { CallModel, CustomerLegPort } from '../../domain/call-model/call-model.ts';
import { type Call, interactionsOf } from '../../domain/call-model/calls/call.ts';
import type { LastAgent } from '../../domain/call-model/calls/last-agent.ts';
import { WRAP_UPS_KEPT_MS, WRAP_UPS_MAX, type WrapUp } from '../../domain/call-model/calls/wrap-up.ts';
import { type Deadline, type DeadlineKind, deadlineId } from '../../domain/call-model/deadline.ts';
import type { AuditEntry } from '../../domain/call-model/supervision/audit-entry.ts';
import type { Monitoring } from '../../domain/call-model/supervision/monitoring.ts';
import type { Text } from '../../domain/call-model/texts/text.ts';
import type { AnswerLog } from '../recorder/answer-log.ts';
import type { Draft, NumberedEvent } from '../recorder/draft.ts';
import type { Effect, PublishEvent } from './effects/effects.ts';
import type { Asker } from './effects/tlib-client.ts';
import type { EndpointFollower } from './endpoint-follower.ts';
import { endpointsOf } from './endpoints-of.ts';
import type { SwitchState } from './switch-state.ts';

/** What stays the same from decision to decision. */
export interface DecisionSurroundings {
  readonly state: SwitchState;
  readonly random: Random;
  /** Makes the customer legs' side of this decision. */
  readonly createCustomerLegs: (decision: Decision) => CustomerLegPort;
  /** Makes the side of the agents' SIP clients of this decision. */
  readonly createEndpoints: (decision: Decision) => EndpointFollower;
  /** Whether a desktop of the person is connected at the place. */
  readonly hasDesktop: (userName: UserName, place: PlaceName | null) => boolean;
  /** Seconds that somebody at this place of a queue, from 1 on, will probably wait; undefined while nobody knows. */
  readonly estimateWait: (queue: Dn, now: number, position: number) => number | undefined;
  /** The router's side of a call that ends. */
  readonly leaveRouting: (decision: Decision, call: Call) => void;
}

/** One decision: the state, what is written and what is released, as the call model, the router and the legs need it. */
export class Decision implements CallModel {
  readonly state: SwitchState;
  readonly random: Random;
  readonly customerLegs: CustomerLegPort;
  readonly endpoints: EndpointFollower;
  readonly #surroundings: DecisionSurroundings;
  readonly #draft: Draft<Effect>;
  readonly #published = new Map<DnEvent, PublishEvent>();

  constructor(surroundings: DecisionSurroundings, draft: Draft<Effect>) {
    this.state = surroundings.state;
    this.random = surroundings.random;
    this.#surroundings = surroundings;
    this.#draft = draft;
    this.customerLegs = surroundings.createCustomerLegs(this);
    this.endpoints = surroundings.createEndpoints(this);
  }

  get now() {
    return this.#draft.now;
  }

  get configuration() {
    return this.state.configuration;
  }

  get calls() {
    return this.state.calls;
  }

  get agentSessions() {
    return this.state.agentSessions;
  }

  get monitorings() {
    return this.state.monitorings;
  }

  get assistanceRequests() {
    return this.state.assistanceRequests;
  }

  get transcripts() {
    return this.state.transcripts;
  }

  callsOnDn(dn: Dn) {
    return this.state.callsByDn.get(dn);
  }

  interactionsOn(dn: Dn) {
    return interactionsOf(this.callsOnDn(dn), dn);
  }

  monitoringsOfAgent(dn: Dn) {
    return oldestFirst(this.state.monitoringsByAgentDn.get(dn));
  }

  monitoringsOfSupervisor(dn: Dn) {
    return oldestFirst(this.state.monitoringsBySupervisorDn.get(dn));
  }

  seatOn(dn: Dn) {
    return this.state.seatOn(dn);
  }

  seats() {
    return this.state.seats();
  }

  assistanceInCall(connId: ConnId) {
    return this.state.assistanceByCall.get(connId);
  }

  hasEndpoint(dn: Dn): boolean {
    return endpointsOf(this.state, dn, this.now).length > 0;
  }

  hasDesktop(userName: UserName, place: PlaceName | null): boolean {
    return this.#surroundings.hasDesktop(userName, place);
  }

  dnsOfSamePlace(dn: Dn) {
    return this.state.dnsOfSamePlace(dn);
  }

  nextCallId(): number {
    const value = (this.state.counters.get('callId')?.value ?? 0) + 1;
    this.state.counters.put({ id: 'callId', value });
    return value;
  }

  publish(event: UnnumberedEvent): DnEvent {
    return this.#releaseEvent(this.#draft.recordEvent(event));
  }

  tellText(call: Call, text: Text, event: UnnumberedEvent): DnEvent {
    return this.#releaseEvent(this.#draft.recordTelling(event, text, this.state.eventHeads, call));
  }

  #releaseEvent({ event, body }: NumberedEvent): DnEvent {
    const effect: PublishEvent = { name: 'publishEvent', event, body };
    this.#published.set(event, effect);
    this.#draft.release(effect);
    this.endpoints.follow(event);
    return event;
  }

  show(event: UnnumberedEvent): void {
    this.#draft.release({ name: 'showEvent', event: { ...event, time: this.now } as DnEvent });
    this.endpoints.followShown(event);
  }

  /** Marks a published event as the answer to a request. */
  markAnswer(event: DnEvent, asker: Asker): void {
    const effect = this.#published.get(event);
    if (effect !== undefined) effect.asker = asker;
  }

  recordText(text: Text): void {
    this.#draft.onRollBack(this.state.transcripts.add(text));
    this.#storeText(text);
  }

  /** A text's newer state takes the place of the one that was recorded. */
  replaceText(text: Text): void {
    this.#draft.onRollBack(this.state.transcripts.replace(text));
    this.#storeText(text);
  }

  #storeText(text: Text): void {
    const { id, connId, number, time } = text;
    this.#draft.recordText({ id: id as MessageId, connId, number, time, body: JSON.stringify(text) });
  }

  /** Keeps the answer to a request under its key. */
  recordAnswer(log: AnswerLog, key: string, answer: KeyValue): void {
    const body = JSON.stringify(answer);
    this.#draft.onRollBack(log.add(key, this.now, body));
    this.#draft.recordAnswer(key, body);
  }

  recordAudit(entry: AuditEntry): void {
    // What is about no call is kept under no ConnID.
    this.#draft.recordDocument('audit', entry.connID ?? ('' as ConnId), entry);
  }

  recordInteraction(connId: ConnId, summary: object): void {
    this.#draft.recordDocument('interaction', connId, summary);
    this.release({ name: 'forgetTranscript', connId });
  }

  recordRoutingDecision(connId: ConnId, record: object): void {
    this.#draft.recordDocument('decision', connId, record);
  }

  setDeadline(kind: DeadlineKind, subject: string, durationMs: number): void {
    const deadline: Deadline = { id: deadlineId(kind, subject), kind, subject, at: this.now + durationMs, durationMs };
    this.state.deadlines.put(deadline);
    this.release({ name: 'armDeadline', deadline });
  }

  hasDeadline(kind: DeadlineKind, subject: string): boolean {
    return this.state.deadlines.get(deadlineId(kind, subject)) !== undefined;
  }

  cancelDeadline(kind: DeadlineKind, subject: string): void {
    const id = deadlineId(kind, subject);
    if (this.state.deadlines.get(id) === undefined) return;
    this.state.deadlines.remove(id);
    this.release({ name: 'disarmDeadline', id });
  }

  keepWrapUp(wrapUp: WrapUp): void {
    const { wrapUps, wrapUpsByDn } = this.state;
    const present = wrapUpsByDn.get(wrapUp.dn).toSorted((one, other) => other.endedAt - one.endedAt);
    for (const [position, { id, endedAt }] of present.entries()) {
      if (position >= WRAP_UPS_MAX - 1 || endedAt + WRAP_UPS_KEPT_MS <= this.now) wrapUps.remove(id);
    }
    wrapUps.put(wrapUp);
  }

  keepLastAgent(lastAgent: LastAgent): void {
    const { lastAgents, lastAgentsByAge } = this.state;
    lastAgents.put(lastAgent);
    for (let id = lastAgentsByAge.surplus(this.now); id !== undefined; id = lastAgentsByAge.surplus(this.now)) {
      lastAgents.remove(id);
    }
  }

  /** Seconds, by what was stored before this decision. */
  estimateWait(queue: Dn, position: number): number | undefined {
    return this.#surroundings.estimateWait(queue, this.now, position);
  }

  leaveRouting(call: Call): void {
    this.#surroundings.leaveRouting(this, call);
  }

  release(effect: Effect): void {
    this.#draft.release(effect);
  }
}

function oldestFirst(monitorings: readonly Monitoring[]): readonly Monitoring[] {
  return monitorings.toSorted((left, right) => left.since - right.since || (left.id < right.id ? -1 : 1));
}
