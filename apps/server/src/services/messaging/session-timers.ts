import { transactionTimeoutMs } from '../../protocols/sip/transactions/timers.ts';
import { customerLeft } from './customer-left.ts';
import { isMsrpLeg } from './is-msrp-leg.ts';
import type { MessagingContext } from './messaging-context.ts';
import { sendNext } from './outbox.ts';
import { isSessionLeg, moveSession } from './session.ts';

/** Timer of a session: the 2xx is repeated, or nobody acknowledged it in 64*T1 and the session ends with a BYE. */
export function sessionTimerFired(context: MessagingContext, legId: string, timer: 'retransmit' | 'acknowledge'): void {
  const { decision } = context;
  const leg = decision.state.legs.get(legId);
  if (!isSessionLeg(leg)) return;
  if (timer === 'acknowledge' && leg.isAbsent && !isMsrpLeg(leg)) {
    // The ACK was lost with the connection; for how long that may last is the absence's matter.
    decision.setDeadline('legAcknowledgement', leg.id, transactionTimeoutMs);
    return;
  }
  const { leg: moved, orders } = moveSession(context, leg, { name: 'timerFired', timer });
  for (const order of orders) {
    if (order.name !== 'sendBye') continue;
    // When the agent has ended the call already, what waited for the ACK is the BYE.
    if (moved.connId === null)
      sendNext(context, { ...moved, outbox: moved.outbox.filter(({ kind }) => kind === 'bye') });
    else customerLeft(context, moved, { sendsBye: true });
  }
}
