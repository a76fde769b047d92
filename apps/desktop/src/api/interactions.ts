import type { DecisionRecord, UnfinishedInteraction } from '@cordboard/shared/rest/endpoints';
import { callApi } from './rest-client.ts';

export function readDecisions(token: string, connID: string): Promise<DecisionRecord[]> {
  return callApi({ method: 'GET', path: `/api/interactions/${encodeURIComponent(connID)}/decisions`, token });
}

export function readNote(token: string, connID: string): Promise<{ note: string }> {
  return callApi({ method: 'GET', path: `/api/interactions/${encodeURIComponent(connID)}/note`, token });
}

export function writeNote(token: string, connID: string, note: string): Promise<void> {
  return callApi({
    method: 'PUT',
    path: `/api/interactions/${encodeURIComponent(connID)}/note`,
    token,
    body: { note },
  });
}

export function readUnfinished(token: string): Promise<UnfinishedInteraction[]> {
  return callApi({ method: 'GET', path: '/api/interactions/unfinished', token });
}

export function markDone(token: string, connID: string): Promise<void> {
  return callApi({ method: 'PUT', path: `/api/interactions/${encodeURIComponent(connID)}/done`, token });
}
