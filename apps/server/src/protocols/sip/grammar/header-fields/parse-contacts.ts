import { fail, type Result, succeed } from '../../../../base/result.ts';
import type { Contacts } from '../../message/contact.ts';
import type { NameAddr } from '../../message/name-addr.ts';
import { parseNameAddr } from './parse-name-addr.ts';
import { splitValues } from './split-values.ts';

/** RFC 3261 20.10: all Contact lines of a message; none give an empty list. */
export function parseContacts(lines: readonly string[]): Result<Contacts, string> {
  const values = lines.flatMap((line) => splitValues(line));
  if (values.includes('*')) return values.length === 1 ? succeed({ kind: 'all' }) : fail('Contact * must stand alone');
  const contacts: NameAddr[] = [];
  for (const value of values) {
    const contact = parseNameAddr(value);
    if (!contact.ok) return contact;
    contacts.push(contact.value);
  }
  return succeed({ kind: 'list', contacts });
}
