import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import { addressBytes } from '../../base/address-bytes.ts';
import {
  bitString,
  boolean,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  set,
  tagged,
  time,
  utf8String,
} from './der.ts';

/** A certificate with its private key, both as PEM. */
export interface CertificatePair {
  readonly certificate: string;
  readonly key: string;
}

const LIFETIME_MS = 397 * 86_400_000;
const CLOCK_SKEW_MS = 86_400_000;
const COMMON_NAME = 'Cordboard demonstration';

const ecdsaWithSha256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'));

/** RFC 5280: a version 3 certificate on a new P-256 key, signed by itself, for these DNS names and addresses. */
export function createSelfSignedCertificate(names: readonly string[], now: number): CertificatePair {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const keyInfo = publicKey.export({ type: 'spki', format: 'der' });
  const keyId = createHash('sha1').update(keyInfo).digest();
  const subject = sequence(set(sequence(objectIdentifier('2.5.4.3'), utf8String(COMMON_NAME))));
  const toBeSigned = sequence(
    tagged(0xa0, integer(Buffer.of(2))),
    integer(Buffer.concat([Buffer.of(1), randomBytes(15)])),
    ecdsaWithSha256,
    subject,
    sequence(time(now - CLOCK_SKEW_MS), time(now + LIFETIME_MS)),
    subject,
    keyInfo,
    tagged(
      0xa3,
      sequence(
        extension('2.5.29.19', sequence(), { isCritical: true }),
        // digitalSignature.
        extension('2.5.29.15', bitString(Buffer.of(0x80), 7), { isCritical: true }),
        extension('2.5.29.37', sequence(objectIdentifier('1.3.6.1.5.5.7.3.1'))),
        extension('2.5.29.17', sequence(...names.map(generalName))),
        extension('2.5.29.14', octetString(keyId)),
      ),
    ),
  );
  const signature = sign('sha256', toBeSigned, privateKey);
  return {
    certificate: pem('CERTIFICATE', sequence(toBeSigned, ecdsaWithSha256, bitString(signature))),
    key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
  };
}

function extension(id: string, value: Buffer, { isCritical = false } = {}): Buffer {
  return sequence(objectIdentifier(id), ...(isCritical ? [boolean(true)] : []), octetString(value));
}

/** RFC 5280 4.2.1.6: dNSName or iPAddress. */
function generalName(name: string): Buffer {
  return isIP(name) === 0 ? tagged(0x82, Buffer.from(name, 'latin1')) : tagged(0x87, addressBytes(name));
}

function pem(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
