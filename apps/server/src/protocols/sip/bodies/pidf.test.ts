import { expect, test } from 'vitest';
import { buildPidf } from './pidf.ts';
import { parseXml } from './xml.ts';

test.each([
  ['open', 'open', 0],
  ['busy', 'open', 1],
  ['closed', 'closed', 0],
] as const)('[PR4] %s is basic %s', (availability, basic, persons) => {
  const document = parseXml(buildPidf('sip:1111@localhost', { availability, note: 'A note' }));
  expect(document.ok).toBe(true);
  if (!document.ok) return;
  const { name, namespace, attributes, children } = document.value;
  expect([name, namespace, attributes.get('entity')]).toEqual([
    'presence',
    'urn:ietf:params:xml:ns:pidf',
    'sip:1111@localhost',
  ]);
  const [tuple, ...rest] = children;
  const [status, note] = tuple?.children ?? [];
  expect(status?.children.map((child) => [child.name, child.text])).toEqual([['basic', basic]]);
  expect(note?.text).toBe('A note');
  expect(rest).toHaveLength(persons);
});

test('[PR4] what is said cannot become markup', () => {
  const document = parseXml(buildPidf('sip:"a"&b@c', { availability: 'open', note: '<b>&amp;' }));
  expect(document.ok && document.value.attributes.get('entity')).toBe('sip:"a"&b@c');
  expect(document.ok && document.value.children[0]?.children[1]?.text).toBe('<b>&amp;');
});
