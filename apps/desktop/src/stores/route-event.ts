import type { TEvent } from '@cordboard/shared/tlib/events';
import { observeServerTime, setServerTime } from '../lib/server-clock.ts';
import * as agent from './agent/agent-reducer.ts';
import { useAgentStore } from './agent/agent-store.ts';
import * as chat from './chat/chat-reducer.ts';
import { useChatStore } from './chat/chat-store.ts';
import * as typing from './chat/typing-reducer.ts';
import { useTypingStore } from './chat/typing-store.ts';
import * as interactions from './interactions/interactions-reducer.ts';
import { useInteractionsStore } from './interactions/interactions-store.ts';
import { newsOf } from './news.ts';
import { addNotice } from './requests/notices-store.ts';
import * as connection from './session/connection-reducer.ts';
import { useConnectionStore } from './session/connection-store.ts';
import { useSessionStore } from './session/session-store.ts';
import * as monitoring from './supervision/monitoring-reducer.ts';
import { useMonitoringStore } from './supervision/monitoring-store.ts';
import * as supervision from './supervision/supervision-reducer.ts';
import { useSupervisionStore } from './supervision/supervision-store.ts';

/** Gives each event of the server to its reducers. This is the only way the state of the desk changes. */
export function routeEvent(event: TEvent): void {
  if (event.name === 'EventServerConnected') setServerTime(event.time);
  else observeServerTime(event.time);
  useConnectionStore.setState((state) => connection.applyEvent(state, event));
  if (!isOnOwnDn(event)) return;
  useAgentStore.setState((state) => agent.applyEvent(state, event));
  const news = newsOf(event, useInteractionsStore.getState());
  if (news !== null) addNotice('note', news);
  useInteractionsStore.setState((state) => interactions.applyEvent(state, event));
  useMonitoringStore.setState((state) => monitoring.applyEvent(state, event));
  useChatStore.setState((state) => chat.applyEvent(state, event));
  useTypingStore.setState((state) => typing.applyEvent(state, event));
  useSupervisionStore.setState((state) => supervision.applyEvent(state, event));
}

/** What a supervisor asks for on the DN of an agent is answered by that agent's event: it says nothing of this desk. */
function isOnOwnDn(event: TEvent): boolean {
  const { place } = useSessionStore.getState();
  if (place === null || !('thisDN' in event) || event.thisDN === undefined || event.name === 'EventError') return true;
  return place.directoryNumbers.some(({ number }) => number === event.thisDN);
}
