import type { DeskView } from '@cordboard/shared/desk/desk-view';
import type { TEvent } from '@cordboard/shared/tlib/events';
import type { TRequest } from '@cordboard/shared/tlib/requests';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepSession } from '../../stores/session/session-store.ts';
import { resumeSession } from '../../stores/session-actions.ts';
import { callEvent, imCall, settings } from '../../testing/builders.ts';
import { installFakeApi } from '../../testing/fake-api.ts';
import { FakeDeskFeed } from '../../testing/fake-desk-feed.ts';
import { type FakeEvent, FakeGateway } from '../../testing/fake-gateway.ts';
import { FakeStatFeed } from '../../testing/fake-stat-feed.ts';
import { joinEvents, observedCall, observerEvent } from '../../testing/monitoring-builders.ts';
import { openTeam } from '../../testing/open-team.ts';
import { leavePage, renderPage } from '../../testing/render-page.tsx';
import { akimCall, liveChat, sara, saraPlace, teamView } from '../../testing/team-desk.ts';

let gateway: FakeGateway;
let feed: FakeDeskFeed;
let statFeed: FakeStatFeed;
let view: DeskView;

function emit(...events: readonly TEvent[]): void {
  act(() => {
    for (const event of events) gateway.emit(event as FakeEvent);
  });
}

/** The rail; the bar at the bottom is there too, for narrow windows. */
const rail = (): HTMLElement => screen.getByRole('navigation', { name: 'Desk' });
const agents = (): HTMLElement => screen.getByRole('treegrid', { name: 'Agents' });
const row = (name: string): HTMLElement => within(agents()).getByRole('row', { name });
const live = (): HTMLElement => screen.getByRole('region', { name: 'Live view' });
const namesShown = (): (string | null)[] =>
  within(agents())
    .getAllByRole('row')
    .slice(1)
    .map((each) => each.getAttribute('aria-label'));

async function lastOf<Name extends TRequest['name']>(name: Name) {
  await waitFor(() => expect(gateway.requestsOf(name).length).toBeGreaterThan(0));
  const request = gateway.requestsOf(name).at(-1);
  if (request === undefined) throw new Error(`no ${name}`);
  return request;
}

function refuse(name: TRequest['name'] | readonly TRequest['name'][], errorMessage: string): void {
  gateway.answerWith((request) =>
    [name].flat().includes(request.name)
      ? {
          name: 'EventError',
          time: Date.now(),
          referenceID: request.referenceID,
          errorCode: 'InvalidState',
          errorMessage,
        }
      : undefined,
  );
}

beforeEach(async () => {
  installFakeApi(({ path }) => {
    if (path === '/api/session') return { body: { token: 't1', person: sara, place: saraPlace } };
    if (path === '/api/desktop') return { body: settings };
    return path.endsWith('/decisions') ? { body: [] } : undefined;
  });
  keepSession({ token: 't1', isAtDesk: true });
  gateway = new FakeGateway();
  feed = new FakeDeskFeed();
  view = teamView(Date.now());
  feed.show(view);
  statFeed = new FakeStatFeed();
  renderPage(gateway, true, feed, statFeed);
  await act(() => resumeSession());
  emit({
    name: 'EventRegistered',
    time: Date.now(),
    thisDN: '2001',
    agentID: '2001',
    extensions: { AgentStatus: 2, AgentStatusSince: Date.now() },
  } as TEvent);
});
afterEach(leavePage);

