import { TextDecoder } from 'node:util';
import { TEXT_BYTES_MAX } from '@cordboard/shared/tlib/requests';
import { fail, type Result, succeed } from '../../base/result.ts';
import { parseParameters } from '../../protocols/sip/grammar/parse-parameters.ts';
import { header, type SipRequest } from '../../protocols/sip/message/message.ts';
import { parameterValue } from '../../protocols/sip/message/parameters.ts';

/** The charset of a Content-Type, without quotes; UTF-8 when it says none (RFC 3428 5). */
function charsetOf(contentType: string): string {
  const semicolon = contentType.indexOf(';');
  const parameters = parseParameters(contentType, semicolon < 0 ? contentType.length : semicolon);
  const charset = parameters.ok ? parameterValue(parameters.value, 'charset') : undefined;
  return charset?.replaceAll('"', '').trim() || 'utf-8';
}

function decoderFor(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder('utf-8');
  }
}

/** The text of a MESSAGE. 413 above 16 kB of UTF-8. An unknown charset is read as UTF-8. */
export function readText(request: SipRequest): Result<string, 413> {
  const text = decoderFor(charsetOf(header(request, 'Content-Type') ?? '')).decode(request.body);
  return Buffer.byteLength(text) > TEXT_BYTES_MAX ? fail(413) : succeed(text);
}
