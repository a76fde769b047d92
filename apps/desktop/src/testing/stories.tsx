import { createRoot } from 'react-dom/client';
import '../app.css';
import { App } from '../app/app.tsx';
import { installGateway } from '../gateway/channel.ts';
import { installDeskFeed } from '../gateway/desk-feed.ts';
import { installStatFeed } from '../gateway/stat-feed.ts';
import { sendText } from '../stores/chat/outbox-store.ts';
import { addNotice } from '../stores/requests/notices-store.ts';
import { setPreferences, type Theme } from '../stores/session/preferences-store.ts';
import { keepSession, useSessionStore } from '../stores/session/session-store.ts';
import { resumeSession } from '../stores/session-actions.ts';
import { showLive, useTeamStore } from '../stores/supervision/team-store.ts';
import { openBeside, openChat, showSideTab } from '../stores/view/view-reducer.ts';
import { changeView, showOverlay } from '../stores/view/view-store.ts';
import { decision, maya, places, ravi, settings } from './builders.ts';
import { busyDesk, longChat } from './busy-desk.ts';
import { installFakeApi } from './fake-api.ts';
import { FakeDeskFeed } from './fake-desk-feed.ts';
import { FakeGateway } from './fake-gateway.ts';
import { FakeStatFeed } from './fake-stat-feed.ts';
import { akimCall, dayNumbers, largeChange, largeTeam, liveChat, sara, saraPlace, teamView } from './team-desk.ts';

/** Pages on a fake server, by name in the query: `?story=busy&theme=dark`. For development and pictures only. */
const query = new URLSearchParams(location.search);
const story = query.get('story') ?? 'busy';
const now = Date.now();
const akim = '006b0192cae0f001';
const lnovak = '006b0192cae0f002';
const gateway = new FakeGateway();
const feed = new FakeDeskFeed();
const statFeed = new FakeStatFeed(story !== 'team-no-numbers');
const isTeam = story.startsWith('team');
/** Agents of `team-large`: more than any list draws at once. */
const LARGE = 1000;
const isTwo = story === 'login-two';
const person = isTeam ? sara : isTwo ? ravi : maya;
const place = isTeam ? saraPlace : isTwo ? places.twoDns : story === 'login-im' ? places.imOnly : places.oneDn;

localStorage.clear();
sessionStorage.clear();
setPreferences({ theme: (query.get('theme') ?? 'light') as Theme });
installGateway(gateway);
installDeskFeed(feed);
installStatFeed(statFeed);
installFakeApi(({ method, path }) => {
  if (path === '/api/session' && method === 'POST')
    return { status: 429, headers: { 'retry-after': '30' }, body: { error: { code: 'TooManyRequests', message: '' } } };
  if (path === '/api/session') return { body: { token: 't', person, place: story === 'no-place' ? null : place } };
  if (path === '/api/desktop') return { body: story.startsWith('login') ? settings : { ...settings, chatMax: 4 } };
  if (path === '/api/interactions/unfinished') return { body: [] };
  if (path.endsWith('/decisions')) return { body: [decision(now - 7000)] };
  return undefined;
});
gateway.answerWith((request) => {
  if (request.name === 'TRegisterAddress') return undefined;
  return {
    name: 'EventError',
    time: Date.now(),
    referenceID: request.referenceID,
    errorCode: 'NotImplemented',
    errorMessage: 'The story has no server.',
  };
});
if (story !== 'login') keepSession({ token: 't', isAtDesk: !story.startsWith('login') });

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<App />);
await resumeSession();
if (story === 'login') useSessionStore.setState({ notice: null });
if (story === 'empty')
  gateway.emit({
    name: 'EventRegistered',
    thisDN: '1001',
    extensions: { AgentStatus: 1, AgentStatusSince: now - 9000 },
  });
if (
  ['busy', 'two', 'offline', 'back', 'data', 'why', 'palette', 'status', 'shortcuts', 'ended', 'list'].includes(story)
) {
  for (const event of busyDesk(now)) gateway.emit(event);
  changeView((view) => openChat(view, story === 'ended' ? '006b0192cae0f005' : akim));
}
if (story === 'two') changeView((view) => openBeside(view, lnovak));
if (story === 'data' || story === 'why') changeView((view) => showSideTab(view, story));
if (story === 'list') changeView((view) => ({ ...view, narrowView: 'chats' }));
if (story === 'palette' || story === 'status' || story === 'shortcuts') showOverlay(story);
if (story === 'offline') {
  gateway.goOffline();
  sendText('1001', akim, 'It takes three days.');
  addNotice('error', 'The chat could not be accepted: The call is not in a state in which this is possible.');
}
if (story === 'back') {
  gateway.goOffline();
  gateway.goOnline();
}
if (story === 'long') for (const event of longChat(now, 10_000)) gateway.emit(event);

if (isTeam) {
  gateway.emit({
    name: 'EventRegistered',
    thisDN: '2001',
    agentID: '2001',
    extensions: { AgentStatus: 1, AgentStatusSince: now - 9000 },
  });
  changeView((view) => ({ ...view, page: 'team' }));
  statFeed.show(story === 'team-empty' ? {} : dayNumbers);
  if (story === 'team-day') useTeamStore.setState({ board: 'day' });
  if (story === 'team-empty') feed.show({ ...teamView(now), agents: [], queues: [], helpRequests: [] });
  else if (story === 'team-large') feed.show(largeTeam(now, LARGE));
  else if (story !== 'team-loading') feed.show(teamView(now));
}
for (const [name, mode] of [
  ['team-silent', 'mute'],
  ['team-whisper', 'coach'],
  ['team-barge', 'connect'],
] as const)
  if (story === name) {
    for (const event of liveChat(now, mode)) gateway.emit(event);
    showLive(akimCall.connID, '1001');
  }
if (story === 'team-absent') {
  const view = teamView(now);
  const agents = view.agents.map((agent) =>
    agent.dn === '1001' ? { ...agent, state: 'reconnecting' as const, since: now - 20_000 } : agent,
  );
  feed.show({ ...view, agents, helpRequests: [] });
}
if (story === 'team-large') {
  let round = 0;
  setInterval(() => feed.change(largeChange(Date.now(), LARGE, round++)), 250);
}
