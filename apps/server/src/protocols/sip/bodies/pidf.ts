/** Presence as a document (RFC 3863), with the activity that many clients show (RFC 4479, 4480). Written only. */

export const PIDF_TYPE = 'application/pidf+xml';

/** What somebody who looks at a presentity is told. */
export interface Presence {
  readonly availability: 'open' | 'busy' | 'closed';
  /** For people. */
  readonly note: string;
}

/** The document about `entity`, a SIP URI. Busy is open, because what is written arrives, with the activity `busy`. */
export function buildPidf(entity: string, { availability, note }: Presence): string {
  const basic = availability === 'closed' ? 'closed' : 'open';
  const person =
    availability === 'busy' ? '<dm:person id="p1"><rpid:activities><rpid:busy/></rpid:activities></dm:person>' : '';
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\r\n' +
    '<presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model"' +
    ` xmlns:rpid="urn:ietf:params:xml:ns:pidf:rpid" entity="${escapeXml(entity)}">` +
    `<tuple id="t1"><status><basic>${basic}</basic></status><note>${escapeXml(note)}</note></tuple>${person}</presence>\r\n`
  );
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
