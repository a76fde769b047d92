import { refuse } from '@cordboard/shared/errors';
import type { Dn } from '@cordboard/shared/ids';
import { RegisterMode } from '@cordboard/shared/tlib/call-types';
import type { TRequestOf } from '@cordboard/shared/tlib/requests';
import { ownCallsOnDn } from '../../../../domain/call-model/operations/release.ts';
import { leaveSeat } from '../../../parties/supervisor-seats.ts';
import { routersChanged } from '../../../router/alternate-routing.ts';
import { routeWaiting } from '../../../router/router.ts';
import type { Decision } from '../../../switch/decision.ts';
import type { TlibClient } from '../../../switch/effects/tlib-client.ts';
import { holderId } from '../../../switch/rows/registration.ts';
import { registeredEvent } from '../../clients/address-info.ts';
import { openAssistanceOn } from '../../clients/open-assistance.ts';
import { type Outcome, refused, replied } from '../outcome.ts';

/** TRegisterAddress: from now on the person's clients at this place get the events of the DN. A supervisor learns who waits for help. */
export function registerAddress(
  decision: Decision,
  client: TlibClient,
  request: TRequestOf<'TRegisterAddress'>,
): Outcome {
  const dn = request.thisDN as Dn;
  const mode = request.registerMode ?? RegisterMode.Share;
  if (mode !== RegisterMode.Share && !giveUpSeat(decision, client, dn)) return refused(refuse('AgentHasCalls'));
  const id = holderId(client.userName, client.place);
  const held = decision.state.registrations.get(id);
  decision.state.registrations.put({
    id,
    userName: client.userName,
    place: client.place,
    modes: { ...held?.modes, [dn]: mode },
  });
  if (client.role === 'application') followRouters(decision, dn);
  const isSupervisor = client.role === 'supervisor' && mode === RegisterMode.Share;
  return replied(registeredEvent(decision, client, dn), isSupervisor ? openAssistanceOn(decision, dn) : []);
}

/** A supervisor without a login who does not hold the DN any more supervises no more; false while a call on it is his own. */
function giveUpSeat(decision: Decision, client: TlibClient, dn: Dn): boolean {
  const seat = decision.state.supervisingAt(client.userName, client.place).find(({ id }) => id === dn);
  if (seat === undefined) return true;
  if (ownCallsOnDn(decision, dn).length > 0) return false;
  leaveSeat(decision, seat, 'unregistered');
  return true;
}

/** Whose the interactions of a routing point are may have changed. */
function followRouters(decision: Decision, dn: Dn): void {
  routersChanged(decision, dn);
  routeWaiting(decision);
}

/** TUnregisterAddress: the person's clients at this place get no more events of the DN. */
export function unregisterAddress(
  decision: Decision,
  client: TlibClient,
  request: TRequestOf<'TUnregisterAddress'>,
): Outcome {
  const dn = request.thisDN as Dn;
  // An agent who sees no events could not answer what is routed to him.
  if (decision.agentSessions.get(dn)?.userName === client.userName) {
    return refused(refuse('InvalidState', 'Log out of the DN first.'));
  }
  if (!giveUpSeat(decision, client, dn)) return refused(refuse('AgentHasCalls'));
  const held = decision.state.registrations.get(holderId(client.userName, client.place));
  if (held !== undefined) {
    const { [dn]: _gone, ...modes } = held.modes;
    decision.state.registrations.put({ ...held, modes });
    if (client.role === 'application') followRouters(decision, dn);
  }
  return replied({ name: 'EventUnregistered', time: decision.now, thisDN: dn });
}

/** A person logs in on the DN: whoever else held it at the place gets no more of its events. Applications go on watching. */
export function dropForeignRegistrations(decision: Decision, client: TlibClient, dn: Dn): void {
  for (const held of decision.state.registrationsByDn.get(dn)) {
    if (held.place === null || held.userName === client.userName) continue;
    const { [dn]: _gone, ...modes } = held.modes;
    decision.state.registrations.put({ ...held, modes });
  }
}
