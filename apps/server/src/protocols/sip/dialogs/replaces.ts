import { fail, type Result, succeed } from '../../../base/result.ts';
import { parseParameters } from '../grammar/header-fields/parse-parameters.ts';
import { isCallId } from '../grammar/tokens.ts';
import { headers, type SipRequest } from '../message/message.ts';
import { hasParameter, parameterValue } from '../message/parameters.ts';
import type { DialogId } from './dialog-id.ts';

/** RFC 3891 6.1: the dialog that an INVITE takes the place of, with the tags as we, who hold it, see them. */
export interface Replaces extends DialogId {
  readonly isEarlyOnly: boolean;
}

/** RFC 3891 3: undefined when the header is absent; more than one, or an unreadable one, is worth a 400. */
export function readReplaces(request: SipRequest): Result<Replaces | undefined, string> {
  const lines = headers(request, 'Replaces');
  const [line] = lines;
  if (line === undefined) return succeed(undefined);
  if (lines.length > 1) return fail('there are several Replaces');
  const semicolon = line.indexOf(';');
  const callId = (semicolon < 0 ? line : line.slice(0, semicolon)).trim();
  if (!isCallId(callId)) return fail('the Call-ID of Replaces is malformed');
  const parameters = parseParameters(line, semicolon < 0 ? line.length : semicolon);
  if (!parameters.ok) return parameters;
  const localTag = parameterValue(parameters.value, 'to-tag');
  const remoteTag = parameterValue(parameters.value, 'from-tag');
  if (localTag === undefined || remoteTag === undefined) return fail('Replaces needs both tags');
  return succeed({ callId, localTag, remoteTag, isEarlyOnly: hasParameter(parameters.value, 'early-only') });
}
