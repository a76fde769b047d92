import type { ConnId, Dn } from '@cordboard/shared/ids';
import type { KeyValueList } from '@cordboard/shared/tlib/attached-data';
import type { CallType, MediaType } from '@cordboard/shared/tlib/call-types';
import type { Party } from './party.ts';

/** The external end of a call: what T-Library says of the customer, and the leg that reaches him. */
export interface CustomerEnd {
  readonly legId: string;
  /** The account's name, or `user@host` of the From URI. Never a bare DN. */
  readonly address: string;
}

/** The container with a ConnID. It is stateless: its parties carry the states. Its `id` is the ConnID. */
export interface Call {
  readonly id: ConnId;
  /** 32 characters, for the whole interaction. */
  readonly callUuid: string;
  readonly callId: number;
  readonly callType: CallType;
  readonly mediaType: MediaType;
  readonly customer: CustomerEnd;
  /** What the customer dialled. */
  readonly dnis: Dn;
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
  const others = call.parties.filter((other) => other.dn !== party.dn);
  return { ...call, parties: [...others, party] };
}

export function withoutParty(call: Call, dn: Dn): Call {
  return { ...call, parties: call.parties.filter((party) => party.dn !== dn) };
}

/** The parties that take part in the conversation. */
export function establishedParties(call: Call): readonly Party[] {
  return call.parties.filter((party) => party.state === 'established');
}
