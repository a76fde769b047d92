import type { DesktopSettings } from '@cordboard/shared/rest/endpoints';
import { callApi } from './rest-client.ts';

export function readDesktopSettings(token: string): Promise<DesktopSettings> {
  return callApi({ method: 'GET', path: '/api/desktop', token });
}
