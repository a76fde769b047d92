import { createPrivateKey, X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { createSelfSignedCertificate } from './self-signed-certificate.ts';

const now = Date.UTC(2026, 10, 22);

test('[TP40] a certificate of our own names every host and address, is signed with its key and holds for a year', () => {
  const names = ['localhost', 'chat.example.com', '127.0.0.1', '::1', '2001:db8::7'];
  const { certificate, key } = createSelfSignedCertificate(names, now);
  const read = new X509Certificate(certificate);
  expect(read.verify(read.publicKey)).toBe(true);
  expect(read.checkPrivateKey(createPrivateKey(key))).toBe(true);
  expect(read.issuer).toBe(read.subject);
  expect(names.map((name) => read.checkHost(name) ?? read.checkIP(name))).toEqual(names);
  expect(read.checkHost('example.com') ?? read.checkIP('127.0.0.2')).toBeUndefined();
  expect(read.ca).toBe(false);
  expect(read.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
  expect(read.validFromDate.getTime()).toBe(now - 86_400_000);
  expect(read.validToDate.getTime()).toBe(now + 397 * 86_400_000);
  expect(read.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
});

test('[TP40] each has a key and a number of its own', () => {
  const [first, second] = [1, 2].map(() => createSelfSignedCertificate(['localhost'], Date.UTC(2055, 0, 1)));
  expect(first?.key).not.toBe(second?.key);
  const [one, other] = [first, second].map((pair) => new X509Certificate(pair?.certificate ?? ''));
  expect(one?.serialNumber).not.toBe(other?.serialNumber);
  expect(one?.validToDate.getUTCFullYear()).toBe(2056);
});
