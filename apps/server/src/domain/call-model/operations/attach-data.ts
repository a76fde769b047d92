import type { Dn } from '@cordboard/shared/ids';
import type { KeyValueList } from '@cordboard/shared/tlib/attached-data';
import type { DnEvent } from '@cordboard/shared/tlib/events';
import type { CallModel } from '../call-model.ts';
import type { Call } from '../calls/call.ts';
import { attachedDataChanged } from '../events/events-for-parties.ts';

/** Replaces the user data: EventAttachedDataChanged on every party's DN. Returns the changed call and the events. */
export function changeUserData(
  model: CallModel,
  call: Call,
  userData: KeyValueList,
  changedBy: Dn,
): { call: Call; events: readonly DnEvent[] } {
  const changed: Call = { ...call, userData };
  model.calls.put(changed);
  return { call: changed, events: attachedDataChanged(changed, changedBy).map((event) => model.publish(event)) };
}
