/** Supervisors who work without an agent login. Rules: docs/spec/supervisor-seat.md. */
import type { Dn, PlaceName, UserName } from '@cordboard/shared/ids';
import type { Seat } from '../../domain/agents/seat.ts';
import { endSupervision } from '../../domain/call-model/operations/monitor.ts';
import type { Session } from '../auth/session.ts';
import { routeWaiting } from '../router/router.ts';
import type { Decision } from '../switch/decision.ts';
import { holderId } from '../switch/rows/registration.ts';
import { withdrawAll } from './withdraw.ts';

/** Subscriptions end, observed calls are left, and those that have become his own go back to their queues. */
export function leaveSeat(decision: Decision, { id: dn }: Seat, why: string): void {
  decision.cancelDeadline('agentAbsence', dn);
  endSupervision(decision, dn, why);
  withdrawAll(decision, dn);
  routeWaiting(decision);
}

/** No desktop came back in time. What has become his own stays with him when the option `agent-absence-action` says so. */
export function seatGraceOver(decision: Decision, dn: Dn): void {
  const supervisor = decision.state.occupantOf(dn);
  if (supervisor === undefined) return;
  const keepsCalls = decision.configuration.tenant.options['agent-absence-action'] === 'keep';
  if (keepsCalls) endSupervision(decision, dn, 'desktopLost');
  else leaveSeat(decision, supervisor, 'desktopLost');
}

/** The last desktop is gone: the grace of an agent. */
export function seatsLoseDesktop(decision: Decision, userName: UserName, place: PlaceName | null): void {
  const graceSeconds = decision.configuration.tenant.options['agent-absence-grace'];
  for (const { id } of decision.state.supervisingAt(userName, place))
    decision.setDeadline('agentAbsence', id, graceSeconds * 1000);
}

/** A desktop is there again. Also where meanwhile nothing is supervised any more: what begins anew has nothing to do with it. */
export function seatsHaveDesktop(decision: Decision, userName: UserName, place: PlaceName | null): void {
  for (const { id } of decision.state.seatsWithoutLogin(userName, place)) decision.cancelDeadline('agentAbsence', id);
}

/** A login of the person at the place has ended: with the last one the supervision ends. */
export function loginEnded(decision: Decision, { userName, place }: Session): void {
  if (decision.state.sessionsByHolder.count(holderId(userName, place)) > 0) return;
  for (const seat of decision.state.supervisingAt(userName, place)) leaveSeat(decision, seat, 'supervisorLoggedOut');
}

/** The person takes over elsewhere. */
export function leaveSeatsElsewhere(decision: Decision, userName: UserName, place: PlaceName | null): void {
  for (const held of decision.state.registrationsByUser.get(userName)) {
    if (held.place === place) continue;
    for (const seat of decision.state.supervisingAt(userName, held.place)) leaveSeat(decision, seat, 'takenOver');
  }
}
