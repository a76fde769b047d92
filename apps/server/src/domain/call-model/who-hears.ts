import { type Call, presentParties } from './call.ts';
import type { Party } from './party.ts';

/** Who hears what is said in the call: every party that takes part, held or not, the speaker's own DN included. */
export function partiesThatHear(call: Call): readonly Party[] {
  return presentParties(call);
}
