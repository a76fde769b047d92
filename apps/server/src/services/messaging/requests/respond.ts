import type { Header } from '../../../protocols/sip/message/message.ts';
import { buildResponse, type ResponseOptions } from '../../../protocols/sip/user-agent/build-response.ts';
import type { ReceivedRequest } from '../../../protocols/sip/user-agent/request-handler.ts';
import type { MessagingContext } from '../network/messaging-context.ts';

/** Answers a request once this decision is stored. */
export function respond(
  context: MessagingContext,
  received: ReceivedRequest,
  status: number,
  options?: ResponseOptions,
): void {
  context.decision.release({ name: 'respond', received, response: buildResponse(received.request, status, options) });
}

export function retryAfter(seconds: number | undefined): readonly Header[] {
  return seconds === undefined ? [] : [{ name: 'Retry-After', value: String(seconds) }];
}
