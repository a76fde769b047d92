import { type Browser, type BrowserContextOptions, expect, type Page } from '@playwright/test';
import { UdpCustomer } from '../../apps/server/test/support/customers/udp-customer.ts';
import { CustomerPage } from '../pages/customer-page.ts';
import { LoginPage } from '../pages/login-page.ts';
import { Team } from '../pages/team.ts';
import { Workbench } from '../pages/workbench.ts';
import { Network } from './network.ts';
import type { StoryServer } from './server.ts';

const agents = { Maya: '1001', Ben: '1002', Lena: '1003', Ravi: '1004', Tom: '1005', Sara: '2001' } as const;
export type AgentName = keyof typeof agents;

/** Opens browsers and SIP clients for the people of a story, and closes them after it. */
export class People {
  readonly #browser: Browser;
  readonly #server: StoryServer;
  readonly #options: BrowserContextOptions;
  readonly #closers: (() => unknown)[] = [];
  /** Exceptions and forbidden scripts of all pages: a story must end with none. */
  readonly troubles: string[] = [];

  constructor(browser: Browser, server: StoryServer, options: BrowserContextOptions = {}) {
    this.#browser = browser;
    this.#server = server;
    this.#options = options;
  }

  /** A browser of its own, with nothing in its storage. */
  async openBrowser(options: BrowserContextOptions = {}, port = this.#server.httpPort): Promise<Page> {
    const context = await this.#browser.newContext({
      ...this.#options,
      baseURL: `http://127.0.0.1:${port}`,
      ...options,
    });
    this.#closers.push(() => context.close());
    const page = await context.newPage();
    page.on('pageerror', (error) => this.troubles.push(String(error)));
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) this.troubles.push(message.text());
    });
    page.on('dialog', (dialog) => {
      this.troubles.push(`A dialog opened: ${dialog.message()}`);
      void dialog.dismiss();
    });
    return page;
  }

  /** An agent logged in at the own place with everything as it comes, still Not Ready. */
  async logIn(agent: AgentName, options: BrowserContextOptions = {}, port?: number): Promise<Workbench> {
    const login = new LoginPage(await this.openBrowser(options, port));
    await login.open();
    await login.signIn(agents[agent]);
    await login.logIn.click();
    const desk = new Workbench(login.page);
    await expect(desk.status).toBeVisible();
    return desk;
  }

  /** An agent who is logged in and Ready. */
  async readyAgent(agent: AgentName, options: BrowserContextOptions = {}, port?: number): Promise<Workbench> {
    const desk = await this.logIn(agent, options, port);
    await desk.becomeReady();
    return desk;
  }

  /** The supervisor Sara on her Team page. */
  async supervisor(options: BrowserContextOptions = {}): Promise<Team> {
    const team = new Team((await this.logIn('Sara', options)).page);
    await team.open();
    return team;
  }

  /** A customer at the web page. */
  async webCustomer(options: BrowserContextOptions = {}, port?: number, to?: string): Promise<CustomerPage> {
    const customer = new CustomerPage(await this.openBrowser(options, port));
    await customer.open(to);
    return customer;
  }

  /** A customer with a SIP client over UDP. */
  async sipCustomer(name: string): Promise<UdpCustomer> {
    const customer = await UdpCustomer.open(this.#server.sipPort, `sip:${name}@example.net`);
    this.#closers.push(() => customer.close());
    return customer;
  }

  /** A network of its own between browsers and the server. */
  async network(): Promise<Network> {
    const network = await Network.open(this.#server.httpPort);
    this.#closers.push(() => network.close());
    return network;
  }

  async close(): Promise<void> {
    for (const close of this.#closers.reverse()) await close();
  }
}
