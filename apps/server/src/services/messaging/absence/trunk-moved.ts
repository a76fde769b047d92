/** What goes on over a trunk when its peer falls silent, and when it is there again. Rules: docs/spec/trunks.md. */
import type { TrunkDn } from '@cordboard/shared/configuration/directory-number';
import { parseUri } from '../../../protocols/sip/grammar/header-fields/parse-uri.ts';
import type { Flow } from '../../../protocols/sip/transport/sip-transport.ts';
import type { CustomerLeg, InFlightRequest } from '../../switch/rows/leg.ts';
import { peerOfKey, trunkOfDomain } from '../../trunks/find-trunk.ts';
import { isSessionLeg, type SessionLeg } from '../legs/session.ts';
import type { MessagingContext } from '../network/messaging-context.ts';
import type { RequestOutcome } from '../requests/request-outcome.ts';
import { markAbsent, markPresent } from './absence.ts';

/** How often one text is tried on servers that do not answer. */
const ATTEMPTS_MAX = 3;
/** How often within a session, before it goes on outside it. */
const SESSION_ATTEMPTS_MAX = 2;

/** The trunk over which a customer is written to; of a session by the domain that he says he is of. */
function trunkOf({ decision }: MessagingContext, { addressing }: CustomerLeg): TrunkDn | undefined {
  const { configuration } = decision;
  if (addressing.kind === 'page') return configuration.findTrunk(peerOfKey(addressing.customerKey) ?? '');
  const uri = parseUri(addressing.dialog.remoteUri);
  return uri.ok && uri.value.kind === 'sip' ? trunkOfDomain(configuration, uri.value.host) : undefined;
}

/** The same of a session that came from the peer, or leads to it. */
export function trunkOfSession(context: MessagingContext, leg: SessionLeg): TrunkDn | undefined {
  const trunk = trunkOf(context, leg);
  const peer = context.network.trunks?.findPeer(leg.flow.remoteAddress);
  return trunk !== undefined && trunk.number === peer ? trunk : undefined;
}

/**
 * A text that got no answer goes to another server of the peer, or waits until one is there; says whether it does. In a session
 * it is tried so once more.
 */
export function waitForTrunk(
  context: MessagingContext,
  leg: CustomerLeg,
  { item }: InFlightRequest,
  outcome: RequestOutcome,
): boolean {
  if (!('failed' in outcome) || item.kind !== 'text') return false;
  const trunk = isSessionLeg(leg) ? trunkOfSession(context, leg) : trunkOf(context, leg);
  const attempt = (item.attempt ?? 0) + 1;
  const attemptsMax = isSessionLeg(leg) ? SESSION_ATTEMPTS_MAX : ATTEMPTS_MAX;
  const flow = trunk === undefined ? undefined : context.network.trunks?.flowOf(trunk.number);
  if (trunk === undefined || attempt >= attemptsMax || flow?.id === leg.flow.id) return false;
  const waiting: CustomerLeg = { ...leg, inFlight: null, outbox: [{ ...item, attempt }, ...leg.outbox] };
  if (flow === undefined) markAbsent(context, waiting);
  else markPresent(context, waiting, flow);
  return true;
}

/** The peer is there, or at another server: what waited for it goes out, and what went to the former server goes to this one. */
export function trunkMoved(context: MessagingContext, number: string, from: Flow | undefined, to: Flow): void {
  for (const leg of [...context.decision.state.legs.values()]) {
    if (!leg.isAbsent && (from === undefined || leg.flow.id !== from.id || from.id === to.id)) continue;
    if (trunkOf(context, leg)?.number !== number) continue;
    // Somebody who only says that he is of that domain came by another way.
    const isIts = leg.addressing.kind === 'page' || leg.flow.remoteAddress === (from ?? to).remoteAddress;
    if (isIts) markPresent(context, leg, to);
  }
}