describe('team page', () => {
  it('[DT90] stands beside the own chats, which are counted while one looks at the team', async () => {
    await openTeam(statFeed);
    expect(within(rail()).getByRole('button', { name: 'Team, 1 waiting' }).getAttribute('aria-current')).toBe('page');
    emit(callEvent('EventRinging', Date.now(), imCall('00000000000000b1', 'own@example.net'), { thisDN: '2001' }));
    await userEvent.click(within(rail()).getByRole('button', { name: 'Chats, 1 waiting' }));
    expect(await screen.findByRole('article', { name: 'Ringing: own' })).toBeTruthy();
  });

  it('[DT93] no row moves under the pointer', async () => {
    await openTeam(statFeed);
    expect(namesShown()).toEqual(['Tom Sato', 'Maya Ross', 'Ben Okafor', 'Lena Novak', 'Ravi Iyer']);
    await userEvent.hover(row('Maya Ross'));
    act(() => feed.change({ time: Date.now(), helpRequests: [] }));
    expect(namesShown()[0]).toBe('Tom Sato');
    await userEvent.unhover(agents());
    expect(namesShown()[0]).toBe('Maya Ross');
  });

  it('[DT94] a filter that lets nobody through says so and is taken away by its button', async () => {
    await openTeam(statFeed);
    await userEvent.type(screen.getByRole('searchbox'), 'nobody');
    await userEvent.click(screen.getByRole('button', { name: 'Show all who are logged in' }));
    expect(namesShown()).toHaveLength(5);
  });

  it('[DT91] says when nobody is logged in and when one supervises no group', async () => {
    await openTeam(statFeed);
    act(() => feed.show({ ...view, agents: [] }));
    expect(screen.getByText('No agent is logged in')).toBeTruthy();
    act(() => feed.show({ ...view, groups: [] }));
    expect(screen.getByText('You supervise no group')).toBeTruthy();
  });

  it('[DT60] the last picture stays and says that it is old while the channel is lost', async () => {
    await openTeam(statFeed);
    act(() => feed.tell('lost'));
    expect(screen.getByText('As of a moment ago')).toBeTruthy();
    expect(namesShown()).toHaveLength(5);
  });

  it('[DT96] arrows go from row to row and open the chats, Enter opens the live view', async () => {
    await openTeam(statFeed);
    act(() => row('Tom Sato').focus());
    await userEvent.keyboard('{ArrowDown}');
    await waitFor(() => expect(document.activeElement).toBe(row('Maya Ross')));
    await userEvent.keyboard('{End}');
    await waitFor(() => expect(document.activeElement).toBe(row('Ravi Iyer')));
    await userEvent.keyboard('{Home}{ArrowDown}');
    await waitFor(() => expect(document.activeElement).toBe(row('Maya Ross')));
    await userEvent.keyboard('{ArrowRight}');
    expect(screen.getByRole('list', { name: 'Chats of Maya Ross' })).toBeTruthy();
    await userEvent.keyboard('{ArrowLeft}{Enter}');
    expect(await lastOf('TMonitorNextCall')).toMatchObject({
      thisDN: '2001',
      otherDN: '1001',
      connID: '006b0192cae0f003',
      monitorNextCallType: 0,
      extensions: { MonitorMode: 'mute' },
    });
  });

  it('[DT97] Not Ready needs a reason and a second press, and a refusal stands at the form', async () => {
    await openTeam(statFeed);
    refuse('TAgentSetNotReady', 'You do not supervise this agent.');
    await userEvent.click(screen.getByRole('button', { name: 'More for Ben Okafor' }));
    const form = screen.getByRole('dialog', { name: 'More for Ben Okafor' });
    expect(within(form).getByRole('button', { name: 'Set Not Ready' }).hasAttribute('disabled')).toBe(true);
    await userEvent.type(within(form).getByRole('combobox'), 'Meeting');
    await userEvent.click(within(form).getByRole('button', { name: 'Set Not Ready' }));
    expect(gateway.requestsOf('TAgentSetNotReady')).toHaveLength(0);
    await userEvent.click(within(form).getByRole('button', { name: 'Really set Not Ready?' }));
    expect(await lastOf('TAgentSetNotReady')).toMatchObject({ thisDN: '1002', reasons: { reason: 'Meeting' } });
    expect(await within(form).findByText('You do not supervise this agent.')).toBeTruthy();
  });

  it('[DT97] the event on the agent’s DN changes nothing of the own status', async () => {
    await openTeam(statFeed);
    emit({
      name: 'EventAgentNotReady',
      time: Date.now(),
      thisDN: '1002',
      agentID: '1002',
      agentWorkMode: 4,
      reasons: { reason: 'Meeting' },
    } as TEvent);
    expect(screen.getByRole('button', { name: 'Status: Ready' })).toBeTruthy();
  });

  it('[DT98] all chats of a lost desktop are re-queued, and what was refused stands at the row', async () => {
    await openTeam(statFeed);
    const lost = view.agents.map((agent) =>
      agent.dn === '1001' ? { ...agent, state: 'reconnecting' as const } : agent,
    );
    act(() => feed.change({ time: Date.now(), agents: lost }));
    refuse(['TSingleStepTransfer', 'TRedirectCall'], 'The customer has left.');
    await userEvent.click(within(row('Maya Ross')).getByRole('button', { name: 'Re-queue all chats' }));
    await userEvent.click(within(row('Maya Ross')).getByRole('button', { name: 'Really re-queue 3 chats?' }));
    await waitFor(() => expect(gateway.requestsOf('TSingleStepTransfer')).toHaveLength(3));
    expect(gateway.requestsOf('TSingleStepTransfer')[0]).toMatchObject({ thisDN: '1001', otherDN: '1111' });
    expect(await within(row('Maya Ross')).findByRole('alert')).toHaveProperty(
      'textContent',
      '3 of 3 chats could not be re-queued: The customer has left.',
    );
  });

  it('[DT98] a chat that the agent has answered meanwhile, or that rings again, is taken over all the same', async () => {
    await openTeam(statFeed);
    await userEvent.click(within(row('Ben Okafor')).getByRole('button', { name: 'Show the chats of Ben Okafor' }));
    refuse('TSingleStepTransfer', 'The call is not in a state in which this is possible.');
    await userEvent.click(within(row('Ben Okafor')).getByRole('button', { name: 'Take over' }));
    await userEvent.click(within(row('Ben Okafor')).getByRole('button', { name: 'Really take over?' }));
    const { referenceID, ...asked } = await lastOf('TRedirectCall');
    expect(asked).toMatchObject({ thisDN: '1002', connID: '006b0192cae0f004', otherDN: '2001' });
    emit({ name: 'EventACK', time: Date.now(), referenceID, thisDN: '1002' } as TEvent);
    await waitFor(() => expect(screen.queryByRole('main', { name: 'Team' })).toBeNull());
  });

  it('[DT98] a chat that still rings in the row is transferred when it has been answered', async () => {
    await openTeam(statFeed);
    const ringing = view.agents.map((agent) =>
      agent.dn === '1002'
        ? { ...agent, calls: agent.calls.map((call) => ({ ...call, state: 'ringing' as const })) }
        : agent,
    );
    act(() => feed.change({ time: Date.now(), agents: ringing }));
    await userEvent.click(within(row('Ben Okafor')).getByRole('button', { name: 'Show the chats of Ben Okafor' }));
    refuse('TRedirectCall', 'The call is not in a state in which this is possible.');
    await userEvent.click(within(row('Ben Okafor')).getByRole('button', { name: 'Re-queue' }));
    await userEvent.click(within(row('Ben Okafor')).getByRole('button', { name: 'Really re-queue?' }));
    expect(await lastOf('TSingleStepTransfer')).toMatchObject({ thisDN: '1002', otherDN: '1111' });
    expect(within(row('Ben Okafor')).queryByRole('alert')).toBeNull();
  });

  it('[DT99] help is taken with one press; who was too late is told', async () => {
    await openTeam(statFeed);
    refuse('TPrivateService', 'Somebody else was first.');
    expect(row('Tom Sato').textContent).toContain('asks for help: “refund above my limit”');
    await userEvent.click(within(row('Tom Sato')).getByRole('button', { name: 'Help' }));
    expect(await lastOf('TPrivateService')).toMatchObject({
      serviceID: 3003,
      connID: '006b0192cae0f006',
      extensions: { action: 'take', assistID: 'help-1' },
    });
    expect(await within(row('Tom Sato')).findByText(/Somebody else was first/)).toBeTruthy();
  });

  it('[DT105] what one monitors is listed, and ends there', async () => {
    await openTeam(statFeed);
    const monitoring = { supervisorDN: '2001', agentDN: '1002', monitorNextCallType: 1, mode: 'coach' } as const;
    const monitorings = [
      { ...monitoring, scope: 'agent' as const, since: 0 },
      { ...monitoring, supervisorDN: '2002', agentDN: '1003', scope: 'call' as const, since: 0 },
    ];
    act(() => feed.change({ time: Date.now(), monitorings }));
    const list = screen.getByRole('region', { name: 'What I monitor' });
    expect(list.textContent).toContain('Ben Okafor all chats · Whisper · goes with the agent');
    expect(list.textContent).not.toContain('Lena');
    await userEvent.click(within(list).getByRole('switch', { name: 'Monitor Ben Okafor' }));
    expect(await lastOf('TCancelMonitoring')).toMatchObject({ thisDN: '2001', otherDN: '1002' });
  });
});

