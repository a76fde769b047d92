/** The far end of an interaction that was routed outside. Rules: docs/spec/routing.md, RT67 to RT69. */
import { required } from '../../../base/assert.ts';
import type { CallModel } from '../call-model.ts';
import type { Call, ExternalEnd } from '../calls/call.ts';

/** Most texts of the customer that it is sent at once, the latest. */
export const TEXTS_SENT_MAX = 50;

/** A leg to somebody outside, who is sent what the customer has written, in order. */
export function openExternal(model: CallModel, call: Call, address: string): void {
  const external: ExternalEnd = { legId: model.random.hex(8), address, isReached: false };
  const changed: Call = { ...call, external };
  model.calls.put(changed);
  model.customerLegs.open(changed, external.legId, address);
  const written = model.transcripts.of(call.id).filter(({ fromRole }) => fromRole === 'customer');
  for (const { id, im } of written.slice(-TEXTS_SENT_MAX)) model.customerLegs.sendText(external.legId, id, '', im);
}

/** It has taken the first text, or there was none: from now on the customer's texts are heard there. */
export function reachExternal(model: CallModel, call: Call): Call {
  const external = { ...required(call.external, 'far end'), isReached: true };
  const changed: Call = { ...call, external, firstUnreceived: null };
  model.calls.put(changed);
  return changed;
}

/** It could not be reached: the interaction is as before. */
export function dropExternal(model: CallModel, { external: _gone, ...call }: Call): void {
  model.calls.put(call);
}
