import { AgentStatus } from '@cordboard/shared/tlib/agent-states';
import { readDesktopSettings } from '../api/desktop-settings.ts';
import { ApiError } from '../api/rest-client.ts';
import { type Credentials, createSession, deleteSession, readSession } from '../api/session.ts';
import { closeChannel, openChannel, sendRequest } from '../gateway/channel.ts';
import { closeDeskFeed, openDeskFeed } from '../gateway/desk-feed.ts';
import type { ChannelStatus } from '../gateway/gateway.ts';
import { RequestRefused } from '../gateway/request-desk.ts';
import { initialAgentState } from './agent/agent-reducer.ts';
import { useAgentStore } from './agent/agent-store.ts';
import { summarizeAgent } from './agent/agent-summary.ts';
import { initialChatState } from './chat/chat-reducer.ts';
import { useChatStore } from './chat/chat-store.ts';
import { clearOutbox, restoreOutbox } from './chat/outbox-store.ts';
import { initialTypingState } from './chat/typing-reducer.ts';
import { useTypingStore } from './chat/typing-store.ts';
import { deskFeedListener } from './desk/desk-store.ts';
import { initialInteractionsState } from './interactions/interactions-reducer.ts';
import { useInteractionsStore } from './interactions/interactions-store.ts';
import { addNotice } from './requests/notices-store.ts';
import { clearPending } from './requests/pending-store.ts';
import { routeEvent } from './route-event.ts';
import { applyStatus } from './session/connection-reducer.ts';
import { useConnectionStore } from './session/connection-store.ts';
import { forgetSession, keepSession, readKeptSession, signedOut, useSessionStore } from './session/session-store.ts';
import { closeStatistics, setStatToken } from './statistics/stat-store.ts';
import { initialMonitoringState } from './supervision/monitoring-reducer.ts';
import { useMonitoringStore } from './supervision/monitoring-store.ts';
import { initialSupervisionState } from './supervision/supervision-reducer.ts';
import { useSupervisionStore } from './supervision/supervision-store.ts';
import { initialTeamViewState, useTeamStore } from './supervision/team-store.ts';
import { restoreUnfinished } from './unfinished.ts';
import { initialViewState } from './view/view-reducer.ts';
import { useViewStore } from './view/view-store.ts';

const RETRY_DELAY_MS = 3000;

/** One DN that the agent ticked. */
export interface MediumChoice {
  readonly dn: string;
  readonly agentID: string;
  readonly queue: string;
}

/** Step 1, and again when another place is picked: the session, then what the desktop must know of the tenant. */
export async function signIn(credentials: Credentials): Promise<void> {
  const previous = useSessionStore.getState().token;
  const { token, person, place } = await createSession(credentials);
  const settings = place === null ? null : await readDesktopSettings(token);
  if (previous !== null && previous !== token) void deleteSession(previous).catch(() => {});
  keepSession({ token, isAtDesk: false });
  useSessionStore.setState({
    phase: place === null ? 'noPlace' : 'choosing',
    token,
    person,
    place,
    settings,
    notice: null,
  });
}

/**
 * Step 2: registers the DNs of the place and logs the agent in on each that was ticked. Rejects when refused.
 * Taking over ends the same agent's login at another place.
 */
export async function logInAgent(choices: readonly MediumChoice[], isTakeOver = false): Promise<void> {
  const { token, place } = useSessionStore.getState();
  if (token === null || place === null) return;
  openDeskChannel(token);
  for (const { number } of place.directoryNumbers) await sendRequest({ name: 'TRegisterAddress', thisDN: number });
  for (const { dn, agentID, queue } of choices)
    await sendRequest({
      name: 'TAgentLogin',
      thisDN: dn,
      agentID,
      ...(queue === '' ? {} : { thisQueue: queue }),
      ...(isTakeOver ? { extensions: { takeOver: 1 } } : {}),
    });
  keepSession({ token, isAtDesk: true });
  useSessionStore.setState({ phase: 'desk' });
  void restoreUnfinished(token);
}

