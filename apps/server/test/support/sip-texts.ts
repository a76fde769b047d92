import { parseMessage } from '../../src/protocols/sip/grammar/parse-message.ts';
import type { SipResponse } from '../../src/protocols/sip/message/message.ts';
import { buildResponse } from '../../src/protocols/sip/user-agent/build-response.ts';

export interface RequestText {
  readonly method?: string;
  readonly uri?: string;
  readonly via?: string;
  readonly to?: string;
  readonly cseq?: string;
  readonly callId?: string;
  readonly extra?: readonly string[];
  readonly body?: string;
}

export const via = 'SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bKone';

export function request(text: RequestText = {}): Buffer {
  const { method = 'MESSAGE', body = '' } = text;
  const lines = [
    `${method} ${text.uri ?? 'sip:1111@example.com'} SIP/2.0`,
    `Via: ${text.via ?? via}`,
    'From: <sip:alice@example.net>;tag=a1',
    `To: ${text.to ?? '<sip:1111@example.com>'}`,
    `Call-ID: ${text.callId ?? 'call-1'}`,
    `CSeq: ${text.cseq ?? `1 ${method}`}`,
    ...(text.extra ?? []),
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

export function readResponse(text: string): SipResponse {
  const parsed = parseMessage(Buffer.from(text), { isStream: false });
  if (!parsed.ok || parsed.value.kind !== 'response') throw new Error(`not a response: ${text}`);
  return parsed.value;
}

export function response(status: number, toRequest: string): Buffer {
  const parsed = parseMessage(Buffer.from(toRequest), { isStream: false });
  if (!parsed.ok || parsed.value.kind !== 'request') throw new Error('not a request');
  const { headers } = buildResponse(parsed.value, status);
  return Buffer.from(
    [`SIP/2.0 ${status} x`, ...headers.map(({ name, value }) => `${name}: ${value}`), 'Content-Length: 0', '', ''].join(
      '\r\n',
    ),
  );
}
