import { configurationFileSchema } from '@cordboard/shared/configuration/configuration-file';
import type { TrunkDn } from '@cordboard/shared/configuration/directory-number';
import { expect, test } from 'vitest';
import { hashPasswords } from './hash-passwords.ts';

const file = configurationFileSchema.parse({
  tenant: { name: 'T' },
  switch: { name: 'S' },
  directoryNumbers: [
    { type: 'extension', number: '1005', password: 'rabbit' },
    { type: 'extension', number: '1006' },
    { type: 'virtualQueue', number: 'VQ' },
  ],
  agentLogins: [],
  persons: [
    { userName: 'maya', role: 'agent', password: 'secret' },
    { userName: 'ben', role: 'agent', passwordHash: 'kept' },
    { userName: 'lena', role: 'agent' },
  ],
  places: [],
  customers: [{ name: 'alice', password: 'wonder' }, { name: 'bob' }],
});

const hashing = {
  hash: async (password: string) => `#${password}`,
  digest: (userName: string, realm: string, password: string) => ({
    md5: `md5 ${userName}@${realm} ${password}`,
    sha256: `sha ${userName}@${realm} ${password}`,
  }),
  realm: 'localhost',
};

test('[CF22][DG8] hashes replace clear passwords and nothing else', async () => {
  const hashed = await hashPasswords(file, hashing);
  expect(JSON.stringify(hashed)).not.toContain('"password"');
  expect(hashed.persons.map((person) => person.passwordHash)).toEqual(['#secret', 'kept', undefined]);
  expect(hashed.customers).toEqual([
    { name: 'alice', digest: { md5: 'md5 alice@localhost wonder', sha256: 'sha alice@localhost wonder' } },
    { name: 'bob' },
  ]);
  expect(hashed.directoryNumbers.map((dn) => ('digest' in dn ? dn.digest?.md5 : undefined))).toEqual([
    'md5 1005@localhost rabbit',
    undefined,
    undefined,
  ]);
  expect(hashed.switch).toEqual({ name: 'S', realm: 'localhost' });
  expect(hashed.tenant).toEqual(file.tenant);
  expect(file.persons[0]?.password).toBe('secret');
});

test('[CF22] a realm that the file names is the one of the hashes', async () => {
  const hashed = await hashPasswords({ ...file, switch: { name: 'S', realm: 'example.com' } }, hashing);
  expect(hashed.switch.realm).toBe('example.com');
  expect(hashed.customers[0]?.digest?.sha256).toBe('sha alice@example.com wonder');
});

test('[CF22][TK11] the password of a trunk is hashed for its own realm, else for its first domain', async () => {
  const trunk = { type: 'trunk', contact: 'sip:sip.partner.example', userName: 'us', password: 'between us' };
  const [named, unnamed] = configurationFileSchema.parse({
    ...file,
    directoryNumbers: [
      { ...trunk, number: '1901', domains: ['partner.example'], realm: 'Partner' },
      { ...trunk, number: '1902', domains: ['other.example', 'more.example'] },
    ],
  }).directoryNumbers as [TrunkDn, TrunkDn];
  const hashed = await hashPasswords({ ...file, directoryNumbers: [named, unnamed] }, hashing);
  expect(hashed.directoryNumbers.map((dn) => ('digest' in dn ? dn.digest?.md5 : undefined))).toEqual([
    'md5 us@Partner between us',
    'md5 us@other.example between us',
  ]);
  expect(JSON.stringify(hashed)).not.toContain('"password"');
});
