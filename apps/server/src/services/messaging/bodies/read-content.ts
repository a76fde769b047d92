import { fail, type Result, succeed } from '../../../base/result.ts';
import { ACCEPTED_ENCODINGS } from '../../../protocols/sip/bodies/content-coding.ts';
import {
  type BodyContent,
  type BodyRefusal,
  MESSAGE_TYPES,
  readBody,
} from '../../../protocols/sip/bodies/read-body.ts';
import { splitTokens } from '../../../protocols/sip/grammar/header-fields/split-values.ts';
import { type Header, header, headers, type SipRequest } from '../../../protocols/sip/message/message.ts';
import type { ReceivedRequest } from '../../../protocols/sip/user-agent/request-handler.ts';
import type { MessagingContext } from '../network/messaging-context.ts';
import { respond } from '../requests/respond.ts';

/** What a MESSAGE says. One without a body is an empty text. */
export function readContent(request: SipRequest): Result<BodyContent, BodyRefusal> {
  if (request.body.length === 0) return succeed({ kind: 'text', text: '', envelope: null });
  const contentType = header(request, 'Content-Type');
  if (contentType === undefined) return fail({ status: 400, reason: 'Content-Type is missing' });
  return readBody({
    contentType,
    encodings: splitTokens(headers(request, 'Content-Encoding')),
    disposition: header(request, 'Content-Disposition'),
    bytes: request.body,
  });
}

/** Says why a body is not taken, and what would be. */
export function refuseContent(context: MessagingContext, received: ReceivedRequest, refusal: BodyRefusal): void {
  respond(context, received, refusal.status, { reason: refusal.reason, headers: explanation(refusal) });
}

function explanation({ lists, unsupported }: BodyRefusal): readonly Header[] {
  if (unsupported !== undefined) return [{ name: 'Unsupported', value: unsupported.join(', ') }];
  if (lists === 'types') return [{ name: 'Accept', value: MESSAGE_TYPES.join(', ') }];
  return lists === 'encodings' ? [{ name: 'Accept-Encoding', value: ACCEPTED_ENCODINGS.join(', ') }] : [];
}
