import type { Person } from '@cordboard/shared/configuration/configuration-file';
import type { AgentId, Dn, UserName } from '@cordboard/shared/ids';
import { RegisterMode } from '@cordboard/shared/tlib/call-types';
import type { Seat } from '../../domain/agents/seat.ts';
import type { Configuration } from '../../domain/configuration/configuration.ts';
import type { Registration } from './rows/registration.ts';

/** The seat of this person on the DN, without an agent login; undefined for everybody but supervisors. */
export function supervisorSeat(configuration: Configuration, userName: UserName, dn: Dn): Seat | undefined {
  const person = configuration.findPerson(userName);
  if (person?.role !== 'supervisor' || configuration.findExtension(dn) === undefined) return undefined;
  return { id: dn, userName, agentId: agentIdOf(person) };
}

/** Texts to customers need a name, also from a supervisor for whom the configuration has no agent login. */
function agentIdOf({ agentLogins, userName }: Person): AgentId {
  return (agentLogins[0] ?? userName) as AgentId;
}

/** The seat that this registration gives on the DN, when it is one of a supervisor at the place of the DN. */
export function seatByRegistration(configuration: Configuration, held: Registration, dn: Dn): Seat | undefined {
  if (held.modes[dn] !== RegisterMode.Share) return undefined;
  if (held.place === null || configuration.placeOfDn(dn)?.name !== held.place) return undefined;
  return supervisorSeat(configuration, held.userName, dn);
}
