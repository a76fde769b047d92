import { PartyRole } from '@cordboard/shared/tlib/call-types';
import type { EventPartyAdded, EventPartyChanged, EventPartyInfo, TEvent } from '@cordboard/shared/tlib/events';
import { type CallParty, type Interaction, monitorModeOf } from './interaction.ts';

/** A DN, and not the address of a customer. */
export function isDn(name: string | undefined): name is string {
  return name !== undefined && /^\d+$/.test(name);
}

export function withParty(parties: readonly CallParty[], party: CallParty): readonly CallParty[] {
  return [...parties.filter(({ dn }) => dn !== party.dn), party];
}

export function withoutParty(parties: readonly CallParty[], dn: string | undefined): readonly CallParty[] {
  return parties.filter((party) => party.dn !== dn);
}

/** A colleague joins, or a supervisor begins to listen. */
export function addedParty(event: EventPartyAdded): CallParty | undefined {
  if (event.otherDN === undefined || event.otherDN === event.thisDN) return undefined;
  const mode = monitorModeOf(event.extensions);
  const isObserver = event.otherDNRole === PartyRole.Observer || mode !== null;
  return { dn: event.otherDN, role: isObserver ? PartyRole.Observer : PartyRole.ConferenceMember, mode };
}

/** `extensions.parties` of EventPartyInfo, without our own and without those who are only being asked. */
export function listedParties(event: EventPartyInfo): readonly CallParty[] {
  const listed = event.extensions?.parties;
  if (!Array.isArray(listed)) return [];
  return (listed as readonly Record<string, unknown>[]).flatMap(({ dn, role, state, MonitorMode, mode }) => {
    if (typeof dn !== 'string' || dn === event.thisDN || state === 'ringing') return [];
    const listens = monitorModeOf({ MonitorMode: String(MonitorMode ?? mode ?? '') });
    return [{ dn, role: typeof role === 'number' ? role : PartyRole.Unknown, mode: listens }];
  });
}

/** Somebody else of the call has been replaced: who did it leaves, the one named as the other side is there. */
export function afterChange(parties: readonly CallParty[], event: EventPartyChanged): readonly CallParty[] {
  const isTransfer = event.thirdPartyDNRole === PartyRole.TransferredBy;
  const left = isTransfer ? withoutParty(parties, event.thirdPartyDN) : parties;
  if (!isDn(event.otherDN) || event.otherDN === event.thisDN) return left;
  return withParty(left, { dn: event.otherDN, role: PartyRole.ConferenceMember, mode: null });
}

/** 4024: how a supervisor listens from now on. One who becomes visible by it is new. */
export function withMode(interaction: Interaction, event: Extract<TEvent, { name: 'EventPrivateInfo' }>): Interaction {
  const mode = monitorModeOf(event.extensions);
  const observers = interaction.parties.filter(({ role }) => role === PartyRole.Observer);
  const dn = isDn(event.otherDN) && event.otherDN !== event.thisDN ? event.otherDN : observers[0]?.dn;
  if (mode === null || dn === undefined) return interaction;
  return { ...interaction, parties: withParty(interaction.parties, { dn, role: PartyRole.Observer, mode }) };
}
