import { type Refusal, refuse } from '@cordboard/shared/errors';
import type { AgentId, Dn } from '@cordboard/shared/ids';
import { type AskedNoAnswer, noAnswerOverflowSchema } from '@cordboard/shared/routing/no-answer';
import { type KeyValueList, mergePairs } from '@cordboard/shared/tlib/attached-data';
import type { TRequestOf } from '@cordboard/shared/tlib/requests';
import { RouteType } from '@cordboard/shared/tlib/route-types';
import { required, unreachable } from '../../../../base/assert.ts';
import { fail, type Result, succeed } from '../../../../base/result.ts';
import type { Call } from '../../../../domain/call-model/calls/call.ts';
import { changeUserData } from '../../../../domain/call-model/operations/attach-data.ts';
import type { RouteRequest } from '../../../../domain/routing/requests/route-request.ts';
import { type CallTarget, findTarget } from '../../../parties/find-target.ts';
import { endByRouter, hasAlternate, routeAlternately } from '../../../router/alternate-routing.ts';
import { canBeOffered, mayBeOffered, routeToAgent } from '../../../router/destinations/route-call.ts';
import { externalAddress } from '../../../router/destinations/route-outside.ts';
import { routeWaiting } from '../../../router/router.ts';
import { obstacleTo, sendTo } from '../../../router/strategies/run-strategy.ts';
import type { Decision } from '../../../switch/decision.ts';
import type { TlibClient } from '../../../switch/effects/tlib-client.ts';
import { type Outcome, refused, replied } from '../outcome.ts';
import { userDataRefusal } from '../user-data-size.ts';
import { requestOfRouter } from './request-of-router.ts';

/** Longest NO_ANSWER_TIMEOUT, in seconds. */
const NO_ANSWER_TIMEOUT_MAX = 600;
const NO_ANSWER_ACTIONS = ['none', 'notready', 'logout'] as const;

/** TRouteCall: what the outside router decided about an interaction. EventACK; what is not possible changes nothing. */
export function routeCall(decision: Decision, client: TlibClient, request: TRequestOf<'TRouteCall'>): Outcome {
  const found = requestOfRouter(decision, client, request);
  if (!found.ok) return refused(found.failure);
  const waiting = found.value;
  const extensions = readExtensions(decision, request.extensions ?? {});
  if (!extensions.ok) return refused(extensions.failure);
  const destination = findDestination(decision, waiting, request);
  if (!destination.ok) return refused(destination.failure);
  const call = required(decision.calls.get(waiting.id), 'call of a route request');
  const userData = mergePairs(call.userData, request.userData ?? {});
  const tooMuch = userDataRefusal(userData);
  if (tooMuch !== undefined) return refused(tooMuch);
  const changed =
    request.userData === undefined ? call : changeUserData(decision, call, userData, waiting.routingPoint).call;
  send(decision, changed, waiting, destination.value, { by: client.userName, ...extensions.value });
  routeWaiting(decision);
  return replied({ name: 'EventACK', time: decision.now, thisDN: waiting.routingPoint });
}

/** Where TRouteCall sends: to a target, outside, to what the routing point does by itself, or to the end. */
type RouteTarget = CallTarget | { readonly kind: 'external'; readonly dn: Dn };
type Destination = RouteTarget | { readonly kind: 'default' } | { readonly kind: 'end' };

/** What `routeType` and `otherDN` mean. */
function findDestination(
  decision: Decision,
  waiting: RouteRequest,
  { routeType = RouteType.Unknown, otherDN = '' }: TRequestOf<'TRouteCall'>,
): Result<Destination, Refusal> {
  switch (routeType) {
    case RouteType.Reject:
    case RouteType.CallDisconnect:
      return succeed({ kind: 'end' });
    case RouteType.Default:
      if (otherDN !== '') return findRouteTarget(decision, waiting, otherDN);
      return hasAlternate(decision, waiting)
        ? succeed({ kind: 'default' })
        : fail(refuse('TargetNotAvailable', 'The routing point has no strategy and no default destination.'));
    case RouteType.AgentID:
      if (decision.configuration.findAgentLogin(otherDN as AgentId) === undefined) return fail(refuse('UnknownAgent'));
      return findRouteTarget(decision, waiting, otherDN);
    case RouteType.Unknown:
    case RouteType.Direct:
    case RouteType.DirectAgent:
      return otherDN === ''
        ? fail(refuse('MissingAttribute', 'otherDN is needed.'))
        : findRouteTarget(decision, waiting, otherDN);
    default:
      return fail(refuse('InvalidAttribute', 'routeType means nothing for instant messages.'));
  }
}

function findRouteTarget(decision: Decision, waiting: RouteRequest, otherDN: string): Result<RouteTarget, Refusal> {
  if (externalAddress(decision, otherDN) !== undefined) {
    const obstacle = obstacleTo(decision, waiting, { type: 'externalDn', number: otherDN as Dn });
    return obstacle === undefined
      ? succeed({ kind: 'external', dn: otherDN as Dn })
      : fail(refuse('TargetNotAvailable', obstacle));
  }
  const target = findTarget(decision, waiting.routingPoint, otherDN, (session) =>
    mayBeOffered(decision, waiting, session),
  );
  const refusal = target.ok ? targetRefusal(decision, waiting, target.value) : undefined;
  return refusal === undefined ? target : fail(refusal);
}

function send(
  decision: Decision,
  call: Call,
  waiting: RouteRequest,
  destination: Destination,
  order: Parameters<typeof routeToAgent>[3],
): void {
  switch (destination.kind) {
    case 'agent':
      routeToAgent(decision, waiting, destination.session, order);
      return;
    case 'routingPoint':
      sendTo(decision, call, waiting, { type: 'routingPoint', number: destination.dn });
      return;
    case 'external':
      sendTo(decision, call, waiting, { type: 'externalDn', number: destination.dn });
      return;
    case 'default':
      routeAlternately(decision, waiting, 'routerDefault');
      return;
    case 'end':
      endByRouter(decision, waiting);
      return;
    default:
      unreachable(destination);
  }
}

function targetRefusal(decision: Decision, waiting: RouteRequest, target: CallTarget): Refusal | undefined {
  if (target.kind === 'agent')
    return canBeOffered(decision, waiting, target.session) ? undefined : refuse('TargetNotAvailable');
  if (target.dn === waiting.routingPoint) return refuse('TargetIsSelf');
  const obstacle = obstacleTo(decision, waiting, { type: 'routingPoint', number: target.dn });
  return obstacle === undefined ? undefined : refuse('TargetNotAvailable', obstacle);
}

function readExtensions(
  { configuration }: Decision,
  extensions: KeyValueList,
): Result<{ readonly virtualQueue: Dn | null; readonly noAnswer: AskedNoAnswer | null }, Refusal> {
  const { virtualQueue, NO_ANSWER_TIMEOUT: timeout, NO_ANSWER_ACTION: action, NO_ANSWER_OVERFLOW: list } = extensions;
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
  // T-Library's options write lists as one text.
  const parts = typeof list === 'string' ? list.split(',').map((part) => part.trim()) : list;
  const overflow = noAnswerOverflowSchema.optional().safeParse(parts);
  if (!overflow.success)
    return fail(
      refuse('InvalidAttribute', 'extensions.NO_ANSWER_OVERFLOW must be a list of recall, release, none and DNs.'),
    );
  const asked = { timeoutSeconds, action: known, overflow: overflow.data };
  const noAnswer = Object.values(asked).every((value) => value === undefined) ? null : asked;
  return succeed({ virtualQueue: (virtualQueue ?? null) as Dn | null, noAnswer });
}
