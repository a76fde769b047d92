import type { Locator, Page } from '@playwright/test';

/** What a customer sees at /customer. */
export class CustomerPage {
  readonly page: Page;
  readonly status: Locator;
  readonly name: Locator;
  readonly start: Locator;
  readonly composer: Locator;
  readonly conversation: Locator;

  constructor(page: Page) {
    this.page = page;
    this.status = page.getByRole('status');
    this.name = page.getByRole('textbox', { name: 'Your name' });
    this.start = page.getByRole('button', { name: 'Start chat' });
    this.composer = page.getByRole('textbox', { name: 'Write a message' });
    this.conversation = page.getByRole('region', { name: 'Conversation' });
  }

  /** Without a routing point that of the page. */
  async open(to?: string): Promise<void> {
    await this.page.goto(to === undefined ? '/customer' : `/customer?to=${to}`);
  }

  async write(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press('Enter');
  }

  /** The bubble with exactly this text. */
  text(text: string): Locator {
    return this.conversation.locator('.bubble').filter({ has: this.page.getByText(text, { exact: true }) });
  }

  /** What both sides wrote, in order. */
  async texts(): Promise<string[]> {
    return this.conversation.locator('.bubble .text').allTextContents();
  }

  async endChat(): Promise<void> {
    await this.page.getByRole('button', { name: 'End', exact: true }).click();
    await this.page.getByRole('button', { name: 'End chat' }).click();
  }
}
