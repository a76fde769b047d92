import { describe, expect, it } from 'vitest';
import { DUMMY_HASH, hashPassword, verifyPassword } from './passwords.ts';

describe('passwords', () => {
  it('[RE11] a hash is argon2id in PHC format with a salt of its own', async () => {
    const hashes = await Promise.all([hashPassword('demo'), hashPassword('demo')]);
    expect(hashes[0]).toMatch(/^\$argon2id\$v=19\$m=7168,t=5,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(hashes[0]).not.toBe(hashes[1]);
  });

  it('a right password is found right, a wrong one wrong', async () => {
    const hash = await hashPassword('Straße');
    expect(await verifyPassword('Straße', hash)).toBe(true);
    expect(await verifyPassword('Strasse', hash)).toBe(false);
    expect(await verifyPassword('', hash)).toBe(false);
  });

  it('the same password typed on another keyboard is the same', async () => {
    expect(await verifyPassword('u\u0308', await hashPassword('\u00fc'))).toBe(true);
  });

  it('[RE3] the hash for unknown users is computed and matches nothing', async () => {
    expect(await verifyPassword('', DUMMY_HASH)).toBe(false);
  });

  it.each([
    '',
    'demo',
    '$2b$10$abcdefghijklmnopqrstuv',
    '$argon2id$v=19$m=99999999,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA',
    '$argon2id$v=19$m=1048576,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA',
    '$argon2id$v=19$m=19456,t=0,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA',
    '$argon2id$v=19$m=19456,t=2,p=1$$',
  ])('[RE11] a hash that cannot be ours matches nothing: %s', async (hash) => {
    expect(await verifyPassword('demo', hash)).toBe(false);
  });
});
