/** Reads a presence document (RFC 3863) that somebody publishes about himself, with the activities of RFC 4480. */
import { fail, type Result, succeed } from '../../../base/result.ts';
import { childOf, parseXml, type XmlElement } from './xml.ts';

const PIDF = 'urn:ietf:params:xml:ns:pidf';
const DATA_MODEL = 'urn:ietf:params:xml:ns:pidf:data-model';
const RPID = 'urn:ietf:params:xml:ns:pidf:rpid';
/** Activities that keep nobody from his work, or that say nothing. */
const IDLE_ACTIVITIES: ReadonlySet<string> = new Set(['unknown', 'other', 'working', 'note', 'looking-for-work']);

/** What somebody says of himself. */
export interface PublishedPresence {
  readonly availability: 'open' | 'busy' | 'closed' | 'unknown';
  /** The activity that makes him busy, as RFC 4480 names it; null without one. */
  readonly activity: string | null;
}

/** Open when a tuple is; busy when a person, or an open tuple, has an activity that keeps him. What nobody knows is unknown. */
export function readPidf(body: Buffer): Result<PublishedPresence, string> {
  const document = parseXml(body.toString('utf8'));
  if (!document.ok) return document;
  const root = document.value;
  if (root.name !== 'presence' || root.namespace !== PIDF) return fail('the document is no presence');
  const basics = root.children.filter(is('tuple', PIDF)).map((tuple) => {
    const status = childOf(tuple, 'status', PIDF);
    return { tuple, basic: status === undefined ? undefined : childOf(status, 'basic', PIDF)?.text.trim() };
  });
  const open = basics.filter(({ basic }) => basic === 'open').map(({ tuple }) => tuple);
  const persons = root.children.filter(is('person', DATA_MODEL));
  const activity = [...persons, ...open].map(activityOf).find((name) => name !== undefined) ?? null;
  const isClosed = basics.some(({ basic }) => basic === 'closed') && open.length === 0;
  if (isClosed) return succeed({ availability: 'closed', activity });
  if (activity !== null) return succeed({ availability: 'busy', activity });
  return succeed({ availability: open.length > 0 ? 'open' : 'unknown', activity });
}

function activityOf(element: XmlElement): string | undefined {
  return childOf(element, 'activities', RPID)?.children.find(
    ({ name, namespace }) => namespace === RPID && !IDLE_ACTIVITIES.has(name),
  )?.name;
}

function is(name: string, namespace: string) {
  return (element: XmlElement) => element.name === name && element.namespace === namespace;
}
