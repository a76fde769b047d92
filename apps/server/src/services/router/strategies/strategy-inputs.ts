/** Something that a strategy waits for has happened. */
import type { ConnId } from '@cordboard/shared/ids';
import type { RouteRequest } from '../../../domain/routing/requests/route-request.ts';
import type { Decision } from '../../switch/decision.ts';
import { takeText, treatmentTimedOut } from '../waiting/treatments.ts';
import { runStrategy } from './run-strategy.ts';

/** Something of the present wait is due: its end, its next target, an announcement. */
export function selectTimedOut(decision: Decision, request: RouteRequest): void {
  if (request.offeredTo !== null) return;
  runStrategy(decision, request, { name: 'timedOut' });
}

/** The customer has written: a treatment that asked for a text has it. What opens the interaction is no answer to anything. */
export function customerWrote(decision: Decision, connId: ConnId, isOpening = false): void {
  const request = decision.state.routeRequests.get(connId);
  if (isOpening && request?.treatment?.onlyAnswers === true) {
    decision.state.routeRequests.put({ ...request, textsTaken: decision.transcripts.nextNumber(connId) - 1 });
    return;
  }
  const ended = request === undefined ? undefined : takeText(decision, request);
  const changed = decision.state.routeRequests.get(connId);
  if (changed !== undefined && ended !== undefined) runStrategy(decision, changed, ended);
}

/** TOTAL_TIMEOUT is over. */
export function treatmentDue(decision: Decision, connId: ConnId): void {
  const request = decision.state.routeRequests.get(connId);
  const ended = request === undefined ? undefined : treatmentTimedOut(decision, request);
  const changed = decision.state.routeRequests.get(connId);
  if (changed !== undefined && ended !== undefined) runStrategy(decision, changed, ended);
}
