/**
 * Treatments of an interaction on a routing point, as TApplyTreatment asks for them. For IM there are Play Announcement (a
 * text to the customer), Collect Digits (his next text that no treatment has taken) and both in one.
 */
import type { KeyValueList } from '@cordboard/shared/tlib/attached-data';
import type { DnEvent } from '@cordboard/shared/tlib/events';
import {
  announcementText,
  CompletionStatus,
  collectsNothing,
  TREATMENT_NOT_SUPPORTED,
  TreatmentType,
  totalTimeoutSeconds,
} from '@cordboard/shared/tlib/treatments';
import { required } from '../../../base/assert.ts';
import { presentParties } from '../../../domain/call-model/calls/call.ts';
import {
  treatmentApplied,
  treatmentEnd,
  treatmentNotApplied,
} from '../../../domain/call-model/events/events-for-parties-routing.ts';
import { systemSays } from '../../../domain/call-model/operations/say.ts';
import type { RouteRequest } from '../../../domain/routing/requests/route-request.ts';
import type { Input, TreatmentOrder } from '../../../domain/routing/strategy/run/run.ts';
import type { Decision } from '../../switch/decision.ts';

/** A treatment that was asked for: the event that says whether it is applied, and its end when it ends at once. */
export interface AskedTreatment {
  readonly event: DnEvent;
  readonly ended: Input | undefined;
}

/** Begins a treatment in place of the one that runs. */
export function applyTreatment(decision: Decision, request: RouteRequest, order: TreatmentOrder): AskedTreatment {
  const { treatmentType, parameters, onlyAnswers } = order;
  const { routingPoint } = request;
  stopTreatment(decision, request);
  const call = required(decision.calls.get(request.id), 'call of a route request');
  const speaks =
    treatmentType === TreatmentType.PlayAnnouncement || treatmentType === TreatmentType.PlayAnnouncementAndDigits;
  const asks =
    treatmentType === TreatmentType.CollectDigits || treatmentType === TreatmentType.PlayAnnouncementAndDigits;
  // Whoever talks already is not spoken to by a strategy that looks for somebody to join.
  if ((!speaks && !asks) || presentParties(call).length > 0) {
    const event = decision.publish(treatmentNotApplied(call, routingPoint, treatmentType, TREATMENT_NOT_SUPPORTED));
    return { event, ended: { name: 'treatmentNotApplied', errorCode: TREATMENT_NOT_SUPPORTED } };
  }
  const event = decision.publish(treatmentApplied(call, routingPoint, treatmentType, parameters));
  const said = speaks ? announcementText(parameters) : '';
  if (said !== '') systemSays(decision, call, said);
  const asked: RouteRequest = { ...present(decision, request), treatment: order };
  const begun = onlyAnswers === true ? { ...asked, textsTaken: decision.transcripts.nextNumber(call.id) - 1 } : asked;
  decision.state.routeRequests.put(begun);
  if (!asks) return { event, ended: end(decision, begun, undefined, CompletionStatus.Normal) };
  if (collectsNothing(parameters)) return { event, ended: end(decision, begun, '', CompletionStatus.Normal) };
  const ended = takeText(decision, begun);
  const seconds = totalTimeoutSeconds(parameters);
  if (ended === undefined && seconds !== null) decision.setDeadline('treatmentTimeout', request.id, seconds * 1000);
  return { event, ended };
}

/** An announcement beside what the strategy does. */
export function announceBeside(decision: Decision, request: RouteRequest, parameters: KeyValueList): void {
  const call = required(decision.calls.get(request.id), 'call of a route request');
  if (presentParties(call).length > 0) return;
  const treatmentType = TreatmentType.PlayAnnouncement;
  decision.publish(treatmentApplied(call, request.routingPoint, treatmentType, parameters));
  systemSays(decision, call, announcementText(parameters));
  const completionStatus = CompletionStatus.Normal;
  decision.publish(treatmentEnd(call, request.routingPoint, treatmentType, { completionStatus }));
}

/** Gives the oldest text that no treatment has taken to the one that asks for it; undefined when there is none. */
export function takeText(decision: Decision, request: RouteRequest): Input | undefined {
  if (!isAsking(request)) return undefined;
  const text = decision.transcripts
    .of(request.id)
    .find(({ number, fromRole }) => number > request.textsTaken && fromRole === 'customer');
  if (text === undefined) return undefined;
  const taken: RouteRequest = { ...request, textsTaken: text.number };
  received(decision, request, text.number);
  return end(decision, taken, text.im, CompletionStatus.Normal);
}

/** What a treatment has taken waits for nobody: the next agent has it in the transcript. */
function received(decision: Decision, { id }: RouteRequest, number: number): void {
  const call = required(decision.calls.get(id), 'call of a route request');
  if (call.firstUnreceived === null || call.firstUnreceived > number) return;
  const next = decision.transcripts.of(id).find((text) => text.number > number && text.fromRole !== 'system');
  decision.calls.put({ ...call, firstUnreceived: next?.number ?? null });
}

/** The customer has written nothing in time. */
export function treatmentTimedOut(decision: Decision, request: RouteRequest): Input | undefined {
  return isAsking(request) ? end(decision, request, '', CompletionStatus.Timeout) : undefined;
}

/** A treatment that runs is given up, as when the interaction is routed: no EventTreatmentEnd. */
export function stopTreatment(decision: Decision, request: RouteRequest): void {
  decision.cancelDeadline('treatmentTimeout', request.id);
  const kept = decision.state.routeRequests.get(request.id);
  if (kept !== undefined && kept.treatment !== null) decision.state.routeRequests.put({ ...kept, treatment: null });
}

function isAsking({ treatment }: RouteRequest): boolean {
  return treatment !== null && treatment.treatmentType !== TreatmentType.PlayAnnouncement;
}

function end(
  decision: Decision,
  request: RouteRequest,
  collectedDigits: string | undefined,
  completionStatus: CompletionStatus,
): Input {
  const call = required(decision.calls.get(request.id), 'call of a route request');
  const { treatment } = request;
  decision.state.routeRequests.put({ ...request, treatment: null });
  decision.cancelDeadline('treatmentTimeout', request.id);
  if (treatment !== null) {
    const ended = collectedDigits === undefined ? { completionStatus } : { collectedDigits, completionStatus };
    decision.publish(treatmentEnd(call, request.routingPoint, treatment.treatmentType, ended));
  }
  return { name: 'treatmentEnded', collectedDigits: collectedDigits ?? '', completionStatus };
}

function present(decision: Decision, request: RouteRequest): RouteRequest {
  return required(decision.state.routeRequests.get(request.id), 'route request with a treatment');
}
