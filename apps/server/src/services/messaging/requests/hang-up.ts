import { buildInDialogRequest, type Dialog } from '../../../protocols/sip/dialogs/dialog.ts';
import type { Flow } from '../../../protocols/sip/transport/sip-transport.ts';
import { createBranch } from '../../../protocols/sip/user-agent/build-request.ts';
import type { MessagingContext } from '../place/messaging-context.ts';

/** BYE for a dialog that nobody wants any more; whatever it is answered. */
export function hangUp({ decision, place }: MessagingContext, legId: string, dialog: Dialog, flow: Flow): void {
  const branch = createBranch(decision.random);
  const options = { branch, sentBy: place.sentBy(flow), transport: flow.transport };
  const { request } = buildInDialogRequest(dialog, 'BYE', options);
  decision.release({ name: 'sendLegRequest', legId, flow, branch, request });
}
