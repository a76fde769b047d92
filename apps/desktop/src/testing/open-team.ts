import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect } from 'vitest';
import type { FakeStatFeed } from './fake-stat-feed.ts';

/**
 * Opens the page of the team, which is loaded when it is first wanted, and waits until it listens: it is drawn before
 * its effects have run, and its effects are what asks for statistics.
 */
export async function openTeam(statFeed: FakeStatFeed): Promise<void> {
  const rail = screen.getByRole('navigation', { name: 'Desk' });
  await userEvent.click(within(rail).getByRole('button', { name: /^Team/ }));
  await screen.findByRole('main', { name: 'Team' });
  await waitFor(() => expect(statFeed.opened.size).toBeGreaterThan(0));
}
