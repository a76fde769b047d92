/** What a client wants to be told of a text of its own. */

import type { ReceiptRequest } from '../../../domain/call-model/texts/text.ts';
import { parseDispositions } from '../../../protocols/sip/bodies/imdn.ts';
import type { Envelope } from '../../../protocols/sip/bodies/read-body.ts';
import { header, type SipRequest } from '../../../protocols/sip/message/message.ts';
import { DISPOSITION_HEADER, MESSAGE_ID_HEADER } from '../../switch/rows/leg.ts';

/** Longest message id that a client may give. */
const MESSAGE_ID_LENGTH_MAX = 128;

/** The client's own id of its text. */
export function textId(request: SipRequest, envelope: Envelope | null): string | undefined {
  return header(request, MESSAGE_ID_HEADER)?.slice(0, MESSAGE_ID_LENGTH_MAX) ?? envelope?.messageId ?? undefined;
}

/** What the client wants to be told of its text: in the envelope's words, or in a header beside its id. */
export function receiptRequest(
  id: string | undefined,
  request: SipRequest,
  envelope: Envelope | null,
  now: number,
): ReceiptRequest | undefined {
  const dispositions = envelope?.asks ?? parseDispositions(header(request, DISPOSITION_HEADER));
  if (id === undefined || dispositions.length === 0) return undefined;
  return { id, dateTime: envelope?.dateTime ?? new Date(now).toISOString(), dispositions };
}
