import type { ConnId, Dn } from '@cordboard/shared/ids';
import type { KeyValueList } from '@cordboard/shared/tlib/attached-data';
import { type CallType, MediaType } from '@cordboard/shared/tlib/call-types';
import type { Occupancy } from '../../capacity/occupancy.ts';
import { isObserver, type ObserverParty, type Party } from './party.ts';

/** The external end of a call: what T-Library says of the customer, and the leg that reaches him. */
export interface CustomerEnd {
  readonly legId: string;
  /** The account's name, or `user@host` of the From URI. Never a bare DN. */
  readonly address: string;
}

/** Somebody outside to whom a customer's interaction was routed. He is reached like a customer and has no DN of ours. */
export interface ExternalEnd extends CustomerEnd {
  /** Whether he has taken the interaction; before that it is on its way. */
  readonly isReached: boolean;
}

/** The container with a ConnID. It is stateless: its parties carry the states. Its `id` is the ConnID. */
export interface Call {
  readonly id: ConnId;
  /** 32 characters, for the whole interaction. */
  readonly callUuid: string;
  readonly callId: number;
  readonly callType: CallType;
  readonly mediaType: MediaType;
  /** Null in a call between agents. */
  readonly customer: CustomerEnd | null;
  /** Whom the router has sent it to, when that is nobody of ours. */
  readonly external?: ExternalEnd;
  /** Who began the call: the customer's address, or the caller's DN. */
  readonly ani: string;
  /** What was dialled. */
  readonly dnis: Dn;
  /** The routing point on which the call is, or was last; null when it has seen none. */
  readonly routingPoint: Dn | null;
  /** Of a consultation: the call for whose sake it is made. */
  readonly consultOf: ConnId | null;
  readonly userData: KeyValueList;
  /** When the call began, ms since 1970. */
  readonly startedAt: number;
  readonly parties: readonly Party[];
  /** Number of the first text that no party has received; null when all were. */
  readonly firstUnreceived: number | null;
}

export function findParty(call: Call, dn: Dn): Party | undefined {
  return call.parties.find((party) => party.dn === dn);
}

export function withParty(call: Call, party: Party): Call {
  const isNew = findParty(call, party.dn) === undefined;
  const parties = call.parties.map((other) => (other.dn === party.dn ? party : other));
  return { ...call, parties: isNew ? [...parties, party] : parties };
}

export function withoutParty(call: Call, dn: Dn): Call {
  return { ...call, parties: call.parties.filter((party) => party.dn !== dn) };
}

/**
 * The parties whose conversation it is, held ones included, in the order in which they came. Observers are none of them,
 * whatever their mode: a call goes on only while one of these is in it.
 */
export function presentParties(call: Call): readonly Party[] {
  return attendingParties(call).filter((party) => !isObserver(party));
}

/** Everybody who is told what happens in the call: the present parties and the observers. */
export function attendingParties(call: Call): readonly Party[] {
  return call.parties.filter((party) => party.state === 'established' || party.state === 'held');
}

export function observersOf(call: Call): readonly ObserverParty[] {
  return call.parties.filter(isObserver);
}

/** The party of a DN, unless it only observes. */
export function findTalkingParty(call: Call, dn: Dn): Party | undefined {
  const party = findParty(call, dn);
  return party === undefined || isObserver(party) ? undefined : party;
}

export function hasRingingParty(call: Call): boolean {
  return call.parties.some((party) => party.state === 'ringing');
}

/** Whose the call is: the first of the parties that take part. A customer's call that is answered always has one, and never an observer. */
export function ownerOf(call: Call): Party | undefined {
  return presentParties(call)[0];
}

/** What these calls take of the capacity of a DN in them, per medium: ringing parties too, observers not. */
export function interactionsOf(calls: readonly Call[], dn: Dn): Occupancy {
  let chat = 0;
  let voice = 0;
  for (const call of calls) {
    if (findTalkingParty(call, dn) === undefined) continue;
    if (call.mediaType === MediaType.Chat) chat += 1;
    else voice += 1;
  }
  return { chat, voice };
}
