/** Envelopes and notices as clients write them. It shares no code with the server. */

export interface CpimOptions {
  readonly id?: string;
  readonly asks?: string;
  readonly contentType?: string;
}

/** A text in an envelope, as Linphone writes it. */
export function cpimText(
  text: string,
  { id = 'aB3dE6gH9jK2', asks, contentType = 'text/plain;charset=UTF-8' }: CpimOptions = {},
): string {
  return [
    'From: <sip:alice@example.net>',
    'To: <sip:1111@localhost>',
    'DateTime: 2026-11-22T10:00:00Z',
    'NS: imdn <urn:ietf:params:imdn>',
    `imdn.Message-ID: ${id}`,
    ...(asks === undefined ? [] : [`imdn.Disposition-Notification: ${asks}`]),
    '',
    `Content-Type: ${contentType}`,
    `Content-Length: ${Buffer.byteLength(text)}`,
    '',
    text,
  ].join('\r\n');
}

export const COMPOSING = 'application/im-iscomposing+xml';

export function composing(state: 'active' | 'idle', refresh?: number): string {
  const seconds = refresh === undefined ? '' : `<refresh>${refresh}</refresh>`;
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\r\n<isComposing xmlns="urn:ietf:params:xml:ns:im-iscomposing">' +
    `<state>${state}</state><contenttype>text/plain</contenttype>${seconds}</isComposing>`
  );
}

export const IMDN = 'message/imdn+xml';

/** `<delivered/>`, `<displayed/>`, `<failed/>`. */
export function imdn(id: string, status: 'delivered' | 'failed' | 'displayed'): string {
  const kind = status === 'displayed' ? 'display' : 'delivery';
  return (
    `<?xml version="1.0" encoding="UTF-8" standalone="no" ?><imdn xmlns="urn:ietf:params:xml:ns:imdn"><message-id>${id}</message-id>` +
    `<datetime>2026-11-22T10:00:00Z</datetime><${kind}-notification><status><${status}/></status></${kind}-notification></imdn>`
  );
}
