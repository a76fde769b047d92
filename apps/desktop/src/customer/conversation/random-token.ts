const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Unguessable and safe in a SIP user part, a header value and a storage key. 24 characters carry 124 bits. */
export function createRandomToken(length: number): string {
  let token = '';
  while (token.length < length) {
    for (const byte of crypto.getRandomValues(new Uint8Array(length))) {
      // 252 is the largest multiple of 36: dropping the rest keeps every character equally likely.
      if (byte < 252 && token.length < length) token += ALPHABET.charAt(byte % ALPHABET.length);
    }
  }
  return token;
}

export const createMessageId = () => createRandomToken(24);
