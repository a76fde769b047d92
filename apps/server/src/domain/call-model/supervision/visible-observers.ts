import type { Dn } from '@cordboard/shared/ids';
import type { Seat } from '../../agents/seat.ts';
import type { Configuration } from '../../configuration/configuration.ts';
import { attendingParties, type Call } from '../calls/call.ts';
import { isObserver, type ObserverParty, type Party } from '../calls/party.ts';

/** What is asked of the call model. */
interface Desks {
  readonly configuration: Configuration;
  seatOn(dn: Dn): Seat | undefined;
}

/** Whether everybody in the call is told of an observer in this mode (option `supervisor-visible`). */
export function isVisibleMode(
  { configuration }: Pick<Desks, 'configuration'>,
  mode: ObserverParty['observing']['mode'],
): boolean {
  return configuration.tenant.options['supervisor-visible'][mode];
}

/** Whether `viewer` may know of the observer: everybody of a visible one, supervisors of each. */
export function sees(desks: Desks, viewer: Party, observer: ObserverParty): boolean {
  if (isVisibleMode(desks, observer.observing.mode) || isObserver(viewer)) return true;
  const userName = desks.seatOn(viewer.dn)?.userName;
  return userName !== undefined && desks.configuration.findPerson(userName)?.role === 'supervisor';
}

/** The other parties of the call that may know of the observer. */
export function whoSees(desks: Desks, call: Call, observer: ObserverParty): readonly Party[] {
  return attendingParties(call).filter((party) => party.dn !== observer.dn && sees(desks, party, observer));
}
