import type { Dn } from '@cordboard/shared/ids';
import type { TEvent } from '@cordboard/shared/tlib/events';
import { findParty } from '../../../domain/call-model/calls/call.ts';
import { transcriptForParty } from '../../../domain/call-model/events/events-for-parties.ts';
import type { Decision } from '../../switch/decision.ts';
import type { Opening } from '../../switch/effects/opening.ts';
import type { TlibClient } from '../../switch/effects/tlib-client.ts';
import { holderId } from '../../switch/rows/registration.ts';
import { registeredEvent } from './address-info.ts';
import { openAssistanceOn } from './open-assistance.ts';

/** Where the log begins and ends at this moment. */
export interface LogBounds {
  /** Lowest number that can still be read; undefined when the log is empty. */
  readonly first: number | undefined;
  /** Highest number decided so far. */
  readonly last: number;
}

/**
 * What a client gets when it connects: EventServerConnected, EventLinkConnected, then what it missed; without a usable
 * `lastSequence` the present state of its DNs instead, EventRegistered for each, 3005 for each established call and 3003 for each
 * open request for help.
 */
export function openingFor(
  decision: Decision,
  client: TlibClient,
  lastSequence: number | undefined,
  bounds: LogBounds,
): Opening {
  const dns = heldDns(decision, client);
  const time = decision.now;
  const greeting: TEvent[] = [
    { name: 'EventServerConnected', time },
    { name: 'EventLinkConnected', time, extensions: { lastSequence: bounds.last } },
  ];
  if (lastSequence !== undefined && isInLog(lastSequence, bounds)) {
    const missed = lastSequence < bounds.last ? { dns, after: lastSequence, upTo: bounds.last } : undefined;
    return { events: greeting, missed };
  }
  return { events: [...greeting, ...dns.flatMap((dn) => presentState(decision, client, dn))], missed: undefined };
}

function isInLog(lastSequence: number, { first, last }: LogBounds): boolean {
  return lastSequence <= last && (first === undefined ? lastSequence === last : lastSequence >= first - 1);
}

function heldDns(decision: Decision, client: TlibClient): readonly Dn[] {
  const registration = decision.state.registrations.get(holderId(client.userName, client.place));
  return Object.keys(registration?.modes ?? {}) as Dn[];
}

function presentState(decision: Decision, client: TlibClient, dn: Dn): readonly TEvent[] {
  const transcripts = decision.callsOnDn(dn).flatMap((call): TEvent[] => {
    const party = findParty(call, dn);
    if (party?.state !== 'established' && party?.state !== 'held') return [];
    return [{ ...transcriptForParty(call, party, decision.transcripts.of(call.id)), time: decision.now } as TEvent];
  });
  return [registeredEvent(decision, client, dn), ...transcripts, ...openAssistanceOn(decision, dn)];
}
