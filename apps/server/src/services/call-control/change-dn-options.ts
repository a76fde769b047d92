import type { DnOptions } from '@cordboard/shared/configuration/directory-number';
import type { Dn, UserName } from '@cordboard/shared/ids';
import type { KeyValue } from '@cordboard/shared/tlib/attached-data';
import { refreshAvailability } from '../../domain/agents/availability.ts';
import { forgetEndpointLegs } from '../messaging/endpoints/endpoint-legs.ts';
import { endpointChanged } from '../parties/endpoint-presence.ts';
import { withdrawRinging } from '../parties/withdraw.ts';
import { routeWaiting } from '../router/router.ts';
import type { Decision } from '../switch/decision.ts';
import { hasSipChat } from '../switch/endpoints-of.ts';

/**
 * A DN has other options from now on: who is free is looked at anew, and what rings at a DN that takes no IMs any more rings
 * elsewhere. Chats that are going on go on.
 */
export function changeDnOptions(decision: Decision, dn: Dn, options: DnOptions, who: UserName): void {
  const detail: Record<string, KeyValue> = {};
  for (const [name, value] of Object.entries(options)) if (value !== undefined) detail[name] = value;
  decision.state.changedDns.put({ id: dn, options });
  decision.recordAudit({ what: 'dnOptionsChanged', who, whom: null, connID: null, detail: { dn, options: detail } });
  refreshAvailability(decision, dn);
  if (!hasSipChat(decision.state, dn)) forgetEndpointLegs(decision, dn);
  endpointChanged(decision, dn, () => {});
  const takesIm = options.multimedia && (options['sip-signaling-chat'] !== true || decision.hasEndpoint(dn));
  if (!takesIm) withdrawRinging(decision, dn);
  routeWaiting(decision);
}
