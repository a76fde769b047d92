import { expect, type Locator, type Page } from '@playwright/test';

export type ModeName = 'Silent' | 'Whisper' | 'Barge in';

/** The supervisor's Team page with the live view. */
export class Team {
  readonly page: Page;
  readonly tiles: Locator;
  readonly agents: Locator;
  readonly live: Locator;
  readonly queues: Locator;
  readonly monitored: Locator;

  constructor(page: Page) {
    this.page = page;
    this.tiles = page.getByRole('main', { name: 'Team' });
    this.agents = page.getByRole('treegrid', { name: 'Agents' });
    this.live = page.getByRole('region', { name: 'Live view' });
    this.queues = page.getByRole('region', { name: 'Queues' });
    this.monitored = page.getByRole('region', { name: 'What I monitor' });
  }

  async open(): Promise<void> {
    await this.page.getByRole('button', { name: /^Team/ }).click();
    await expect(this.queues).toBeVisible();
  }

  row(agent: string): Locator {
    return this.agents.getByRole('row', { name: agent, exact: true });
  }

  /** The chat of an agent, by its customer. */
  chip(agent: string, customer: string): Locator {
    return this.row(agent).getByRole('button', { name: new RegExp(`^${customer}`) });
  }

  async listenTo(agent: string, customer: string): Promise<void> {
    await this.chip(agent, customer).click();
    await expect(this.live.getByRole('radio', { name: 'Silent' })).toBeVisible();
  }

  mode(name: ModeName): Locator {
    return this.live.getByRole('radio', { name });
  }

  async switchTo(name: ModeName): Promise<void> {
    await this.mode(name).click();
    await expect(this.mode(name)).toBeChecked();
  }

  /** The bubble with exactly this text. */
  text(text: string): Locator {
    return this.live
      .getByRole('log')
      .getByRole('article')
      .filter({ has: this.page.getByText(text, { exact: true }) });
  }

  get composer(): Locator {
    return this.live.getByRole('textbox');
  }

  async write(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press('Enter');
  }

  /** Presses twice what needs a second press. */
  async pressTwice(button: Locator): Promise<void> {
    await button.click();
    await button.click();
  }
}
