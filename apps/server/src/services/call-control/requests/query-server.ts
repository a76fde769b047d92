import { PRODUCT_NAME, PRODUCT_VERSION } from '@cordboard/shared/product';
import type { TRequestOf } from '@cordboard/shared/tlib/requests';
import type { Decision } from '../../switch/decision.ts';
import type { TlibClient } from '../../switch/effects/tlib-client.ts';
import { type Outcome, replied } from './outcome.ts';

/** TQueryServer. */
export function queryServer(decision: Decision, _client: TlibClient, _request: TRequestOf<'TQueryServer'>): Outcome {
  const { configuration } = decision;
  return replied({
    name: 'EventServerInfo',
    time: decision.now,
    extensions: {
      name: PRODUCT_NAME,
      version: PRODUCT_VERSION,
      role: 'primary',
      tenant: configuration.tenant.name,
      switch: configuration.switchName,
    },
  });
}
