import { expect, type Locator, type Page } from '@playwright/test';

/** The agent's desk. Customers are named as the desk names them. */
export class Workbench {
  readonly page: Page;
  readonly status: Locator;
  readonly ready: Locator;
  readonly statusMenu: Locator;
  readonly capacity: Locator;
  readonly connection: Locator;
  readonly interactions: Locator;
  readonly notice: Locator;
  readonly wrapUp: Locator;

  constructor(page: Page) {
    this.page = page;
    this.status = page.getByRole('button', { name: /^Status: / });
    this.ready = page.getByRole('button', { name: 'Ready', exact: true });
    this.statusMenu = page.getByRole('menu', { name: 'Status' });
    this.capacity = page.getByRole('list', { name: 'Capacity' });
    this.connection = page.getByRole('status', { name: 'Connection' });
    this.interactions = page.getByRole('complementary', { name: 'Interactions' });
    this.notice = page.getByRole('alert');
    this.wrapUp = page.getByRole('form', { name: 'Wrap-up' });
  }

  async becomeReady(): Promise<void> {
    await this.ready.click();
    await expect(this.status).toHaveAccessibleName('Status: Ready');
  }

  async chooseStatus(name: string): Promise<void> {
    await this.status.click();
    await this.statusMenu.getByRole('menuitemradio', { name, exact: true }).click();
  }

  /** Everything that rings. */
  get ringingCards(): Locator {
    return this.page.getByRole('article', { name: /^Ringing: / });
  }

  ringing(customer: string): Locator {
    return this.page.getByRole('article', { name: `Ringing: ${customer}`, exact: true });
  }

  async accept(customer: string): Promise<void> {
    await this.ringing(customer).getByRole('button', { name: 'Accept' }).click();
    await expect(this.chat(customer)).toBeVisible();
  }

  async decline(customer: string): Promise<void> {
    await this.ringing(customer).getByRole('button', { name: 'Decline' }).click();
    await expect(this.ringing(customer)).toBeHidden();
  }

  /** The rows of the running chats, most urgent first. */
  get activeRows(): Locator {
    return this.page.getByRole('region', { name: 'Active' }).getByRole('listitem');
  }

  get endedRows(): Locator {
    return this.page.getByRole('region', { name: 'Wrap-up' }).getByRole('listitem');
  }

  row(customer: string): Locator {
    return this.activeRows.filter({ hasText: customer });
  }

  async openChat(customer: string): Promise<void> {
    await this.row(customer).getByRole('button').first().click();
    await expect(this.chat(customer)).toBeVisible();
  }

  async openBeside(customer: string): Promise<void> {
    await this.row(customer).hover();
    await this.row(customer)
      .getByRole('button', { name: `Open ${customer} beside` })
      .click();
  }

  /** All chats on the screen, left to right. */
  get chats(): Locator {
    return this.page.getByRole('region', { name: /^Chat with / });
  }

  chat(customer: string): Locator {
    return this.page.getByRole('region', { name: `Chat with ${customer}`, exact: true });
  }

  /** Opens the tab Why by the line of the transcript. */
  async askWhy(customer: string): Promise<void> {
    await this.transcript(customer).getByRole('button', { name: 'why?' }).click();
  }

  /** The decisions that the tab Why shows. */
  get decisions(): Locator {
    return this.page.getByRole('article', { name: /^Decision of / });
  }

  transcript(customer: string): Locator {
    return this.page.getByRole('log', { name: `Transcript with ${customer}`, exact: true });
  }

  /** The bubble with exactly this text. */
  text(customer: string, text: string): Locator {
    return this.transcript(customer)
      .getByRole('article')
      .filter({ has: this.page.getByText(text, { exact: true }) });
  }

  /** What stands in the bubbles, in order, without times and marks. */
  async texts(customer: string): Promise<string[]> {
    return this.transcript(customer).getByRole('article').locator('p.whitespace-pre-wrap').allTextContents();
  }

  composer(customer: string): Locator {
    return this.page.getByRole('textbox', { name: `Message to ${customer}`, exact: true });
  }

  async write(customer: string, text: string): Promise<void> {
    await this.composer(customer).fill(text);
    await this.composer(customer).press('Enter');
  }

  async end(customer: string): Promise<void> {
    await this.chat(customer).getByRole('button', { name: 'End', exact: true }).click();
  }

  async writeNote(note: string): Promise<void> {
    await this.wrapUp.getByRole('textbox', { name: 'Note' }).fill(note);
    await this.wrapUp.getByRole('button', { name: 'Save and done' }).click();
  }

  /** The rows of chats on hold. */
  heldRow(customer: string): Locator {
    return this.page.getByRole('region', { name: 'On hold' }).getByRole('listitem').filter({ hasText: customer });
  }

  /** Hold, Retrieve, Transfer, Conference, Assist. */
  async press(customer: string, name: string): Promise<void> {
    await this.chat(customer)
      .getByRole('group', { name: 'Chat actions' })
      .getByRole('button', { name, exact: true })
      .click();
  }

  /** The form in which a destination is picked, whatever for. */
  get directory(): Locator {
    return this.page.getByRole('dialog').filter({ has: this.page.getByRole('combobox') });
  }

  destination(name: string): Locator {
    return this.directory.getByRole('option').filter({ hasText: name });
  }

  /** New chat: the address of a customer, and what he reads first. */
  async startChat(address: string, words: string): Promise<void> {
    await this.page.keyboard.press('Alt+w');
    await this.directory.getByRole('combobox').fill(address);
    await this.directory.getByRole('textbox', { name: 'First words (optional)' }).fill(words);
    await this.destination(`Write to ${address}`).click();
    await expect(this.directory).toBeHidden();
  }

  async consult(customer: string, colleague: string, note = ''): Promise<void> {
    await this.press(customer, 'Transfer');
    await this.directory.getByRole('radio', { name: 'Consult' }).click();
    await this.directory.getByRole('textbox', { name: 'Note for the colleague (optional)' }).fill(note);
    await this.destination(colleague).click();
    await expect(this.directory).toBeHidden();
  }

  /** The thread beside the customer's. */
  consultation(colleague: string): Locator {
    return this.page.getByRole('region', { name: `Consultation with ${colleague}`, exact: true });
  }

  participants(customer: string): Locator {
    return this.chat(customer).getByRole('list', { name: 'Participants' });
  }
}
