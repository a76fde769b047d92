import type { Dn } from '@cordboard/shared/ids';
import { findBindings } from './find-bindings.ts';
import type { Binding } from './rows/binding.ts';
import type { SwitchState } from './switch-state.ts';

/** Whether the texts of this DN go to a SIP client (option `sip-signaling-chat` = true). */
export function hasSipChat({ configuration }: Pick<SwitchState, 'configuration'>, dn: Dn): boolean {
  const options = configuration.findExtension(dn)?.options;
  return options?.multimedia === true && options['sip-signaling-chat'] === true;
}

/** The SIP clients of a DN whose texts go by SIP, the preferred one first. */
export function endpointsOf(state: SwitchState, dn: Dn, now: number): readonly Binding[] {
  return hasSipChat(state, dn) ? findBindings(state, dn, now) : [];
}
