import type { KeyValueList } from '@cordboard/shared/tlib/attached-data';
import { CallType, PartyRole } from '@cordboard/shared/tlib/call-types';
import { MONITOR_MODES, type MonitorMode } from '@cordboard/shared/tlib/monitoring';

/** ringing or dialing → active → ended (until Done); a ring that ends unanswered leaves at once. */
export type Phase = 'ringing' | 'dialing' | 'active' | 'ended';

/** Somebody else in the call who has a DN: a colleague, or a supervisor who listens. */
export interface CallParty {
  readonly dn: string;
  readonly role: number;
  /** How a supervisor listens; null for colleagues. */
  readonly mode: MonitorMode | null;
}

/** Why a call ended. */
export interface CallEnd {
  /** CallState of the event that ended it. */
  readonly callState: number;
  /** `customer`, a DN or `system`; null when the server did not say. */
  readonly by: string | null;
  /** Who has the call now, or who took this DN out of it. */
  readonly thirdDN: string | null;
  /** Why the other side could not be reached, in the server's words. */
  readonly reason: string | null;
}

/** One call on one of our DNs. */
export interface Interaction {
  readonly connID: string;
  readonly dn: string;
  readonly phase: Phase;
  readonly callType: number;
  readonly mediaType: number;
  /** Our own TDNRole: whoever began the call is its origination. */
  readonly role: number;
  /** The other side: account name or `user@host` of the customer, the DN of a colleague in a call between agents. */
  readonly customer: string;
  /** Number that the customer wrote to. */
  readonly routingPoint: string | null;
  readonly queue: string | null;
  readonly userData: KeyValueList;
  /** The beginning of what the customer wrote before anybody answered; null when there is nothing yet. */
  readonly preview: string | null;
  /** Of a consultation: the call for whose sake it is made. */
  readonly consultOf: string | null;
  /** The consultation that this call was for us before it became this call. */
  readonly formerConnID: string | null;
  /** The colleague who sent the call here, or asks us to join. */
  readonly sentBy: string | null;
  /** Why it rings here again (`transferDeclined`, `transferNotAnswered`); null when it does not. */
  readonly returnReason: string | null;
  readonly heldSince: number | null;
  /** Everybody else with a DN. */
  readonly parties: readonly CallParty[];
  readonly startedAt: number;
  /** When it began to ring here; null when only a reload tells of it. */
  readonly ringingAt: number | null;
  /** When the time to answer is over; null when it never is, or is not known. */
  readonly noAnswerAt: number | null;
  /** When it was accepted; null before, and when only a reload tells of it. */
  readonly establishedAt: number | null;
  readonly endedAt: number | null;
  readonly end: CallEnd | null;
  /** True until an event with all call attributes has come: after a reload only the ids are known. */
  readonly lacksDetails: boolean;
  /** True until EventPartyInfo has told who else is in the call. */
  readonly lacksParties: boolean;
}

export interface InteractionsState {
  readonly interactions: { readonly [connID: string]: Interaction };
}

export const initialInteractionsState: InteractionsState = { interactions: {} };

/** A call of which only its id is known. */
export function createInteraction(connID: string, dn: string, phase: Phase, time: number): Interaction {
  return {
    connID,
    dn,
    phase,
    callType: CallType.Unknown,
    mediaType: 5,
    role: PartyRole.Unknown,
    customer: 'Unknown',
    routingPoint: null,
    queue: null,
    userData: {},
    preview: null,
    consultOf: null,
    formerConnID: null,
    sentBy: null,
    returnReason: null,
    heldSince: null,
    parties: [],
    startedAt: time,
    ringingAt: null,
    noAnswerAt: null,
    establishedAt: null,
    endedAt: null,
    end: null,
    lacksDetails: true,
    lacksParties: false,
  };
}

export type InteractionKind = 'customer' | 'internal' | 'consult';

/** With whom: a customer, a colleague, or a colleague about a customer. */
export function kindOf({ callType }: Pick<Interaction, 'callType'>): InteractionKind {
  if (callType === CallType.Consult) return 'consult';
  return callType === CallType.Internal ? 'internal' : 'customer';
}

/** The call for whose sake we consult, while it is on this desk: then both are shown as one. */
export function mainCallOf(
  interaction: Interaction,
  interactions: InteractionsState['interactions'],
): Interaction | undefined {
  const { consultOf, role, dn } = interaction;
  if (kindOf(interaction) !== 'consult' || consultOf === null || role !== PartyRole.Origination) return undefined;
  const main = interactions[consultOf];
  return main !== undefined && main.dn === dn && main.phase === 'active' ? main : undefined;
}

/** Our consultation for a call, also one that has just failed or ended. */
export function consultationOf(
  connID: string,
  interactions: InteractionsState['interactions'],
): Interaction | undefined {
  return Object.values(interactions).find(
    (interaction) => interaction.consultOf === connID && mainCallOf(interaction, interactions) !== undefined,
  );
}

/** Colleagues who take part, without those who only listen. */
export function colleaguesIn({ parties }: Interaction): readonly CallParty[] {
  return parties.filter(({ role }) => role !== PartyRole.Observer);
}

export function observersOf({ parties }: Interaction): readonly CallParty[] {
  return parties.filter(({ role }) => role === PartyRole.Observer);
}

/** `extensions.MonitorMode` of an event. */
export function monitorModeOf(extensions: KeyValueList | undefined): MonitorMode | null {
  return MONITOR_MODES.find((mode) => mode === extensions?.MonitorMode) ?? null;
}
