/** Seeds that once found a mistake, with what it was. */
export const KNOWN_SEEDS: readonly (readonly [seed: number, found: string])[] = [
  [7, 'a text that the customer had taken while the store failed was reported failed'],
  [10, 'an ACK lost with its connection ended the chat of a customer who came back'],
  [18, 'after a restart a declined call waited longer than its decline pause'],
];
