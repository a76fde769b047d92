/** The hearing rule: who hears what is said in a call. The only place that decides it (docs/spec/supervision.md, HR). */
import type { Dn } from '@cordboard/shared/ids';
import type { Call } from '../calls/call.ts';
import type { Party } from '../calls/party.ts';

/** What of a party matters for hearing. */
export interface HearingParty {
  readonly dn: Dn;
  /** `absent`: it dials or rings, so it neither hears nor says anything. */
  readonly attendance: 'absent' | 'present' | 'held';
  /** It may say nothing: a supervisor in mode mute. */
  readonly noTalk: boolean;
  /** It hears nothing but its own words. */
  readonly noListen: boolean;
  /** Whom alone it talks to: of a supervisor in mode coach, the agent. */
  readonly coaches: Dn | null;
}

/** Whose words: the customer's, a notice of the system, a party's to all, a party's to the supervisor who coaches it. */
export type Speaker =
  | { readonly who: 'customer' }
  | { readonly who: 'system' }
  | { readonly who: 'party'; readonly dn: Dn; readonly whispers: boolean };

export type Hearing =
  | {
      readonly isHeard: true;
      readonly by: readonly Dn[];
      readonly reachesCustomer: boolean;
      readonly isWhisper: boolean;
    }
  /** Why the party may not say this now. */
  | { readonly isHeard: false; readonly why: 'absent' | 'held' | 'noTalk' | 'nobodyCoaches' | 'coachedGone' };

export function hearingParty({ dn, state, observing }: Party): HearingParty {
  const isPresent = state === 'established' || state === 'held';
  return {
    dn,
    attendance: isPresent ? (state === 'held' ? 'held' : 'present') : 'absent',
    noTalk: observing?.mode === 'mute',
    noListen: false,
    coaches: observing?.mode === 'coach' ? observing.watches : null,
  };
}

/** Who hears what `speaker` says in the call now. */
export function hearingIn(call: Call, speaker: Speaker): Hearing {
  return whoHears(call.parties.map(hearingParty), speaker, call.customer !== null);
}

export function whoHears(parties: readonly HearingParty[], speaker: Speaker, hasCustomer: boolean): Hearing {
  // Who is held goes on hearing.
  const listening = parties.filter((party) => party.attendance !== 'absent' && !party.noListen);
  if (speaker.who !== 'party') {
    const reachesCustomer = hasCustomer && speaker.who === 'system';
    return { isHeard: true, by: listening.map(({ dn }) => dn), reachesCustomer, isWhisper: false };
  }
  const own = parties.find((party) => party.dn === speaker.dn);
  if (own === undefined || own.attendance === 'absent') return { isHeard: false, why: 'absent' };
  if (own.noTalk) return { isHeard: false, why: 'noTalk' };
  if (own.coaches !== null) {
    const coached = listening.filter((party) => party.dn === own.coaches);
    return coached.length === 0 ? { isHeard: false, why: 'coachedGone' } : whisper(parties, own, coached);
  }
  if (speaker.whispers) {
    const coaching = listening.filter((party) => party.coaches === own.dn);
    return coaching.length === 0 ? { isHeard: false, why: 'nobodyCoaches' } : whisper(parties, own, coaching);
  }
  if (own.attendance === 'held') return { isHeard: false, why: 'held' };
  const by = inOrder(parties, [...listening, own]);
  return { isHeard: true, by, reachesCustomer: hasCustomer, isWhisper: false };
}

/** The speaker's own DN always has its words. */
function whisper(parties: readonly HearingParty[], own: HearingParty, to: readonly HearingParty[]): Hearing {
  return { isHeard: true, by: inOrder(parties, [...to, own]), reachesCustomer: false, isWhisper: true };
}

function inOrder(parties: readonly HearingParty[], chosen: readonly HearingParty[]): readonly Dn[] {
  return parties.filter((party) => chosen.includes(party)).map(({ dn }) => dn);
}
