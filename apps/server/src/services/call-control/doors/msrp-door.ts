import type { MsrpHandler, ReceivedMessage } from '../../../protocols/msrp/msrp-handler.ts';
import type { MessagingContext } from '../../messaging/network/messaging-context.ts';
import { msrpConnectionChanged, msrpReported } from '../../messaging/receiving/receive-msrp.ts';

/** What the MSRP stack hands up becomes inputs of the recorder. */
export function createMsrpHandler(inputs: {
  readonly receive: (received: ReceivedMessage) => void;
  readonly decide: (what: string, decide: (context: MessagingContext) => void) => void;
}): MsrpHandler {
  const changed = (sessionId: string, what: 'bound' | 'connectionLost' | 'connectFailed') =>
    inputs.decide(`MSRP ${what}`, (context) => msrpConnectionChanged(context, sessionId, what));
  return {
    receiveMessage: inputs.receive,
    sessionBound: (sessionId) => changed(sessionId, 'bound'),
    sessionLost: (sessionId) => changed(sessionId, 'connectionLost'),
    connectFailed: (sessionId) => changed(sessionId, 'connectFailed'),
    reportReceived: (sessionId, messageId, status) =>
      inputs.decide('MSRP report', (context) => msrpReported(context, sessionId, messageId, status)),
  };
}
