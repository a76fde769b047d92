import { expect, test } from 'vitest';
import { buildPidf } from './pidf.ts';
import { readPidf } from './read-pidf.ts';

const document = (content: string) =>
  Buffer.from(
    `<?xml version="1.0"?><presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model" xmlns:r="urn:ietf:params:xml:ns:pidf:rpid" entity="sip:1005@localhost">${content}</presence>`,
  );
const tuple = (basic: string, more = '') =>
  `<tuple id="t${basic}"><status><basic>${basic}</basic></status>${more}</tuple>`;
const person = (activity: string) => `<dm:person id="p"><r:activities>${activity}</r:activities></dm:person>`;

test.each([
  ['an open tuple', tuple('open'), 'open', null],
  ['a closed one', tuple('closed'), 'closed', null],
  ['an open and a closed one', tuple('closed') + tuple('open'), 'open', null],
  ['a person without an activity', person('') + tuple('open'), 'open', null],
  ['an activity', person('<r:on-the-phone/>') + tuple('open'), 'busy', 'on-the-phone'],
  ['an activity that says nothing', person('<r:unknown/>') + tuple('open'), 'open', null],
  ['the second of two', person('<r:working/><r:meeting/>') + tuple('open'), 'busy', 'meeting'],
  ['an activity in the tuple', tuple('open', '<r:activities><r:away/></r:activities>'), 'busy', 'away'],
  ['away and closed', person('<r:away/>') + tuple('closed'), 'closed', 'away'],
  ['an activity of another namespace', person('<away xmlns="urn:other"/>') + tuple('open'), 'open', null],
  ['nothing at all', '', 'unknown', null],
  ['what baresip says first', person('') + tuple('unknown'), 'unknown', null],
  ['an activity alone', person('<r:busy/>'), 'busy', 'busy'],
] as const)('[PR19] %s', (_, content, availability, activity) => {
  expect(readPidf(document(content))).toEqual({ ok: true, value: { availability, activity } });
});

test.each(['open', 'busy', 'closed'] as const)('[PR19] what we write ourselves is read: %s', (availability) => {
  const read = readPidf(Buffer.from(buildPidf('sip:1005@localhost', { availability, note: 'A note' })));
  expect(read.ok && read.value.availability).toBe(availability);
});

test.each([
  ['no XML', Buffer.from('open')],
  ['another document', Buffer.from('<presence/>')],
])('[PR19] %s is malformed', (_, body) => {
  expect(readPidf(body).ok).toBe(false);
});
