/** What becomes of a call and the consultation made for it (tlibrary call models 5.4 and 5.7). */
import type { Dn } from '@cordboard/shared/ids';
import { type KeyValueList, mergePairs } from '@cordboard/shared/tlib/attached-data';
import { CallState } from '@cordboard/shared/tlib/call-types';
import type { DnEvent } from '@cordboard/shared/tlib/events';
import { required } from '../../../base/assert.ts';
import { refreshAvailability } from '../../agents/availability.ts';
import type { CallModel } from '../call-model.ts';
import { attendingParties, type Call, findParty, withParty } from '../calls/call.ts';
import type { Party } from '../calls/party.ts';
import { partyAdded, partyChanged, released, retrieved } from '../events/events-for-parties.ts';
import { bringUpToDate } from './answer.ts';
import { moveMonitoring } from './monitor.ts';
import { releaseObservers, tellOfObservers } from './observe.ts';
import { closeCall, freeConsultations, removeParty } from './release.ts';
import { partySubject, startNoAnswerTime, withoutObserver } from './ring.ts';

/** A held call and the consultation of the same agent. */
export interface ConsultPair {
  readonly main: Call;
  readonly consult: Call;
  /** Whose DN it is. */
  readonly dn: Dn;
  /** The one consulted. */
  readonly consulted: Party;
}

function ownParty(call: Call, dn: Dn): Party {
  return required(findParty(call, dn), `party of ${dn}`);
}

/** The consultation is no more; the agent who asked for it learns so by EventReleased. */
function dissolveConsultation(model: CallModel, consult: Call, dn: Dn, to: Dn, callState: CallState): void {
  model.publish(released(consult, ownParty(consult, dn), callState, { thirdPartyDN: to }));
  for (const party of consult.parties) model.cancelDeadline('noAnswer', partySubject(consult, party.dn));
  releaseObservers(model, consult, { callState, keepsMonitoring: true });
  closeCall(model, consult, dn);
  // What somebody asked for the sake of the consultation.
  for (const party of consult.parties) freeConsultations(model, { ...consult, parties: [] }, party.dn);
}

/** A held call and the consultation of the same agent that still waits on a routing point, or rings where it was offered. */
export interface QueuedPair {
  readonly main: Call;
  readonly consult: Call;
  readonly dn: Dn;
  readonly routingPoint: Dn;
  /** What routing has attached to the consultation. */
  readonly userData: KeyValueList;
}

/**
 * TCompleteTransfer while the consultation has nobody who takes part: the agent gets EventReleased of both, and the held call
 * is on the routing point instead. Whom it is offered to rings for the held call from now on; EventPartyChanged tells him.
 */
export function completeTransferInQueue(model: CallModel, pair: QueuedPair): { call: Call; event: DnEvent } {
  const { consult, dn, routingPoint } = pair;
  dissolveConsultation(model, consult, dn, routingPoint, CallState.Transferred);
  const offered = consult.parties.find((party) => party.state === 'ringing');
  const main = offered === undefined ? pair.main : withoutObserver(model, pair.main, offered.dn);
  const { call: rest, event } = removeParty(model, main, ownParty(main, dn), {
    event: 'EventReleased',
    callState: CallState.Transferred,
    thirdPartyDN: routingPoint,
  });
  const waiting: Call = { ...rest, routingPoint, userData: mergePairs(rest.userData, pair.userData) };
  const call = offered === undefined ? waiting : withParty(waiting, offered);
  model.calls.put(call);
  if (offered !== undefined) {
    const noAnswerAt = startNoAnswerTime(model, call, { id: offered.dn, agentId: offered.agentId });
    model.publish(partyChanged(call, offered, { why: 'transferred', by: dn, previousConnID: consult.id, noAnswerAt }));
    refreshAvailability(model, offered.dn);
  }
  return { call, event };
}

/**
 * TCompleteTransfer, before or after the answer: the consulted party takes the place of the agent in the held call, whose
 * ConnID survives. The agent gets EventReleased of both, the consulted one EventPartyChanged, the transcript and, when it
 * has not answered yet, the call in the end.
 */
export function completeTransfer(model: CallModel, pair: ConsultPair): DnEvent {
  const { consult, dn, consulted } = pair;
  dissolveConsultation(model, consult, dn, consulted.dn, CallState.Transferred);
  const main = withoutObserver(model, pair.main, consulted.dn);
  const leaving = ownParty(main, dn);
  const { call: rest, event } = removeParty(model, main, leaving, {
    event: 'EventReleased',
    callState: CallState.Transferred,
    thirdPartyDN: consulted.dn,
  });
  const isRinging = consulted.state === 'ringing';
  const party: Party = {
    ...consulted,
    thisQueue: leaving.thisQueue,
    coming: isRinging ? { as: 'transferred', from: dn } : consulted.coming,
  };
  const changed = withParty(rest, party);
  model.calls.put(isRinging ? changed : { ...changed, firstUnreceived: null });
  for (const other of attendingParties(rest)) {
    model.publish(partyChanged(changed, other, { why: 'transferred', by: dn, otherDN: party.dn }));
  }
  const noAnswerAt = isRinging
    ? startNoAnswerTime(model, changed, { id: party.dn, agentId: party.agentId })
    : undefined;
  model.publish(partyChanged(changed, party, { why: 'transferred', by: dn, previousConnID: consult.id, noAnswerAt }));
  if (!isRinging) {
    bringUpToDate(model, changed, party, rest.firstUnreceived);
    tellOfObservers(model, changed, party);
  }
  refreshAvailability(model, party.dn);
  moveMonitoring(model, consult, dn, null);
  moveMonitoring(model, consult, party.dn, changed);
  return event;
}

/**
 * TCompleteConference, after the answer: the consulted party joins the held call, whose ConnID survives. The agent gets
 * EventReleased of the consultation, EventRetrieved and EventPartyAdded; the consulted one EventPartyChanged and the transcript.
 */
export function completeConference(model: CallModel, pair: ConsultPair): DnEvent {
  const { consult, dn, consulted } = pair;
  dissolveConsultation(model, consult, dn, consulted.dn, CallState.Conferenced);
  const main = withoutObserver(model, pair.main, consulted.dn);
  const back: Party = { ...ownParty(main, dn), state: 'established', since: model.now };
  model.cancelDeadline('holdNotice', partySubject(main, dn));
  const party: Party = { ...consulted, thisQueue: back.thisQueue };
  const changed = withParty(withParty(main, back), party);
  model.calls.put(changed);
  if (ownParty(main, dn).state === 'held') model.publish(retrieved(changed, back, CallState.Conferenced));
  let answer: DnEvent | undefined;
  for (const other of attendingParties(main)) {
    const event = model.publish(partyAdded(changed, ownParty(changed, other.dn), party.dn, dn));
    if (other.dn === dn) answer = event;
  }
  model.publish(partyChanged(changed, party, { why: 'conferenced', by: dn, previousConnID: consult.id }));
  bringUpToDate(model, changed, party, null);
  tellOfObservers(model, changed, party);
  refreshAvailability(model, dn);
  refreshAvailability(model, party.dn);
  for (const member of [dn, party.dn]) moveMonitoring(model, consult, member, changed);
  return required(answer, 'EventPartyAdded on the own DN');
}
