/** EventPrivateInfo 3002: somebody is writing. Never stored, so without a number. Order and attributes: docs/spec/message-quality.md. */
import { PartyRole, PrivateMsgId } from '@cordboard/shared/tlib/call-types';
import type { UnnumberedEvent } from '@cordboard/shared/tlib/events';
import type { Call } from '../calls/call.ts';
import { isObserver, type Party } from '../calls/party.ts';
import { partyAttributes } from './events-for-parties.ts';

/** Who writes, or has stopped. */
export interface Composing {
  readonly state: 'active' | 'idle';
  /** An active state that is not said again in this time is over. */
  readonly refreshSeconds: number;
  /** The writing is for those who hear a whisper. */
  readonly isWhisper: boolean;
}

/** For one party that would hear what is being written; `writer` is null for the customer. */
export function composingForParty(
  call: Call,
  party: Party,
  writer: Party | null,
  composing: Composing,
): UnnumberedEvent {
  const { state, refreshSeconds, isWhisper } = composing;
  return {
    name: 'EventPrivateInfo',
    ...partyAttributes(call, party),
    ...(writer === null
      ? {}
      : { otherDN: writer.dn, otherDNRole: isObserver(writer) ? PartyRole.Observer : PartyRole.Origination }),
    privateMsgID: PrivateMsgId.Typing,
    extensions: {
      isComposing: state,
      ...(state === 'active' ? { refresh: refreshSeconds } : {}),
      ...(isWhisper ? { whisper: true } : {}),
    },
  };
}
