import { parseNameAddr } from '../../../protocols/sip/grammar/header-fields/parse-name-addr.ts';
import type { CustomerLeg } from '../../switch/rows/leg.ts';

/** What a leg says in From and To, as URIs: whom the customer writes to, and who he says he is. */
export function addressesOf({ addressing }: Pick<CustomerLeg, 'addressing'>): {
  readonly own: string;
  readonly peer: string;
} {
  if (addressing.kind === 'session') return { own: addressing.dialog.localUri, peer: addressing.dialog.remoteUri };
  return { own: uriOf(addressing.from), peer: uriOf(addressing.to) };
}

function uriOf(nameAddr: string): string {
  const parsed = parseNameAddr(nameAddr);
  return parsed.ok ? parsed.value.uriText : nameAddr;
}
