import { z } from 'zod';

/** What is kept of a SIP password: the hashes of user name, realm and password that digest needs (RFC 7616 3.4.2). */
export const digestSecretSchema = z.object({
  md5: z.string().regex(/^[0-9a-f]{32}$/, 'must be an MD5 in hex'),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hex'),
});
export type DigestSecret = z.infer<typeof digestSecretSchema>;

/** The password with which somebody registers and writes over SIP. */
export const sipPassword = {
  /** Clear text, in an import file only. */
  password: z.string().min(1).max(1024).optional(),
  /** What the store keeps instead. */
  digest: digestSecretSchema.optional(),
};
