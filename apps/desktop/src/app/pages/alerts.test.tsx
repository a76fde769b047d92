import type { TEvent } from '@cordboard/shared/tlib/events';
import { act, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keepSession } from '../../stores/session/session-store.ts';
import { resumeSession } from '../../stores/session-actions.ts';
import { callEvent, imCall, maya, places, registered, settings, textEvent } from '../../testing/builders.ts';
import { installFakeApi } from '../../testing/fake-api.ts';
import type { FakeEvent, FakeGateway } from '../../testing/fake-gateway.ts';
import { leavePage, renderPage } from '../../testing/render-page.tsx';

const akim = imCall('00000000000000a1', 'akim@example.net');
const named = imCall('00000000000000a2', 'jdoe@example.net', { CustomerName: ' Jane Doe ' });
let gateway: FakeGateway;

function emit(...events: readonly TEvent[]): void {
  act(() => {
    for (const event of events) gateway.emit(event as FakeEvent);
  });
}
const now = (): number => Date.now();
const chatWith = (call: typeof akim): TEvent[] => [
  callEvent('EventRinging', now(), call),
  callEvent('EventEstablished', now(), call),
];
const pass = (ms: number): void => act(() => void vi.advanceTimersByTime(ms));

beforeEach(async () => {
  installFakeApi(({ path }) => {
    if (path === '/api/session') return { body: { token: 't1', person: maya, place: places.oneDn } };
    if (path === '/api/desktop') return { body: settings };
    if (path.endsWith('/decisions')) return { body: [] };
    return undefined;
  });
  vi.useFakeTimers();
  keepSession({ token: 't1', isAtDesk: true });
  gateway = renderPage();
  await act(() => resumeSession());
  emit(registered(now(), { AgentStatus: 2, AgentStatusSince: now() }));
});
afterEach(() => {
  leavePage();
  vi.useRealTimers();
});

describe('what a customer is called', () => {
  it('[DT36] by the name they gave; the address is in sight', () => {
    emit(...chatWith(named));
    const chat = screen.getByRole('region', { name: 'Chat with Jane Doe' });
    expect(within(chat).getByText('sip:jdoe@example.net')).toBeTruthy();
  });

  it('[DT36] without one by the name in the address; the address is in sight all the same', () => {
    emit(...chatWith(akim));
    const chat = screen.getByRole('region', { name: 'Chat with akim' });
    expect(within(chat).getByText('sip:akim@example.net')).toBeTruthy();
  });
});

describe('what screen readers are told', () => {
  const log = (): HTMLElement => screen.getByRole('log', { name: 'Transcript with akim' });
  const news = (): HTMLElement => screen.getByRole('region', { name: 'Announcements' });

  it('[DT48] new texts, not the history that appears with the chat or later', () => {
    emit(...chatWith(akim));
    expect(log().getAttribute('aria-live')).toBe('off');
    pass(1000);
    expect(log().getAttribute('aria-live')).toBe('polite');
    const entry = { messageID: 'm0', time: now() - 60_000, from: 'akim@example.net', fromRole: 'customer', im: 'Hi' };
    emit({
      ...textEvent(now(), akim, 'm0', ''),
      privateMsgID: 3005,
      extensions: { transcript: [entry] },
    } as unknown as TEvent);
    expect(within(log()).getByText('Hi')).toBeTruthy();
    expect(log().getAttribute('aria-live')).toBe('off');
    pass(1000);
    expect(log().getAttribute('aria-live')).toBe('polite');
    emit(textEvent(now(), akim, 'm1', 'Anybody there?'));
    expect(within(log()).getByText('Anybody there?')).toBeTruthy();
    expect(log().getAttribute('aria-live')).toBe('polite');
  });

  it('[DT53] the title counts what rings and what needs an answer', () => {
    expect(document.title).toBe('Cordboard');
    emit(...chatWith(akim), callEvent('EventRinging', now(), named));
    expect(document.title).toBe('(1) Cordboard');
    emit(textEvent(now(), akim, 'm1', 'Hello?'));
    expect(document.title).toBe('(2) Cordboard');
    emit(textEvent(now(), akim, 'm2', 'Here I am.', '1001'));
    expect(document.title).toBe('(1) Cordboard');
  });

  it('[DT53] a new ring, and a wait that has become too long', () => {
    emit(callEvent('EventRinging', now(), named));
    expect(within(news()).getByRole('alert').textContent).toContain('Jane Doe is ringing.');
    emit(callEvent('EventReleased', now(), named), ...chatWith(akim), textEvent(now(), akim, 'm1', 'Hello?'));
    expect(news().textContent).toBe('');
    pass(settings.customerWaitIntervalSeconds * 1000 + 1000);
    expect(news().textContent).toContain('akim waits too long.');
    pass(settings.customerWaitIntervalSeconds * 1000);
    expect(news().textContent).toContain('akim waits far too long.');
    emit(textEvent(now(), akim, 'm2', 'Here I am.', '1001'));
    expect(news().textContent).toBe('');
  });
});
