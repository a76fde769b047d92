import type { DecisionRecord } from '@cordboard/shared/routing/decision-record';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepSession } from '../../stores/session/session-store.ts';
import { resumeSession } from '../../stores/session-actions.ts';
import { callEvent, decision, imCall, maya, places, registered, settings } from '../../testing/builders.ts';
import { byExhaustion, bySkill, longestReady } from '../../testing/decision-builders.ts';
import { installFakeApi } from '../../testing/fake-api.ts';
import { leavePage, renderPage } from '../../testing/render-page.tsx';

const akim = imCall('00000000000000a1', 'akim@example.net');
const NOW = Date.now();
let records: readonly DecisionRecord[];

/** Opens the tab Why from the line of the transcript. */
async function askWhy(...given: readonly DecisionRecord[]) {
  records = given;
  const gateway = renderPage();
  await act(() => resumeSession());
  act(() => {
    gateway.emit(registered(NOW, { AgentStatus: 2, AgentStatusSince: NOW }));
    gateway.emit(callEvent('EventRinging', NOW, akim));
    gateway.emit(callEvent('EventEstablished', NOW, akim));
  });
  await userEvent.click(await screen.findByRole('button', { name: 'why?' }));
  expect(screen.getByRole('tab', { name: 'Why' }).getAttribute('aria-selected')).toBe('true');
  const articles = await screen.findAllByRole('article', { name: /^Decision of / });
  expect(articles).toHaveLength(given.length);
  return articles.map((article) => within(article));
}

type Article = Awaited<ReturnType<typeof askWhy>>[number];

function lines(article: Article | undefined, list: string): readonly (string | null)[] {
  if (article === undefined) return [];
  const items = within(article.getByRole('list', { name: list })).getAllByRole('listitem');
  return items.map((item) => item.textContent);
}

beforeEach(() => {
  installFakeApi(({ path }) => {
    if (path === '/api/session') return { body: { token: 't1', person: maya, place: places.oneDn } };
    if (path === '/api/desktop') return { body: settings };
    return path.endsWith('/decisions') ? { body: records } : undefined;
  });
  keepSession({ token: 't1', isAtDesk: true });
});
afterEach(leavePage);

describe('why?', () => {
  it('[DT76] the longest ready: who was free, and why not the others', async () => {
    const [article] = await askWhy(longestReady(NOW));
    expect(article?.getByRole('heading').textContent).toBe('To 1001 on 1001: ready for the longest time');
    expect(article?.getByText('Strategy “Any Available Agent”, version 1')).toBeTruthy();
    expect(lines(article, 'Path')).toEqual([
      'media it is a chat',
      'queue put into VQ_Any',
      'agent looked for ALL_Agents',
    ]);
    expect(lines(article, 'Candidates')).toEqual([
      '1001 on 1001 (chosen): free, ready for 3:04',
      '1002 on 1002: free, ready for 1:01',
      '1003 on 1003: not ready (Lunch)',
      '1004 on 1104: no free slot, with 3 chats',
      '1005: logged out',
    ]);
    expect(article?.getByText('Chosen from group ALL_Agents, longest ready.')).toBeTruthy();
  });

  it('[DT76] by skill after a menu: what the customer chose, and who does not have the skill', async () => {
    const [article] = await askWhy(bySkill(NOW));
    expect(article?.getByRole('heading').textContent).toBe('To 1001 on 1001: the only one who was free');
    expect(lines(article, 'Path')).toEqual([
      'firstText the customer wrote “My invoice is wrong.”',
      'menu said “1 billing, 2 sales”',
      'choice the customer wrote “1”',
      'which “1” fits case 1',
      'billing looked for billing >= 5',
    ]);
    expect(article?.getAllByRole('definition').map(({ textContent }) => textContent)).toEqual([
      'My invoice is wrong.',
      '1',
    ]);
    expect(lines(article, 'Candidates').at(-1)).toBe('1003 on 1003: free, but does not have what is asked for');
  });

  it('[DT76] everybody, because nobody with the skill took it; who declined is named', async () => {
    const [article] = await askWhy(byExhaustion(NOW));
    expect(lines(article, 'Path').slice(-2)).toEqual([
      'sales looked for sales >= 5: nobody took it within 0:20',
      'allAgents looked for ALL_Agents',
    ]);
    expect(article?.getByText(/waited 0:27 in VQ_Any/)).toBeTruthy();
    expect(lines(article, 'Candidates')).toEqual([
      '1001 on 1001 (chosen): free, ready for 0:40',
      '1002 on 1002: declined it just before',
    ]);
  });

  it('[DT76] a failure says where and why, and where the chat went instead', async () => {
    const failed = {
      ...decision(NOW),
      chosen: null,
      candidates: [],
      tieBreaker: 'no candidate',
      failure: { block: 'adult', reason: 'expressionFailed', detail: '`Age` has no value.', destination: '1111' },
    };
    const [first, second] = await askWhy(failed, longestReady(NOW + 1));
    expect(first?.getByRole('heading').textContent).toBe(
      'The strategy could not go on at “adult”: `Age` has no value. The chat went to 1111 instead.',
    );
    expect(second?.getByRole('heading').textContent).toContain('ready for the longest time');
  });

  it('[DT76] a later decision is there when the tab is opened again', async () => {
    await askWhy(longestReady(NOW));
    await userEvent.click(screen.getByRole('tab', { name: 'Data' }));
    records = [longestReady(NOW), byExhaustion(NOW + 5000)];
    await userEvent.click(screen.getByRole('tab', { name: 'Why' }));
    await waitFor(() => expect(screen.getAllByRole('article', { name: /^Decision of / })).toHaveLength(2));
  });

  it('[DT76] a record without steps has the names of its path', async () => {
    const [article] = await askWhy(decision(NOW));
    expect(article?.getByText('segment chat → queue VQ_Any → target ALL_Agents')).toBeTruthy();
    expect(article?.queryByRole('list', { name: 'Path' })).toBeNull();
  });
});
