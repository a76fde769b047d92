/** message/imdn+xml (RFC 5438): what became of a text at the other end. */
import { fail, type Result, succeed } from '../../../base/result.ts';
import { childOf, escapeXml, parseXml, type XmlElement } from './xml.ts';

export const IMDN_TYPE = 'message/imdn+xml';
/** Namespace of the CPIM headers `Message-ID`, `Disposition-Notification`, `IMDN-Record-Route`. */
export const IMDN_CPIM_NAMESPACE = 'urn:ietf:params:imdn';
const NAMESPACE = 'urn:ietf:params:xml:ns:imdn';

const STATUSES = {
  delivery: ['delivered', 'failed', 'forbidden', 'error'],
  display: ['displayed', 'forbidden', 'error'],
  processing: ['processed', 'stored', 'forbidden', 'error'],
} as const;

export type ImdnKind = keyof typeof STATUSES;
export type ImdnStatus = (typeof STATUSES)[ImdnKind][number];

export interface Imdn {
  /** Of the text it is about. */
  readonly messageId: string;
  /** When that text was written, as its writer said. */
  readonly dateTime: string;
  readonly recipientUri: string;
  readonly kind: ImdnKind;
  readonly status: ImdnStatus;
}

const MESSAGE_ID_LENGTH_MAX = 255;
const KINDS: readonly ImdnKind[] = ['delivery', 'display', 'processing'];

/** What a Disposition-Notification may ask for (RFC 5438 6.3). */
export const DISPOSITIONS = ['positive-delivery', 'negative-delivery', 'display', 'processing'] as const;
export type Disposition = (typeof DISPOSITIONS)[number];

/** Reads the value of a Disposition-Notification; unknown words are left out. */
export function parseDispositions(value: string | undefined): readonly Disposition[] {
  const asked = (value ?? '').split(',').map((word) => word.split(';')[0]?.trim().toLowerCase());
  return DISPOSITIONS.filter((disposition) => asked.includes(disposition));
}

/** Reads a notification. */
export function parseImdn(body: Buffer): Result<Imdn, string> {
  const document = parseXml(body.toString('utf8'));
  if (!document.ok) return document;
  const root = document.value;
  if (root.name !== 'imdn' || root.namespace !== NAMESPACE) return fail('the document is no notification');
  const messageId = childOf(root, 'message-id', NAMESPACE)?.text.trim() ?? '';
  if (messageId === '' || messageId.length > MESSAGE_ID_LENGTH_MAX) return fail('a notification names no message');
  const status = statusIn(root);
  if (status === undefined) return fail('a notification has no status');
  return succeed({
    messageId,
    dateTime: childOf(root, 'datetime', NAMESPACE)?.text.trim() ?? '',
    recipientUri: childOf(root, 'recipient-uri', NAMESPACE)?.text.trim() ?? '',
    ...status,
  });
}

function statusIn(root: XmlElement): Pick<Imdn, 'kind' | 'status'> | undefined {
  for (const kind of KINDS) {
    const notification = childOf(root, `${kind}-notification`, NAMESPACE);
    const status = notification === undefined ? undefined : childOf(notification, 'status', NAMESPACE);
    const known: readonly ImdnStatus[] = STATUSES[kind];
    const found = known.find((name) => status !== undefined && childOf(status, name, NAMESPACE) !== undefined);
    if (found !== undefined) return { kind, status: found };
  }
  return undefined;
}

/** Writes a notification. */
export function serializeImdn({ messageId, dateTime, recipientUri, kind, status }: Imdn): Buffer {
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>\n<imdn xmlns="${NAMESPACE}">` +
      `<message-id>${escapeXml(messageId)}</message-id><datetime>${escapeXml(dateTime)}</datetime>` +
      `<recipient-uri>${escapeXml(recipientUri)}</recipient-uri>` +
      `<${kind}-notification><status><${status}/></status></${kind}-notification></imdn>\n`,
  );
}
