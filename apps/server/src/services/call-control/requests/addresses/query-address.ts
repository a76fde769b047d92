import type { Dn } from '@cordboard/shared/ids';
import type { TRequestOf } from '@cordboard/shared/tlib/requests';
import type { Decision } from '../../../switch/decision.ts';
import type { TlibClient } from '../../../switch/effects/tlib-client.ts';
import { addressInfoEvent } from '../../clients/address-info.ts';
import { type Outcome, replied } from '../outcome.ts';

/** TQueryAddress: the agent and the calls on a DN. */
export function queryAddress(decision: Decision, client: TlibClient, request: TRequestOf<'TQueryAddress'>): Outcome {
  return replied(addressInfoEvent(decision, client, request.thisDN as Dn));
}
