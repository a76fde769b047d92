import { buildCpimAddress } from '../../../protocols/sip/bodies/cpim.ts';

/** An address of an envelope, without its port: Linphone forgets the port of who writes, and refuses an envelope that has it with 488. */
export function envelopeAddress(uri: string): string {
  const person = uri.replace(/^(sips?:[^@]*@(?:\[[^\]]*\]|[^:;?]*)):\d+/i, '$1');
  return buildCpimAddress({ displayName: '', uri: person });
}
