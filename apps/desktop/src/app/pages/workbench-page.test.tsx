import type { TEvent } from '@cordboard/shared/tlib/events';
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keepSession } from '../../stores/session/session-store.ts';
import { resumeSession } from '../../stores/session-actions.ts';
import { callEvent, decision, imCall, maya, places, registered, settings, textEvent } from '../../testing/builders.ts';
import { type FakeCall, installFakeApi } from '../../testing/fake-api.ts';
import type { FakeEvent, FakeGateway } from '../../testing/fake-gateway.ts';
import { leavePage, renderPage } from '../../testing/render-page.tsx';

const akim = imCall('00000000000000a1', 'akim@example.net', { Choice: '1' });
const jdoe = imCall('00000000000000a2', 'jdoe@example.net');
let gateway: FakeGateway;
let calls: FakeCall[];

function emit(...events: readonly (TEvent | FakeEvent)[]): void {
  act(() => {
    for (const event of events) gateway.emit(event as FakeEvent);
  });
}
const now = (): number => Date.now();
const ready = (): TEvent => registered(now(), { AgentStatus: 2, AgentStatusSince: now() });
const chatWith = (call: typeof akim): TEvent[] => [
  callEvent('EventRinging', now(), call),
  callEvent('EventEstablished', now(), call),
];

async function lastRequest<Name extends Parameters<FakeGateway['requestsOf']>[0]>(name: Name) {
  await waitFor(() => expect(gateway.requestsOf(name).length).toBeGreaterThan(0));
  const request = gateway.requestsOf(name).at(-1);
  if (request === undefined) throw new Error('no request');
  return request;
}

beforeEach(async () => {
  calls = installFakeApi(({ path }) => {
    if (path === '/api/session') return { body: { token: 't1', person: maya, place: places.oneDn } };
    if (path === '/api/desktop') return { body: settings };
    if (path.endsWith('/decisions')) return { body: [decision(now())] };
    if (path.endsWith('/note')) return { status: 204 };
    return undefined;
  });
  keepSession({ token: 't1', isAtDesk: true });
  gateway = renderPage();
  await act(() => resumeSession());
});
afterEach(() => {
  vi.useRealTimers();
  leavePage();
});

