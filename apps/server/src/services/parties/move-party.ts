import type { DnEvent } from '@cordboard/shared/tlib/events';
import { unreachable } from '../../base/assert.ts';
import type { Call } from '../../domain/call-model/calls/call.ts';
import { isObserver, type Party } from '../../domain/call-model/calls/party.ts';
import { advance, type Effect, type Input } from '../../domain/call-model/calls/party-machine.ts';
import { answer } from '../../domain/call-model/operations/answer.ts';
import { hold, retrieve } from '../../domain/call-model/operations/hold.ts';
import { releaseObserver } from '../../domain/call-model/operations/observe.ts';
import { leave } from '../../domain/call-model/operations/release.ts';
import { callRouted } from '../router/leave-routing.ts';
import type { Decision } from '../switch/decision.ts';
import { giveBack } from './give-back.ts';

/** Gives an input to a party's machine and does what it says. Returns the event on the party's DN, when there is one. */
export function moveParty(decision: Decision, call: Call, party: Party, input: Input): DnEvent | undefined {
  if (isObserver(party)) {
    const isLeaving = input.name === 'released' || input.name === 'redirected';
    return isLeaving ? releaseObserver(decision, call, party).event : undefined;
  }
  const step = advance({ name: party.state }, input);
  let event: DnEvent | undefined;
  for (const effect of step.effects) event = perform(decision, call, party, effect);
  return event;
}

function perform(decision: Decision, call: Call, party: Party, effect: Effect): DnEvent | undefined {
  switch (effect.name) {
    case 'establish':
      callRouted(decision, call, party.dn);
      return answer(decision, call, party);
    case 'giveBack':
      return giveBack(decision, call, party, effect.why);
    case 'leave':
      return leave(decision, call, party);
    case 'hold':
      return hold(decision, call, party).event;
    case 'retrieve':
      return retrieve(decision, call, party).event;
    default:
      return unreachable(effect);
  }
}
