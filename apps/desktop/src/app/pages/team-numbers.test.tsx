import type { TEvent } from '@cordboard/shared/tlib/events';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepSession } from '../../stores/session/session-store.ts';
import { resumeSession } from '../../stores/session-actions.ts';
import { settings } from '../../testing/builders.ts';
import { installFakeApi } from '../../testing/fake-api.ts';
import { FakeDeskFeed } from '../../testing/fake-desk-feed.ts';
import { type FakeEvent, FakeGateway } from '../../testing/fake-gateway.ts';
import { FakeStatFeed } from '../../testing/fake-stat-feed.ts';
import { openTeam } from '../../testing/open-team.ts';
import { leavePage, renderPage } from '../../testing/render-page.tsx';
import { dayNumbers, sara, saraPlace, teamView } from '../../testing/team-desk.ts';

let statFeed: FakeStatFeed;

const rail = (): HTMLElement => screen.getByRole('navigation', { name: 'Desk' });
const agents = (): HTMLElement => screen.getByRole('treegrid', { name: 'Agents' });

beforeEach(async () => {
  installFakeApi(({ path }) => {
    if (path === '/api/session') return { body: { token: 't1', person: sara, place: saraPlace } };
    return path === '/api/desktop' ? { body: settings } : undefined;
  });
  keepSession({ token: 't1', isAtDesk: true });
  const gateway = new FakeGateway();
  const feed = new FakeDeskFeed();
  feed.show(teamView(Date.now()));
  statFeed = new FakeStatFeed();
  renderPage(gateway, true, feed, statFeed);
  await act(() => resumeSession());
  act(() =>
    gateway.emit({
      name: 'EventRegistered',
      time: Date.now(),
      thisDN: '2001',
      agentID: '2001',
      extensions: { AgentStatus: 2, AgentStatusSince: Date.now() },
    } as TEvent as FakeEvent),
  );
});
afterEach(leavePage);

describe('numbers of the day', () => {
  const tiles = (): string =>
    [...(screen.getByText('waiting now').closest('dl')?.querySelectorAll('dd') ?? [])]
      .map((tile) => tile.textContent)
      .join(' | ');
  const cells = (table: string, rowName: string): (string | null)[] =>
    within(within(screen.getByRole('region', { name: table })).getByRole('row', { name: new RegExp(`^${rowName}`) }))
      .getAllByRole('cell')
      .map((cell) => cell.textContent);

  it('[DT106] service level, answered and abandoned of each queue, and of all together', async () => {
    await openTeam(statFeed);
    expect(tiles()).toContain('…loading');
    act(() => statFeed.show(dayNumbers));
    expect(cells('Queues', 'VQ_Any').slice(3)).toEqual(['92 %', '61', '3']);
    expect(cells('Queues', 'VQ_Billing').slice(3)).toEqual(['80 %', '22', '3']);
    // 79 of 89; 61 times 11.4 s and 22 times 21.2 s.
    expect(tiles()).toContain('89 % | 0:1313 seconds');
    act(() => statFeed.show({ 'queue:VQ_Any Total_Answered': 62 }));
    expect(cells('Queues', 'VQ_Any')[4]).toBe('62');
  });

  it('[DT106] only the Team page asks, and closes what is out of sight', async () => {
    expect(statFeed.words).toEqual([]);
    await openTeam(statFeed);
    expect(statFeed.opened.size).toBe(10);
    expect([...statFeed.opened.values()].every(({ filter }) => filter === 'Chat')).toBe(true);
    expect([...statFeed.opened.values()].find(({ statType }) => statType === 'Service_Level')?.timeRange).toEqual({
      from: 0,
      to: settings.serviceObjectiveSeconds,
    });
    await userEvent.click(within(rail()).getByRole('button', { name: /^Chats/ }));
    await waitFor(() => expect(statFeed.opened.size).toBe(0));
  });

  it('[DT107] the day of each agent, ordered by a column, then by the same one the other way round', async () => {
    await openTeam(statFeed);
    act(() => statFeed.show(dayNumbers));
    await userEvent.click(screen.getByRole('radio', { name: 'Today' }));
    const table = screen.getByRole('table', { name: 'Agents today' });
    const names = (): (string | null)[] =>
      within(table)
        .getAllByRole('rowheader')
        .map((each) => each.textContent);
    expect(names()).toEqual(['Ben Okafor', 'Lena Novak', 'Maya Ross', 'Ravi Iyer', 'Tom Sato']);
    expect(cells('Today', 'Ravi Iyer')).toEqual([
      '0',
      '–nothing yet',
      '2',
      '0',
      '0:000 seconds',
      '10:0010 minutes 0 seconds',
      '31:0731 minutes 7 seconds',
      '41:0741 minutes 7 seconds',
    ]);
    await userEvent.click(within(table).getByRole('button', { name: 'Handled' }));
    expect(names()[0]).toBe('Tom Sato');
    expect(within(table).getByRole('columnheader', { name: 'Handled' }).getAttribute('aria-sort')).toBe('descending');
    await userEvent.click(within(table).getByRole('button', { name: 'Average' }));
    expect([names()[0], names().at(-1)]).toEqual(['Lena Novak', 'Ravi Iyer']);
    await userEvent.click(within(table).getByRole('button', { name: 'Average' }));
    expect([names()[0], names().at(-1)]).toEqual(['Tom Sato', 'Ravi Iyer']);
    await userEvent.type(screen.getByRole('searchbox'), 'maya');
    expect(names()).toEqual(['Maya Ross']);
    const ofAgents = [...statFeed.opened.values()].filter(({ object }) => object.type === 'agent');
    await waitFor(() => expect(new Set(ofAgents.map(({ object }) => object.id)).size).toBeLessThanOrEqual(5));
    expect(ofAgents.find(({ statType }) => statType === 'Total_Ready_Time')?.notification?.mode).toBe('period');
  });

  it('[DT107] arrows change between now and today', async () => {
    await openTeam(statFeed);
    act(() => screen.getByRole('radio', { name: 'Now' }).focus());
    await userEvent.keyboard('{ArrowRight}');
    expect(screen.getByRole('table', { name: 'Agents today' })).toBeTruthy();
    await userEvent.keyboard('{ArrowLeft}');
    expect(agents()).toBeTruthy();
  });

  it('[DT108] a lost channel leaves the last numbers, says so, and asks for all of them again', async () => {
    await openTeam(statFeed);
    act(() => statFeed.show(dayNumbers));
    act(() => statFeed.tell('lost'));
    expect(screen.getByText(/numbers of today are as of a moment ago/)).toBeTruthy();
    expect(cells('Queues', 'VQ_Any')[4]).toBe('61');
    statFeed.show({ 'queue:VQ_Any Total_Answered': 70 });
    act(() => statFeed.tell('live'));
    expect(screen.queryByText(/numbers of today are as of a moment ago/)).toBeNull();
    expect(statFeed.opened.size).toBe(10);
    expect(cells('Queues', 'VQ_Any')[4]).toBe('70');
  });

  it('[DT108] a number that is refused says why', async () => {
    await openTeam(statFeed);
    act(() => statFeed.show({ 'queue:VQ_Any Service_Level': { refused: 'Too many statistics are open.' } }));
    expect(cells('Queues', 'VQ_Any')[3]).toBe('–Too many statistics are open.');
  });
});
