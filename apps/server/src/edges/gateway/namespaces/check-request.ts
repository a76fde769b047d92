import { type Refusal, refuse } from '@cordboard/shared/errors';
import type { KeyValueList } from '@cordboard/shared/tlib/attached-data';
import { PrivateMsgId } from '@cordboard/shared/tlib/call-types';
import type { EventError } from '@cordboard/shared/tlib/events';
import { ASSISTANCE_ACTIONS } from '@cordboard/shared/tlib/monitoring';
import { requestSchemas, type TRequest, type TRequestName } from '@cordboard/shared/tlib/requests';
import { mayLackDestination } from '@cordboard/shared/tlib/route-types';
import type { z } from 'zod';
import { fail, type Result, succeed } from '../../../base/result.ts';

const ATTRIBUTE_LENGTH_MAX = 255;
const ACTIONS: readonly unknown[] = ASSISTANCE_ACTIONS;

/** The schemas by name, without the type of each: what is checked is a TRequest whichever of them did it. */
const schemas: Readonly<Record<TRequestName, z.ZodType<TRequest>>> = requestSchemas;

/** A TRequest of what a client emitted, or the EventError that says what is wrong with it. */
export function checkRequest(received: unknown, now: number): Result<TRequest, EventError> {
  const checked = checkAttributes(received);
  return checked.ok ? checked : fail(buildEventError(received, checked.failure, now));
}

/** The EventError for a request, with as much of the request as was readable. */
export function buildEventError(received: unknown, refusal: Refusal, now: number): EventError {
  const attributes = isRecord(received) ? received : {};
  const { referenceID, thisDN, connID } = attributes;
  return {
    name: 'EventError',
    time: now,
    ...(isReferenceId(referenceID) ? { referenceID } : {}),
    ...(isShortText(thisDN) ? { thisDN } : {}),
    ...(isShortText(connID) ? { connID } : {}),
    errorCode: refusal.code,
    errorMessage: refusal.message,
  };
}

function checkAttributes(received: unknown): Result<TRequest, Refusal> {
  if (!isRecord(received)) return fail(refuse('InvalidRequest', 'It must be an object.'));
  const { name, referenceID } = received;
  if (referenceID === undefined) return fail(missing('referenceID'));
  if (!isReferenceId(referenceID)) return fail(invalid('referenceID', 'must be an integer greater than 0'));
  if (name === undefined) return fail(missing('name'));
  if (typeof name !== 'string') return fail(invalid('name', 'must be a string'));
  if (!isRequestName(name)) return fail(refuse('UnknownRequest'));
  const parsed = schemas[name].safeParse(received);
  if (!parsed.success) return fail(describeIssue(received, parsed.error));
  return checkService(parsed.data);
}

/** TPrivateService 3001 needs its text, 3002 its state, 3003 its action, 3004 its message; no other service id is known. TRouteCall needs a destination. */
function checkService(request: TRequest): Result<TRequest, Refusal> {
  if (request.name === 'TRouteCall') {
    return (request.otherDN ?? '') === '' && !mayLackDestination(request.routeType)
      ? fail(missing('otherDN'))
      : succeed(request);
  }
  if (request.name !== 'TPrivateService') return succeed(request);
  if (request.serviceID === PrivateMsgId.Assistance) return checkAssistance(request, request.extensions);
  if (request.serviceID === PrivateMsgId.Typing) return checkTyping(request, request.extensions);
  if (request.serviceID === PrivateMsgId.DeliveryState)
    return checkRead(request, request.extensions?.messageID ?? request.messageID);
  if (request.serviceID !== PrivateMsgId.Text) return fail(invalid('serviceID', 'is not a known service'));
  const text = request.extensions?.im;
  if (text === undefined) return fail(missing('extensions.im'));
  return typeof text === 'string' ? succeed(request) : fail(invalid('extensions.im', 'must be a string'));
}

function checkTyping(request: TRequest, extensions: KeyValueList | undefined): Result<TRequest, Refusal> {
  const state = extensions?.isComposing;
  if (state === undefined) return fail(missing('extensions.isComposing'));
  return state === 'active' || state === 'idle'
    ? succeed(request)
    : fail(invalid('extensions.isComposing', 'must be active or idle'));
}

function checkRead(request: TRequest, messageID: unknown): Result<TRequest, Refusal> {
  if (messageID === undefined) return fail(missing('extensions.messageID'));
  return typeof messageID === 'string' ? succeed(request) : fail(invalid('extensions.messageID', 'must be a string'));
}

function checkAssistance(request: TRequest, extensions: KeyValueList | undefined): Result<TRequest, Refusal> {
  const { action, assistID, im } = extensions ?? {};
  if (action === undefined) return fail(missing('extensions.action'));
  if (!ACTIONS.includes(action)) return fail(invalid('extensions.action', 'must be ask, cancel or take'));
  if (action === 'take' && assistID === undefined) return fail(missing('extensions.assistID'));
  if (assistID !== undefined && typeof assistID !== 'string')
    return fail(invalid('extensions.assistID', 'must be a string'));
  return im === undefined || typeof im === 'string'
    ? succeed(request)
    : fail(invalid('extensions.im', 'must be a string'));
}

function describeIssue(received: Readonly<Record<string, unknown>>, error: z.ZodError): Refusal {
  const issue = error.issues[0];
  const attribute = String(issue?.path[0] ?? 'name');
  return received[attribute] === undefined
    ? missing(attribute)
    : invalid(attribute, `(${issue?.message ?? 'not allowed'})`);
}

function missing(attribute: string): Refusal {
  return refuse('MissingAttribute', `${attribute} is needed.`);
}

function invalid(attribute: string, why: string): Refusal {
  return refuse('InvalidAttribute', `${attribute} ${why}.`);
}

function isRequestName(name: string): name is TRequestName {
  return Object.hasOwn(requestSchemas, name);
}

function isReferenceId(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

function isShortText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= ATTRIBUTE_LENGTH_MAX;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
