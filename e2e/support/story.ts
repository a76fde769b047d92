import { test as base, expect } from '@playwright/test';
import { People } from './people.ts';
import { type ServerOptions, StoryServer } from './server.ts';

interface Fixtures {
  readonly serverOptions: ServerOptions;
  /** A server of its own for each story, on free ports and with the demo configuration. */
  readonly server: StoryServer;
  readonly people: People;
}

export const test = base.extend<Fixtures>({
  serverOptions: [{}, { option: true }],
  server: async ({ serverOptions }, use) => {
    const server = await StoryServer.start(serverOptions);
    await use(server);
    await server.stop();
  },
  people: async ({ browser, server, contextOptions }, use) => {
    const people = new People(browser, server, contextOptions);
    await use(people);
    const { troubles } = people;
    await people.close();
    expect(troubles, 'no page may throw').toEqual([]);
  },
});

export { expect } from '@playwright/test';
