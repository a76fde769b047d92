import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AgentClient } from '../support/agents/agent-client.ts';
import { UdpCustomer } from '../support/customers/udp-customer.ts';
import { startTestServer, type TestServer } from '../support/sockets/test-server.ts';

const SIMULATE = fileURLToPath(new URL('../../src/simulate.ts', import.meta.url));

interface CommandEnd {
  readonly code: number | null;
  readonly output: string;
  readonly complaint: string;
}

function simulate(...parameters: readonly string[]): Promise<CommandEnd> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [SIMULATE, ...parameters], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let complaint = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      complaint += chunk.toString();
    });
    child.once('exit', (code) => resolve({ code, output, complaint }));
  });
}

describe('the command', () => {
  test('[SU12] simulates on the demo configuration', async () => {
    const { code, output } = await simulate('interaction', '--routing-point', '1112', '--text', 'Hi', '--text', '3 1');
    expect(code).toBe(0);
    expect(output).toContain('Strategy "Welcome menu" version 1 (active)');
  });

  test('[SU12] says by its exit code what was wrong', async () => {
    const refused = await simulate('day', '--routing-point', '4711');
    expect([refused.code, refused.complaint]).toEqual([1, expect.stringContaining('no routing point 4711')]);
    const senseless = await simulate('day', '--hours', 'many');
    expect([senseless.code, senseless.complaint]).toEqual([2, expect.stringContaining('hours')]);
    const elsewhere = await simulate('day', '--data', '/nowhere');
    expect([elsewhere.code, elsewhere.complaint]).toEqual([2, 'There is no store in /nowhere.\n']);
  });
});

describe('beside a running server', () => {
  let server: TestServer;
  const closers: (() => void)[] = [];

  beforeEach(async () => {
    server = await startTestServer();
  });

  afterEach(async () => {
    for (const close of closers.splice(0)) close();
    await server.stop();
  });

  async function logIn(userName: string): Promise<AgentClient> {
    const client = await AgentClient.logIn(server.httpPort, userName);
    closers.push(() => client.close());
    return client;
  }

  test('[SU7] [SU11] what was recorded is simulated by the command and over REST, while chats go on', async () => {
    const from = new Date(Date.now() - 60_000).toISOString();
    const maya = await logIn('1001');
    await maya.becomeReady('1001');
    const customer = await UdpCustomer.open(server.sipPort);
    closers.push(() => customer.close());
    await customer.say('Hello, my invoice is wrong.');
    const { connID } = await maya.next('EventRinging');
    await maya.request('TAnswerCall', { thisDN: '1001', connID });
    await maya.request('TReleaseCall', { thisDN: '1001', connID });

    const day = ['day', '--recorded', '--at', from, '--hours', '1', '--json'];
    const command = await simulate(...day, '--data', server.dataDir);
    expect([command.code, command.complaint]).toEqual([0, '']);
    expect(JSON.parse(command.output).runs[0].day).toMatchObject({ interactions: 1, answered: 1 });

    const admin = await logIn('admin');
    const asked = fetch(`http://127.0.0.1:${server.httpPort}/api/simulate`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${admin.token}` },
      body: JSON.stringify({ mode: 'day', at: from, hours: 1, load: { kind: 'recorded' } }),
    });
    expect(await customer.say('And one more thing.')).toBe(200);
    const reply = await asked;
    expect([reply.status, await reply.json()]).toMatchObject([
      200,
      { runs: [{ day: { answered: 1 }, isComplete: true }] },
    ]);
  });

  test('[SU4] [SU11] [SU12] drafts, and what is active since they were activated, by the command and over REST', async () => {
    const admin = await logIn('admin');
    const ask = async (method: string, path: string, body: object): Promise<unknown> => {
      const response = await fetch(`http://127.0.0.1:${server.httpPort}/api/${path}`, {
        method,
        headers: { 'content-type': 'application/json', authorization: `Bearer ${admin.token}` },
        body: JSON.stringify(body),
      });
      expect(response.status).toBe(200);
      return response.json();
    };
    const closed = { start: 'end', blocks: { end: { type: 'end', text: 'We are moving house.' } } };
    const path = `strategies/${encodeURIComponent('Any Available Agent')}`;
    await ask('PUT', `${path}/draft`, { name: 'Any Available Agent', version: 1, ...closed });
    const request = { mode: 'interaction', texts: [{ text: 'Hi' }] };
    const command = ['interaction', '--text', 'Hi', '--json', '--data', server.dataDir];
    const drafted = {
      runs: [{ version: 'draft', strategy: { version: 2 }, interaction: { outcome: 'ended' } }, { version: 'active' }],
    };
    expect(await ask('POST', 'simulate', { ...request, strategy: 'draft' })).toMatchObject(drafted);
    expect(JSON.parse((await simulate(...command, '--strategy', 'draft')).output)).toMatchObject(drafted);

    await ask('POST', `${path}/activate`, {});
    const active = { runs: [{ version: 'active', strategy: { version: 2 }, interaction: { outcome: 'ended' } }] };
    expect(await ask('POST', 'simulate', request)).toMatchObject(active);
    expect(JSON.parse((await simulate(...command)).output)).toMatchObject(active);
    const none = await simulate(...command, '--strategy', 'draft');
    expect([none.code, none.complaint]).toEqual([1, expect.stringContaining('has no draft')]);
  });
});
