import { CallState } from '@cordboard/shared/tlib/call-types';
import type { DnEvent } from '@cordboard/shared/tlib/events';
import { required, unreachable } from '../../base/assert.ts';
import type { Call } from '../../domain/call-model/call.ts';
import { answer } from '../../domain/call-model/operations/answer.ts';
import { endCall, removeParty } from '../../domain/call-model/operations/release.ts';
import type { Party } from '../../domain/call-model/party.ts';
import { advance, type Effect, type Input } from '../../domain/call-model/party-machine.ts';
import { callAnswered, returnToRouting } from '../router/router.ts';
import type { Decision } from '../switch/decision.ts';

/** CallState of the EventReleased that ends a ring or a party whose call goes elsewhere. */
const RETURN_CALL_STATE = {
  declined: CallState.Redirected,
  redirected: CallState.Redirected,
  noAnswer: CallState.NoAnswer,
} as const;

/** Gives an input to a party's machine and does what it says. Returns the event on the party's DN, when there is one. */
export function moveParty(decision: Decision, call: Call, party: Party, input: Input): DnEvent | undefined {
  const step = advance({ name: party.state }, input);
  let event: DnEvent | undefined;
  for (const effect of step.effects) event = perform(decision, call, party, effect);
  return event;
}

function perform(decision: Decision, call: Call, party: Party, effect: Effect): DnEvent | undefined {
  switch (effect.name) {
    case 'establish':
      callAnswered(decision, call, party);
      return answer(decision, call, party);
    case 'returnToRouting': {
      const { call: rest, event } = removeParty(decision, call, party, {
        event: 'EventReleased',
        callState: RETURN_CALL_STATE[effect.why],
      });
      returnToRouting(decision, rest, required(party.thisQueue, 'routing point of the party'), party.dn, effect.why);
      return event;
    }
    case 'endCall':
      return endCall(decision, call, { askedBy: party.dn, customerLeft: false });
    case 'reportAbandoned':
      return removeParty(decision, call, party, { event: 'EventAbandoned' }).event;
    case 'reportReleased':
      return removeParty(decision, call, party, { event: 'EventReleased', callState: CallState.Ok }).event;
    default:
      return unreachable(effect);
  }
}
