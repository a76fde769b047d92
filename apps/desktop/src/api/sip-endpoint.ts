import type { SipEndpointView } from '@cordboard/shared/rest/endpoints';
import { callApi } from './rest-client.ts';

export function readSipEndpoint(token: string): Promise<SipEndpointView> {
  return callApi({ method: 'GET', path: '/api/sip-endpoint', token });
}
