import type { Locator, Page } from '@playwright/test';

/** Who, then where and for which media. */
export class LoginPage {
  readonly page: Page;
  readonly userName: Locator;
  readonly password: Locator;
  readonly next: Locator;
  readonly place: Locator;
  readonly logIn: Locator;
  readonly problem: Locator;

  constructor(page: Page) {
    this.page = page;
    this.userName = page.getByRole('textbox', { name: 'User name' });
    this.password = page.getByRole('textbox', { name: 'Password' });
    this.next = page.getByRole('button', { name: 'Next' });
    this.place = page.getByRole('combobox', { name: 'Place' });
    this.logIn = page.getByRole('button', { name: 'Log in' });
    this.problem = page.getByRole('alert');
  }

  async open(): Promise<void> {
    await this.page.goto('/');
  }

  async signIn(userName: string, password = 'demo'): Promise<void> {
    await this.userName.fill(userName);
    await this.password.fill(password);
    await this.next.click();
  }

  /** The block of one DN, such as `Voice, IM on DN 1001`. */
  medium(name: string): Locator {
    return this.page.getByRole('group', { name, exact: true });
  }

  /** All blocks, in the order shown. */
  get media(): Locator {
    return this.page.getByRole('group');
  }
}
