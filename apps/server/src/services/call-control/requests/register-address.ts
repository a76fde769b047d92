import { refuse } from '@cordboard/shared/errors';
import type { Dn } from '@cordboard/shared/ids';
import { RegisterMode } from '@cordboard/shared/tlib/call-types';
import type { TRequestOf } from '@cordboard/shared/tlib/requests';
import type { Decision } from '../../switch/decision.ts';
import { holderId } from '../../switch/registration.ts';
import type { TlibClient } from '../../switch/tlib-client.ts';
import { registeredEvent } from '../address-info.ts';
import { type Outcome, refused, replied } from './outcome.ts';

/** TRegisterAddress: from now on the person's clients at this place get the events of the DN. */
export function registerAddress(
  decision: Decision,
  client: TlibClient,
  request: TRequestOf<'TRegisterAddress'>,
): Outcome {
  const dn = request.thisDN as Dn;
  const id = holderId(client.userName, client.place);
  const held = decision.state.registrations.get(id);
  decision.state.registrations.put({
    id,
    userName: client.userName,
    place: client.place,
    modes: { ...held?.modes, [dn]: request.registerMode ?? RegisterMode.Share },
  });
  return replied(registeredEvent(decision, client, dn));
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
  const held = decision.state.registrations.get(holderId(client.userName, client.place));
  if (held !== undefined) {
    const { [dn]: _gone, ...modes } = held.modes;
    decision.state.registrations.put({ ...held, modes });
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
