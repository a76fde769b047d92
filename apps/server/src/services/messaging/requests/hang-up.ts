import { buildInDialogRequest, type Dialog } from '../../../protocols/sip/dialogs/dialog.ts';
import type { Flow } from '../../../protocols/sip/transport/sip-transport.ts';
import { createBranch } from '../../../protocols/sip/user-agent/build-request.ts';
import type { MessagingContext } from '../network/messaging-context.ts';

/** BYE for a dialog that nobody wants any more; whatever it is answered. */
export function hangUp({ decision, network }: MessagingContext, legId: string, dialog: Dialog, flow: Flow): void {
  const branch = createBranch(decision.random);
  const options = { branch, sentBy: network.sentBy(flow), transport: flow.transport };
  const { request } = buildInDialogRequest(dialog, 'BYE', options);
  decision.release({ name: 'sendLegRequest', legId, flow, branch, request });
}