describe('live view', () => {
  it('[DT100] opens by itself when one has joined, and is no chat of one’s own', async () => {
    await openTeam(statFeed);
    emit(...liveChat(Date.now(), 'coach'));
    expect(within(live()).getByText('with Maya Ross')).toBeTruthy();
    expect(within(rail()).getByRole('button', { name: 'Chats' })).toBeTruthy();
  });

  it('[DT104] whispers are dashed, and say for whom they are', async () => {
    await openTeam(statFeed);
    emit(...liveChat(Date.now(), 'coach'));
    const whisper = within(live()).getByText('4472 is the yearly add-on, offer to cancel it.').closest('article');
    expect(whisper?.className).toContain('border-dashed');
    expect(whisper?.textContent).toContain('to Maya only');
  });

  it('[DT102] silent has nothing to write in, and a whisper that is typed stays a whisper', async () => {
    await openTeam(statFeed);
    emit(...liveChat(Date.now(), 'mute'));
    expect(within(live()).queryByRole('textbox')).toBeNull();
    emit(observerEvent('EventMuteOff', Date.now(), akimCall, { extensions: { MonitorMode: 'coach' } }));
    await userEvent.type(within(live()).getByRole('textbox', { name: 'Whisper to Maya' }), 'for you alone');
    emit(observerEvent('EventMuteOff', Date.now(), akimCall, { extensions: { MonitorMode: 'connect' } }));
    const box = within(live()).getByRole('textbox', { name: 'Write to the customer and Maya' });
    expect(box).toHaveProperty('value', '');
    await userEvent.type(box, '{Enter}');
    expect(gateway.requestsOf('TPrivateService')).toHaveLength(0);
  });

  it('[DT102] nothing is sent while the mode is changing or the connection is lost', async () => {
    await openTeam(statFeed);
    emit(...liveChat(Date.now(), 'coach'));
    await userEvent.type(within(live()).getByRole('textbox'), 'Offer it');
    await userEvent.click(within(live()).getByRole('radio', { name: 'Silent' }));
    expect(await lastOf('TSetMuteOn')).toMatchObject({ thisDN: '2001', connID: akimCall.connID });
    await userEvent.type(within(live()).getByRole('textbox'), '{Enter}');
    act(() => gateway.goOffline());
    await userEvent.type(within(live()).getByRole('textbox'), '{Enter}');
    expect(gateway.requestsOf('TPrivateService')).toHaveLength(0);
  });

  it('[DT103] the first text of a barge-in needs a second press; until then Undo goes back', async () => {
    await openTeam(statFeed);
    emit(...liveChat(Date.now(), 'coach'));
    emit(observerEvent('EventMuteOff', Date.now(), akimCall, { extensions: { MonitorMode: 'connect' } }));
    const box = within(live()).getByRole('textbox');
    await userEvent.type(box, 'Sara here{Enter}');
    expect(gateway.requestsOf('TPrivateService')).toHaveLength(0);
    await userEvent.type(box, '{Enter}');
    expect(await lastOf('TPrivateService')).toMatchObject({ serviceID: 3001, extensions: { im: 'Sara here' } });
    await userEvent.click(within(live()).getByRole('button', { name: 'Undo' }));
    expect(await lastOf('TSetMuteOn')).toMatchObject({ extensions: { MonitorMode: 'coach' } });
  });

  it('[DT101] the banner says who knows of the mode', async () => {
    await openTeam(statFeed);
    emit(...liveChat(Date.now(), 'mute'));
    expect(live().textContent).toContain('Neither Maya nor the customer sees that you listen.');
    emit(observerEvent('EventMuteOff', Date.now(), akimCall, { extensions: { MonitorMode: 'coach' } }));
    expect(live().textContent).toContain('Maya sees that you whisper. The customer does not.');
  });

  it('[DT5] a chat that cannot be joined says why, and can be tried again', async () => {
    await openTeam(statFeed);
    refuse('TMonitorNextCall', 'Another supervisor monitors this agent.');
    await userEvent.click(within(row('Maya Ross')).getByRole('button', { name: /^akim/ }));
    expect(await within(live()).findByText('Another supervisor monitors this agent.')).toBeTruthy();
    await userEvent.click(within(live()).getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(gateway.requestsOf('TMonitorNextCall')).toHaveLength(2));
  });

  it('[DT100] a second chat that one has joined is a press away', async () => {
    await openTeam(statFeed);
    emit(...liveChat(Date.now(), 'mute'));
    emit(...joinEvents(Date.now(), observedCall('00000000000000c9', 'lnovak@example.net'), 'mute'));
    expect(await screen.findByText('You have joined the chat of lnovak.')).toBeTruthy();
    await userEvent.click(within(live()).getByRole('button', { name: 'lnovak' }));
    expect(within(live()).getByRole('log', { name: 'Live transcript with lnovak' })).toBeTruthy();
    expect(gateway.requestsOf('TMonitorNextCall')).toHaveLength(0);
  });
});