/** When the page starts: goes on with the session this browser keeps, if the server still knows it. */
export async function resumeSession(): Promise<void> {
  const kept = readKeptSession();
  if (kept === undefined) {
    useSessionStore.setState({ ...signedOut });
    return;
  }
  try {
    const { person, place } = await readSession(kept.token);
    const settings = place === null ? null : await readDesktopSettings(kept.token);
    const common = { token: kept.token, person, place, settings, notice: null };
    if (place === null) useSessionStore.setState({ ...common, phase: 'noPlace' });
    else if (!kept.isAtDesk) useSessionStore.setState({ ...common, phase: 'choosing' });
    else {
      keepSession(kept);
      useSessionStore.setState({ ...common, phase: 'desk' });
      openDeskChannel(kept.token);
      for (const { number } of place.directoryNumbers)
        void sendRequest({ name: 'TRegisterAddress', thisDN: number }).catch(noticeRefusal);
      restoreOutbox();
      void restoreUnfinished(kept.token);
    }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 401) endSession('Your session has ended. Please sign in again.');
    else {
      useSessionStore.setState({ notice: error.message });
      setTimeout(() => void resumeSession(), RETRY_DELAY_MS);
    }
  }
}

/** Logs the agent out of every DN, then ends the session. Refused while interactions are open: then it says so. */
export async function logOut(): Promise<void> {
  const { token } = useSessionStore.getState();
  try {
    for (const { dn, status } of summarizeAgent(useAgentStore.getState()).loggedIn)
      if (status !== AgentStatus.LoggedOut) await sendRequest({ name: 'TAgentLogout', thisDN: dn });
  } catch (error) {
    noticeRefusal(error);
    return;
  }
  if (token !== null) await deleteSession(token).catch(() => {});
  endSession(null);
}

/** Back to the media of the place, with the session kept. */
export function chooseMedia(): void {
  useSessionStore.setState({ phase: 'choosing' });
}

/** Back to user name and password. */
export function endSession(notice: string | null): void {
  closeChannel();
  closeDeskFeed();
  deskFeedListener.status('closed');
  closeStatistics();
  forgetSession(useSessionStore.getState().token);
  clearPending();
  clearOutbox();
  useAgentStore.setState(initialAgentState, true);
  useInteractionsStore.setState(initialInteractionsState, true);
  useChatStore.setState(initialChatState, true);
  useTypingStore.setState(initialTypingState, true);
  useMonitoringStore.setState(initialMonitoringState, true);
  useSupervisionStore.setState(initialSupervisionState, true);
  useConnectionStore.setState((state) => applyStatus(state, 'closed'));
  useViewStore.setState(initialViewState, true);
  useTeamStore.setState(initialTeamViewState, true);
  useSessionStore.setState({ ...signedOut, notice });
}

function openDeskChannel(token: string): void {
  openChannel(token, { event: receiveEvent, status: (status) => receiveStatus(token, status) });
  openDeskFeed(token, deskFeedListener);
  setStatToken(token);
}

function receiveStatus(token: string, status: ChannelStatus): void {
  useConnectionStore.setState((state) => applyStatus(state, status));
  if (status === 'refused') void judgeRefusal(token);
}

function receiveEvent(event: Parameters<typeof routeEvent>[0]): void {
  routeEvent(event);
  if (tellsOfParties.has(event.name) && 'thisDN' in event && event.thisDN !== undefined) askForDetails(event.thisDN);
}

/** After these somebody may be in the call of whom the event does not tell. */
const tellsOfParties: ReadonlySet<string> = new Set([
  'EventRegistered',
  'EventEstablished',
  'EventPartyAdded',
  'EventPartyChanged',
  'EventPartyDeleted',
]);

/** A reload tells only the ids of calls, a join only who called; TQueryCall brings the rest. */
function askForDetails(dn: string): void {
  for (const interaction of Object.values(useInteractionsStore.getState().interactions))
    if ((interaction.lacksDetails || interaction.lacksParties) && interaction.dn === dn)
      sendRequest({ name: 'TQueryCall', thisDN: dn, connID: interaction.connID }).catch(noticeRefusal);
}

function noticeRefusal(error: unknown): void {
  if (error instanceof RequestRefused) addNotice('error', error.message);
}

/** The channel was refused: either the token is worth nothing any more, or the server cannot take us just now. */
async function judgeRefusal(token: string): Promise<void> {
  try {
    await readSession(token);
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) {
      if (useSessionStore.getState().token === token) endSession('Your session has ended. Please sign in again.');
      return;
    }
  }
  setTimeout(() => {
    if (useSessionStore.getState().token === token) openDeskChannel(token);
  }, RETRY_DELAY_MS);
}
