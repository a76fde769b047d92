import { type Call, establishedParties } from './call.ts';
import type { Party } from './party.ts';

/** Who hears what is said in the call: every established party, the speaker's own DN included. */
export function partiesThatHear(call: Call): readonly Party[] {
  return establishedParties(call);
}
