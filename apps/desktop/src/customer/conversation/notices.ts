/** What goes over the wire beside texts: who writes (RFC 3994), and what became of a text (RFC 5438). */

export const COMPOSING_TYPE = 'application/im-iscomposing+xml';
export const RECEIPT_TYPE = 'message/imdn+xml';
const COMPOSING_NAMESPACE = 'urn:ietf:params:xml:ns:im-iscomposing';
const RECEIPT_NAMESPACE = 'urn:ietf:params:xml:ns:imdn';

export interface Composing {
  isActive: boolean;
  /** For how long that is to be believed. */
  seconds: number;
}

export type ReceiptStatus = 'delivered' | 'read' | 'failed';

export interface Receipt {
  messageId: string;
  status: ReceiptStatus;
}

/** RFC 3994 4: when the writer does not say. */
const COMPOSING_SECONDS = 120;

function readDocument(body: string): Document | undefined {
  // A document type could hold anything; neither format has one.
  if (/<!DOCTYPE/i.test(body)) return undefined;
  const document = new DOMParser().parseFromString(body, 'application/xml');
  return document.querySelector('parsererror') ? undefined : document;
}

function textOf(document: Document, namespace: string, name: string): string {
  return document.getElementsByTagNameNS(namespace, name)[0]?.textContent?.trim() ?? '';
}

export function readComposing(body: string): Composing | undefined {
  const document = readDocument(body);
  const state = document ? textOf(document, COMPOSING_NAMESPACE, 'state') : '';
  if (!document || state === '') return undefined;
  const seconds = Number(textOf(document, COMPOSING_NAMESPACE, 'refresh'));
  return {
    isActive: state === 'active',
    seconds: seconds > 0 ? Math.min(seconds, COMPOSING_SECONDS) : COMPOSING_SECONDS,
  };
}

const STATUSES: [element: string, status: ReceiptStatus][] = [
  ['displayed', 'read'],
  ['delivered', 'delivered'],
  ['failed', 'failed'],
];

export function readReceipt(body: string): Receipt | undefined {
  const document = readDocument(body);
  const messageId = document ? textOf(document, RECEIPT_NAMESPACE, 'message-id') : '';
  const found = STATUSES.find(([element]) => document?.getElementsByTagNameNS(RECEIPT_NAMESPACE, element).length);
  return messageId !== '' && found ? { messageId, status: found[1] } : undefined;
}

export function writeComposing(isActive: boolean): string {
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<isComposing xmlns="${COMPOSING_NAMESPACE}">` +
    `<state>${isActive ? 'active' : 'idle'}</state><contenttype>text/plain</contenttype>` +
    `${isActive ? '<refresh>90</refresh>' : ''}</isComposing>`
  );
}

/** Ids of ours are random letters and digits, ids of the server as well; anything else is not reported on. */
export function writeReceipt(messageId: string, status: 'delivered' | 'read', atMs: number): string | undefined {
  if (!/^[\w.-]+$/.test(messageId)) return undefined;
  const [kind, element] = status === 'read' ? ['display', 'displayed'] : ['delivery', 'delivered'];
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<imdn xmlns="${RECEIPT_NAMESPACE}"><message-id>${messageId}</message-id>` +
    `<datetime>${new Date(atMs).toISOString()}</datetime>` +
    `<${kind}-notification><status><${element}/></status></${kind}-notification></imdn>`
  );
}
