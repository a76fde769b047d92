import type { SessionReply } from '@cordboard/shared/rest/endpoints';
import { callApi } from './rest-client.ts';

export interface Credentials {
  readonly userName: string;
  readonly password: string;
  readonly place?: string;
}

export function createSession(credentials: Credentials): Promise<SessionReply> {
  return callApi({ method: 'POST', path: '/api/session', body: credentials });
}

export function readSession(token: string): Promise<SessionReply> {
  return callApi({ method: 'GET', path: '/api/session', token });
}

export function deleteSession(token: string): Promise<void> {
  return callApi({ method: 'DELETE', path: '/api/session', token });
}
