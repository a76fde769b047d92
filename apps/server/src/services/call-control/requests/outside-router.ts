import type { AskedNoAnswer } from '@cordboard/shared/configuration/no-answer';
/** What an outside router asks of an interaction that waits for it. */
import { type Refusal, refuse } from '@cordboard/shared/errors';
import type { ConnId, Dn } from '@cordboard/shared/ids';
import { type KeyValueList, mergePairs } from '@cordboard/shared/tlib/attached-data';
import { TEXT_BYTES_MAX, type TRequestOf } from '@cordboard/shared/tlib/requests';
import { announcementText, parametersProblem } from '@cordboard/shared/tlib/treatments';
import { required } from '../../../base/assert.ts';
import { fail, type Result, succeed } from '../../../base/result.ts';
import { changeUserData } from '../../../domain/call-model/operations/attach-data.ts';
import type { RouteRequest } from '../../../domain/routing/route-request.ts';
import { canBeOffered, mayBeOffered, routeToAgent } from '../../router/route-call.ts';
import { routeWaiting } from '../../router/router.ts';
import { obstacleTo, sendTo } from '../../router/run-strategy.ts';
import { applyTreatment } from '../../router/treatments.ts';
import type { Decision } from '../../switch/decision.ts';
import type { TlibClient } from '../../switch/tlib-client.ts';
import { type CallTarget, findTarget } from '../find-target.ts';
import { answered, type Outcome, refused, replied } from './outcome.ts';
import { userDataRefusal } from './user-data-size.ts';

/** Longest NO_ANSWER_TIMEOUT, in seconds. */
const NO_ANSWER_TIMEOUT_MAX = 600;
const NO_ANSWER_ACTIONS = ['none', 'notready', 'logout'] as const;

/** TRouteCall: an agent's DN rings, or another routing point has it. EventACK; a route that is not possible changes nothing. */
export function routeCall(decision: Decision, client: TlibClient, request: TRequestOf<'TRouteCall'>): Outcome {
  const found = requestOfRouter(decision, client, request);
  if (!found.ok) return refused(found.failure);
  const waiting = found.value;
  const extensions = readExtensions(decision, request.extensions ?? {});
  if (!extensions.ok) return refused(extensions.failure);
  const target = findTarget(decision, waiting.routingPoint, request.otherDN, (session) =>
    mayBeOffered(decision, waiting, session),
  );
  if (!target.ok) return refused(target.failure);
  const call = required(decision.calls.get(waiting.id), 'call of a route request');
  const userData = mergePairs(call.userData, request.userData ?? {});
  const tooMuch = userDataRefusal(userData);
  if (tooMuch !== undefined) return refused(tooMuch);
  const refusal = targetRefusal(decision, waiting, target.value);
  if (refusal !== undefined) return refused(refusal);
  const changed =
    request.userData === undefined ? call : changeUserData(decision, call, userData, waiting.routingPoint).call;
  if (target.value.kind === 'agent')
    routeToAgent(decision, waiting, target.value.session, { by: client.userName, ...extensions.value });
  else sendTo(decision, changed, waiting, { type: 'routingPoint', number: target.value.dn });
  routeWaiting(decision);
  return replied({ name: 'EventACK', time: decision.now, thisDN: waiting.routingPoint });
}

function targetRefusal(decision: Decision, waiting: RouteRequest, target: CallTarget): Refusal | undefined {
  if (target.kind === 'agent')
    return canBeOffered(decision, waiting, target.session) ? undefined : refuse('TargetNotAvailable');
  if (target.dn === waiting.routingPoint) return refuse('TargetIsSelf');
  const obstacle = obstacleTo(decision, waiting, { type: 'routingPoint', number: target.dn });
  return obstacle === undefined ? undefined : refuse('TargetNotAvailable', obstacle);
}

/** TApplyTreatment: answered by EventTreatmentApplied or EventTreatmentNotApplied. A treatment takes the place of the one before. */
export function applyTreatmentRequest(
  decision: Decision,
  client: TlibClient,
  request: TRequestOf<'TApplyTreatment'>,
): Outcome {
  const found = requestOfRouter(decision, client, request);
  if (!found.ok) return refused(found.failure);
  const parameters = request.treatmentParameters ?? {};
  if (Buffer.byteLength(announcementText(parameters)) > TEXT_BYTES_MAX) return refused(refuse('TextTooLong'));
  const { treatmentType } = request;
  const problem = parametersProblem(treatmentType, parameters);
  if (problem !== undefined) return refused(refuse('InvalidAttribute', problem));
  decision.cancelDeadline('routerTimeout', found.value.id);
  const { event } = applyTreatment(decision, found.value, { treatmentType, parameters });
  return answered(event);
}

/** The interaction of a request, when it waits on this routing point for what the outside router says. */
function requestOfRouter(
  decision: Decision,
  client: TlibClient,
  { thisDN, connID }: { readonly thisDN: string; readonly connID: string },
): Result<RouteRequest, Refusal> {
  if (client.role !== 'application') return fail(refuse('RequestNotAllowed'));
  const request = decision.state.routeRequests.get(connID.toLowerCase() as ConnId);
  if (request?.routingPoint !== thisDN) return fail(refuse('UnknownCall'));
  if (request.servedBy === 'strategy')
    return fail(refuse('InvalidState', 'The strategy of the routing point has this call.'));
  return request.offeredTo === null ? succeed(request) : fail(refuse('InvalidState', 'It rings already.'));
}

function readExtensions(
  { configuration }: Decision,
  extensions: KeyValueList,
): Result<{ readonly virtualQueue: Dn | null; readonly noAnswer: AskedNoAnswer | null }, Refusal> {
  const { virtualQueue, NO_ANSWER_TIMEOUT: timeout, NO_ANSWER_ACTION: action } = extensions;
  if (virtualQueue !== undefined) {
    if (typeof virtualQueue !== 'string' || configuration.findDn(virtualQueue as Dn)?.type !== 'virtualQueue')
      return fail(refuse('InvalidAttribute', 'extensions.virtualQueue must be a virtual queue.'));
  }
  const timeoutSeconds = timeout === undefined || timeout === '' ? undefined : Number(timeout);
  if (timeoutSeconds !== undefined && !(timeoutSeconds >= 0 && timeoutSeconds <= NO_ANSWER_TIMEOUT_MAX))
    return fail(
      refuse('InvalidAttribute', `extensions.NO_ANSWER_TIMEOUT must be 0 to ${NO_ANSWER_TIMEOUT_MAX} seconds.`),
    );
  const known = NO_ANSWER_ACTIONS.find((name) => name === action);
  if (action !== undefined && known === undefined)
    return fail(refuse('InvalidAttribute', `extensions.NO_ANSWER_ACTION must be ${NO_ANSWER_ACTIONS.join(', ')}.`));
  const noAnswer = timeoutSeconds === undefined && known === undefined ? null : { timeoutSeconds, action: known };
  return succeed({ virtualQueue: (virtualQueue ?? null) as Dn | null, noAnswer });
}
