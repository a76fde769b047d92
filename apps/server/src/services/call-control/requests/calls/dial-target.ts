import { type BegunCall, type Dialled, dial, dialRoutingPoint } from '../../../../domain/call-model/operations/dial.ts';
import type { CallTarget } from '../../../parties/find-target.ts';
import { enterRouting } from '../../../router/strategies/run-strategy.ts';
import type { Decision } from '../../../switch/decision.ts';

/** Calls a target within the house: an agent's DN rings, or a routing point's strategy starts. */
export function dialTarget(decision: Decision, dialled: Dialled, target: CallTarget): BegunCall {
  if (target.kind === 'agent') return dial(decision, dialled, target.session);
  const begun = dialRoutingPoint(decision, dialled, target.dn);
  enterRouting(decision, begun.call, target.dn);
  return begun;
}
