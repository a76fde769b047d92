import type { Call } from './call.ts';
import { attendingParties } from './call.ts';
import type { CallModel } from './call-model.ts';
import type { ObserverParty, Party } from './party.ts';
import { isObserver } from './party.ts';

/** Whether everybody in the call is told of an observer in this mode (option `supervisor-visible`). */
export function isVisibleMode(model: CallModel, mode: ObserverParty['observing']['mode']): boolean {
  return model.configuration.tenant.options['supervisor-visible'][mode];
}

/** Whether `viewer` may know of the observer: everybody of a visible one, supervisors of each. */
export function sees(model: CallModel, viewer: Party, observer: ObserverParty): boolean {
  if (isVisibleMode(model, observer.observing.mode) || isObserver(viewer)) return true;
  const userName = model.seatOn(viewer.dn)?.userName;
  return userName !== undefined && model.configuration.findPerson(userName)?.role === 'supervisor';
}

/** The other parties of the call that may know of the observer. */
export function whoSees(model: CallModel, call: Call, observer: ObserverParty): readonly Party[] {
  return attendingParties(call).filter((party) => party.dn !== observer.dn && sees(model, party, observer));
}
