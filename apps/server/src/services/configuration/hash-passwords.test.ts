import { configurationFileSchema } from '@cordboard/shared/configuration/configuration-file';
import { expect, test } from 'vitest';
import { hashPasswords } from './hash-passwords.ts';

const file = configurationFileSchema.parse({
  tenant: { name: 'T' },
  switch: { name: 'S' },
  directoryNumbers: [],
  agentLogins: [],
  persons: [
    { userName: 'maya', role: 'agent', password: 'secret' },
    { userName: 'ben', role: 'agent', passwordHash: 'kept' },
    { userName: 'lena', role: 'agent' },
  ],
  places: [],
  customers: [{ name: 'alice', password: 'wonder' }, { name: 'bob' }],
});

test('[CF22] hashes replace clear passwords and nothing else', async () => {
  const hashed = await hashPasswords(file, async (password, owner) => `#${password}/${owner.kind}/${owner.name}`);
  expect(JSON.stringify(hashed)).not.toContain('"password"');
  expect(hashed.persons.map((person) => person.passwordHash)).toEqual(['#secret/person/maya', 'kept', undefined]);
  expect(hashed.customers).toEqual([{ name: 'alice', passwordHash: '#wonder/customer/alice' }, { name: 'bob' }]);
  expect(hashed.tenant).toEqual(file.tenant);
  expect(file.persons[0]?.password).toBe('secret');
});