describe('agent status', () => {
  it('[DT1] Ready asks, and only the event changes the screen', async () => {
    emit(registered(now(), { AgentStatus: 1, AgentStatusSince: now() }));
    expect(screen.getByText('Press Ready to receive chats.')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Ready' }));
    const request = await lastRequest('TAgentSetReady');
    expect(screen.getByRole('button', { name: 'Status: Not ready' }).getAttribute('aria-busy')).toEqual('true');
    emit({
      name: 'EventAgentReady',
      thisDN: '1001',
      agentID: '1001',
      agentWorkMode: 1,
      referenceID: request.referenceID,
    });
    expect(await screen.findByRole('button', { name: 'Status: Ready' })).toBeTruthy();
    expect(screen.getByText('You are Ready')).toBeTruthy();
  });

  it('[DT21] Not Ready with a reason is asked from the menu and shown with the reason', async () => {
    emit(ready());
    await userEvent.keyboard('{Control>}{Shift>}S{/Shift}{/Control}');
    await userEvent.click(await screen.findByRole('menuitemradio', { name: 'Lunch' }));
    expect(await lastRequest('TAgentSetNotReady')).toMatchObject({ thisDN: '1001', reasons: { reason: 'Lunch' } });
    emit({
      name: 'EventAgentNotReady',
      thisDN: '1001',
      agentID: '1001',
      agentWorkMode: 4,
      reasons: { reason: 'Lunch' },
    });
    expect(screen.getByRole('button', { name: 'Status: Not ready · Lunch' })).toBeTruthy();
  });

  it('[DT22] logging out says why it is not possible now', async () => {
    emit(ready(), ...chatWith(akim));
    await userEvent.click(screen.getByRole('button', { name: 'Status: Ready' }));
    expect(screen.getByRole('menuitem', { name: /Log out/ }).getAttribute('aria-disabled')).toEqual('true');
    expect(screen.getByText('Finish your open chat first.')).toBeTruthy();
  });

  it('[DT23] capacity counts what rings and what runs', () => {
    emit(ready(), ...chatWith(akim), callEvent('EventRinging', now(), jdoe));
    expect(within(screen.getByRole('list', { name: 'Capacity' })).getByText('2 of 3')).toBeTruthy();
  });
});

describe('interactions', () => {
  it('[DT30] what rings is accepted by key, opens, and can be answered', async () => {
    emit(ready(), callEvent('EventRinging', now(), jdoe, { extensions: { preview: 'upgrade my plan' } }));
    const card = screen.getByRole('article', { name: 'Ringing: jdoe' });
    expect(within(card).getByText(/upgrade my plan/)).toBeTruthy();
    expect(await within(card).findByText(/longest ready of 2 free agents/)).toBeTruthy();
    expect(document.title).toBe('(1) Cordboard');
    await userEvent.keyboard('{Alt>}a{/Alt}');
    const { referenceID, ...request } = await lastRequest('TAnswerCall');
    expect(request).toMatchObject({ thisDN: '1001', connID: jdoe.connID });
    emit(callEvent('EventEstablished', now(), jdoe, { referenceID } as Partial<TEvent>));
    expect(await screen.findByRole('textbox', { name: 'Message to jdoe' })).toBe(document.activeElement);
  });

  it('[DT37] an offer counts down to the time that the server has told, after a reload too', () => {
    const start = now();
    const offered = imCall('00000000000000d1', 'dina@example.net');
    emit(callEvent('EventRinging', start, offered, { extensions: { noAnswerAt: start + 45_000 } }));
    const card = screen.getByRole('article', { name: 'Ringing: dina' });
    expect(card.textContent).toMatch(/(?:39|4\d) s to answer/);
    const reloaded = { 'conn-1': '00000000000000d2', 'ct-1': 2, 'mt-1': 5, 'ps-1': 'ringing', 'ts-1': start - 10_000 };
    emit(registered(start, reloaded));
    const known = imCall('00000000000000d2', 'emma@example.net');
    const told = {
      name: 'EventPartyInfo',
      time: start,
      thisDN: '1001',
      ...known,
      extensions: { noAnswerAt: start + 6000 },
    };
    expect(screen.getByRole('article', { name: /^Ringing/ }).textContent).not.toContain('to answer');
    emit(told as unknown as TEvent);
    expect(screen.getByRole('article', { name: 'Ringing: emma' }).textContent).toMatch(/\d s to answer/);
  });

  it('[DT37] without an end of the time nothing counts down', () => {
    emit(callEvent('EventRinging', now(), imCall('00000000000000d3', 'finn@example.net')));
    expect(screen.getByRole('article', { name: 'Ringing: finn' }).textContent).not.toContain('to answer');
  });

  it('[DT38] who has not written in time is told, in the chat too', async () => {
    const chat = imCall('00000000000000d4', 'gina@example.net');
    emit(...chatWith(chat));
    const late = (action: string): TEvent =>
      ({
        name: 'EventPrivateInfo',
        time: now(),
        thisDN: '1001',
        privateMsgID: 3006,
        ...chat,
        extensions: { action, seconds: 30, agentDN: '1001' },
      }) as unknown as TEvent;
    emit(late('notice'));
    expect(screen.getByText('You have not written to gina within 30 seconds.')).toBeTruthy();
    await userEvent.click(screen.getAllByText('gina')[0] as HTMLElement);
    expect(within(screen.getByRole('log')).getByText(/You have not written within 30 seconds/)).toBeTruthy();
    emit(late('requeue'));
    expect(screen.getByText(/within 30 seconds\. The chat goes back to its queue\./)).toBeTruthy();
  });

  it('[DT38] a supervisor is told of the agent, and no chat opens', () => {
    const late = {
      name: 'EventPrivateInfo',
      time: now(),
      thisDN: '1001',
      privateMsgID: 3006,
      ...imCall('00000000000000d5', 'hugo@example.net'),
      thisDNRole: 10,
      otherDN: '1002',
      extensions: { action: 'notice', seconds: 30, agentDN: '1002' },
    };
    emit(late as unknown as TEvent);
    expect(screen.getByText('1002 has not written to hugo within 30 seconds.')).toBeTruthy();
    expect(screen.queryByText('hugo')).toBeNull();
  });

  it('[DT5] a refused accept is said, and the card stays', async () => {
    emit(ready(), callEvent('EventRinging', now(), jdoe));
    await userEvent.click(screen.getByRole('button', { name: 'Accept' }));
    const { referenceID } = await lastRequest('TAnswerCall');
    emit({ name: 'EventError', referenceID, errorCode: 'UnknownCall', errorMessage: 'It is gone.' });
    expect(await screen.findByText('The chat could not be accepted: It is gone.')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Accept' })).toHaveProperty('disabled', false);
  });

  it('[DT33] opening a chat does not clear its badge, answering does', async () => {
    emit(ready(), ...chatWith(akim), ...chatWith(jdoe), textEvent(now(), akim, 'm1', 'Hi'));
    const list = screen.getByRole('region', { name: 'Active' });
    await userEvent.click(within(list).getByRole('button', { name: /akim.*1 unanswered text/s }));
    expect(within(list).getByText('1 unanswered text')).toBeTruthy();
    emit(textEvent(now(), akim, 'm2', 'Hello', '1001'));
    expect(within(list).queryByText('1 unanswered text')).toBeNull();
  });

  it('[DT30] an ended chat waits in Wrap-up for its note and Done', async () => {
    emit(ready(), ...chatWith(akim));
    await userEvent.click(screen.getByRole('button', { name: 'End' }));
    expect(await lastRequest('TReleaseCall')).toMatchObject({ connID: akim.connID });
    emit(callEvent('EventReleased', now(), akim));
    expect(screen.getByRole('region', { name: 'Wrap-up' })).toBeTruthy();
    await userEvent.type(screen.getByLabelText('Note'), 'Refund agreed');
    await userEvent.click(screen.getByRole('button', { name: 'Save and done' }));
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Wrap-up' })).toBeNull());
    expect(calls.find(({ method }) => method === 'PUT')).toMatchObject({
      path: `/api/interactions/${akim.connID}/note`,
      body: { note: 'Refund agreed' },
    });
  });

  it('[DT31] after a reload the calls are asked for', async () => {
    emit(registered(now(), { AgentStatus: 2, 'conn-1': akim.connID, 'ct-1': 2, 'mt-1': 5, 'ps-1': 'ringing' }));
    const { referenceID } = await lastRequest('TQueryCall');
    emit({ ...callEvent('EventRinging', now(), akim), name: 'EventPartyInfo', referenceID } as FakeEvent);
    expect(await screen.findByRole('article', { name: 'Ringing: akim' })).toBeTruthy();
  });
});

describe('chat', () => {
  const box = (): HTMLElement => screen.getByRole('textbox', { name: 'Message to akim' });
  const log = (): HTMLElement => screen.getByRole('log', { name: 'Transcript with akim' });

  beforeEach(() => emit(ready(), ...chatWith(akim), textEvent(now(), akim, 'm1', 'Hi, see https://example.net')));

  it('[DT40][DT43] Enter sends; the text is sending until the server has stored it, then sent', async () => {
    await userEvent.type(box(), 'Hello{Shift>}{Enter}{/Shift}there{Enter}');
    const request = await lastRequest('TPrivateService');
    expect(request).toMatchObject({ serviceID: 3001, connID: akim.connID, extensions: { im: 'Hello\nthere' } });
    expect(within(log()).getByText('sending…')).toBeTruthy();
    emit({
      ...textEvent(now(), akim, 'm2', 'Hello\nthere', '1001'),
      referenceID: request.referenceID,
    } as FakeEvent);
    expect(await within(log()).findByText('stored')).toBeTruthy();
    expect(within(log()).queryByText('sending…')).toBeNull();
    expect(box()).toHaveProperty('value', '');
  });

  it('[DT43] Enter of an input method and an empty text send nothing', async () => {
    await userEvent.type(box(), '  {Enter}');
    fireEvent.keyDown(box(), { key: 'Enter', isComposing: true, keyCode: 229 });
    expect(gateway.requestsOf('TPrivateService')).toEqual([]);
  });

  it('[DT43] a text above the limit cannot be sent and says by how much', () => {
    fireEvent.change(box(), { target: { value: 'ä'.repeat(8193) } });
    expect(screen.getByText(/2 bytes too long/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Send' })).toHaveProperty('disabled', true);
  });

  it('[MQ31] says who is typing, in the chat and on its row, until it is over', () => {
    const typing = (isComposing: string, refresh = 60): FakeEvent =>
      ({
        name: 'EventPrivateInfo',
        thisDN: '1001',
        ...akim,
        privateMsgID: 3002,
        extensions: { isComposing, refresh },
      }) as FakeEvent;
    emit(typing('active'));
    expect(screen.getByText('akim is typing…').closest('[aria-live]')).toBeTruthy();
    expect(screen.getByText('is typing…')).toBeTruthy();
    emit(typing('idle'));
    expect(screen.queryByText('akim is typing…')).toBeNull();
  });

  it('[MQ45] says when a text was meant to be read, if that is over', () => {
    const goodUntil = now() - 60_000;
    const waited = textEvent(now(), akim, 'late', 'Call me at once!');
    emit({ ...waited, extensions: { im: 'Call me at once!', time: goodUntil - 60_000, goodUntil } } as FakeEvent);
    expect(within(log()).getByText(/^was meant to be read by \d\d:\d\d:\d\d$/)).toBeTruthy();
  });

  it('[DT44] a draft stays with its chat', async () => {
    await userEvent.type(box(), 'Half a sent');
    emit(...chatWith(jdoe));
    await userEvent.keyboard('{Alt>}2{/Alt}');
    expect(await screen.findByRole('textbox', { name: 'Message to jdoe' })).toHaveProperty('value', '');
    await userEvent.keyboard('{Alt>}1{/Alt}');
    expect(box()).toHaveProperty('value', 'Half a sent');
    expect(localStorage.getItem(`cordboard.draft.${akim.connID}`)).toBe('"Half a sent"');
  });

  it('[DT45][DT52] a text written while disconnected waits and goes out once when back', async () => {
    act(() => gateway.goOffline());
    expect(screen.getByRole('status', { name: 'Connection' })).toHaveProperty(
      'textContent',
      expect.stringContaining('Connection lost'),
    );
    await userEvent.type(box(), 'Later{Enter}');
    expect(within(log()).getByText('waits for the connection')).toBeTruthy();
    expect(gateway.requestsOf('TPrivateService')).toEqual([]);
    act(() => gateway.goOnline());
    expect(gateway.requestsOf('TPrivateService')).toHaveLength(1);
    expect(screen.getByRole('status', { name: 'Connection' })).toHaveProperty(
      'textContent',
      expect.stringContaining('Back online.'),
    );
  });

  it('[DT45] a refused text gives its reason and is sent again under the same requestID', async () => {
    await userEvent.type(box(), 'Hello{Enter}');
    const { referenceID, requestID } = await lastRequest('TPrivateService');
    emit({ name: 'EventError', referenceID, errorCode: 'CustomerGone', errorMessage: 'The customer has left.' });
    expect(await within(log()).findByText('The customer has left.')).toBeTruthy();
    await userEvent.click(within(log()).getByRole('button', { name: 'Retry' }));
    const texts = gateway.requestsOf('TPrivateService').filter(({ serviceID }) => serviceID === 3001);
    expect(texts.map((request) => request.requestID)).toEqual([requestID, requestID]);
  });

  it('[DT45] a reload of the page sends again what was on its way, under the same requestID', async () => {
    act(() => gateway.goOffline());
    await userEvent.type(box(), 'Later{Enter}');
    cleanup();
    gateway = renderPage();
    await act(() => resumeSession());
    const { requestID, extensions } = await lastRequest('TPrivateService');
    expect(extensions).toEqual({ im: 'Later' });
    expect(JSON.parse(sessionStorage.getItem('cordboard.outbox') ?? '[]')).toMatchObject([{ requestID }]);
  });

  it('[DT35] Ctrl Shift E ends the chat once, and a second later finishes its wrap-up', async () => {
    const press = (): Promise<unknown> => userEvent.keyboard('{Control>}{Shift>}E{/Shift}{/Control}');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 5000 });
    await press();
    await press();
    expect(gateway.requestsOf('TReleaseCall')).toHaveLength(1);
    emit(callEvent('EventReleased', now(), akim));
    await press();
    expect(screen.getByRole('region', { name: 'Wrap-up' })).toBeTruthy();
    vi.setSystemTime(Date.now() + 1000);
    await press();
    expect(screen.queryByRole('region', { name: 'Wrap-up' })).toBeNull();
  });

  it('[DT46] links are links, and open elsewhere', () => {
    const link = within(log()).getByRole('link', { name: 'https://example.net' });
    expect(link.getAttribute('rel')).toEqual(expect.stringContaining('noopener'));
  });

  it('[DT50] a second chat opens beside with Alt+click', async () => {
    emit(...chatWith(jdoe));
    const row = within(screen.getByRole('region', { name: 'Active' })).getByRole('button', { name: /^jdoe/ });
    fireEvent.click(row, { altKey: true });
    expect(screen.getByRole('region', { name: 'Chat with akim' })).toBeTruthy();
    expect(screen.getByRole('region', { name: 'Chat with jdoe' })).toBeTruthy();
  });

  it('[DT51] a pair is changed by a request, and a refusal stands beside it', async () => {
    await userEvent.click(screen.getByRole('tab', { name: 'Data' }));
    await userEvent.click(screen.getByRole('button', { name: 'Edit Choice' }));
    await userEvent.clear(screen.getByLabelText('Value of Choice'));
    await userEvent.type(screen.getByLabelText('Value of Choice'), '2{Enter}');
    const { referenceID, ...request } = await lastRequest('TUpdateUserData');
    expect(request).toMatchObject({ userData: { Choice: '2' } });
    emit({ name: 'EventError', referenceID, errorCode: 'InvalidAttribute', errorMessage: 'Not allowed.' });
    expect(await screen.findByText('Not allowed.')).toBeTruthy();
  });

  it('[DT54] Ctrl K finds a chat and ? lists the keys', async () => {
    await userEvent.keyboard('{Control>}k{/Control}');
    await userEvent.type(await screen.findByRole('combobox', { name: 'Find a chat or action' }), 'shortcuts{Enter}');
    expect(await screen.findByRole('dialog', { name: 'Keyboard shortcuts' })).toBeTruthy();
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});
