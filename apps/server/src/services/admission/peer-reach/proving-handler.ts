import { dialogIdOf, dialogKey } from '../../../protocols/sip/dialogs/dialog-id.ts';
import type { Reachability } from '../../../protocols/sip/transport/reachability.ts';
import { isReliable } from '../../../protocols/sip/transport/sip-transport.ts';
import type { ReceivedRequest, RequestHandler } from '../../../protocols/sip/user-agent/request-handler.ts';
import type { SwitchState } from '../../switch/switch-state.ts';

/** A handler before which it is noted who has proved that he gets what we send: he knows a password, or the tag that we gave a dialog. */
export function provingHandler(
  handler: RequestHandler,
  { reach, state }: { readonly reach: Reachability; readonly state: () => SwitchState },
): RequestHandler {
  return {
    receiveRequest(received) {
      if (!isReliable(received.flow) && isProof(received, state())) reach.proved(received.flow);
      handler.receiveRequest(received);
    },
    flowClosed: (flow) => handler.flowClosed(flow),
  };
}

function isProof(received: ReceivedRequest, { legIndex, endpointLegsByDialog }: SwitchState): boolean {
  if (received.identity.kind === 'account') return true;
  const id = dialogIdOf(received);
  if (id === undefined) return false;
  return legIndex.ofDialog(id) !== undefined || endpointLegsByDialog.count(dialogKey(id)) > 0;
}
