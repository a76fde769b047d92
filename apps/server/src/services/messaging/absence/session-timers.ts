import { readSessionTimer, refreshedWithinMs } from '../../../protocols/sip/dialogs/session-timer.ts';
import type { SipRequest } from '../../../protocols/sip/message/message.ts';
import { transactionTimeoutMs } from '../../../protocols/sip/transactions/machines/timers.ts';
import { isReliable } from '../../../protocols/sip/transport/sip-transport.ts';
import { hasWordsOnTheWay } from '../../switch/rows/leg.ts';
import { isMsrpLeg } from '../legs/is-msrp-leg.ts';
import { isSessionLeg, moveSession, type SessionLeg } from '../legs/session.ts';
import type { MessagingContext } from '../network/messaging-context.ts';
import { sendNext } from '../sending/outbox.ts';
import { customerLeft } from './customer-left.ts';
import { goOnWithoutSession } from './lost-session.ts';

/** Timer of a session: the 2xx is repeated, or nobody acknowledged it in 64*T1 and the session ends with a BYE. */
export function sessionTimerFired(context: MessagingContext, legId: string, timer: 'retransmit' | 'acknowledge'): void {
  const { decision } = context;
  const leg = decision.state.legs.get(legId);
  if (!isSessionLeg(leg)) return;
  if (timer === 'acknowledge' && mayHaveLostAck(leg)) {
    // For how long that may last is the absence's matter.
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

/** An INVITE of the peer says whether, and for how long, his session stays without another one (RFC 4028). */
export function followSessionTimer({ decision }: MessagingContext, leg: SessionLeg, invite: SipRequest): void {
  const timer = readSessionTimer(invite);
  if (timer.name !== 'agreed' || leg.connId === null) decision.cancelDeadline('legSession', leg.id);
  else decision.setDeadline('legSession', leg.id, refreshedWithinMs(timer.seconds));
}

/** The peer has not refreshed his session: it is lost. */
export function sessionExpired(context: MessagingContext, legId: string): void {
  const leg = context.decision.state.legs.get(legId);
  if (!isSessionLeg(leg) || leg.connId === null || goOnWithoutSession(context, leg)) return;
  customerLeft(context, leg, { sendsBye: true });
}

/**
 * The ACK was lost with the connection. Whose texts have one of their own may have lost that of his requests alone: as long as
 * there is a chat, or something to deliver, the MSRP connection says whether he is there.
 */
function mayHaveLostAck(leg: SessionLeg): boolean {
  if (!isMsrpLeg(leg)) return leg.isAbsent;
  return isReliable(leg.flow) && (leg.connId !== null || hasWordsOnTheWay(leg));
}
