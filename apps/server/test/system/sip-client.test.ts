import { spawn } from 'node:child_process';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readArguments } from '../../src/edges/sip-client/read-arguments.ts';
import { runClient } from '../../src/edges/sip-client/run-client.ts';
import { connectAgent } from '../support/agents/agent-client.ts';
import { startTestServer, type TestServer } from '../support/sockets/test-server.ts';

const SIP_CLIENT = fileURLToPath(new URL('../../src/sip-client.ts', import.meta.url));

/** The client within this process: its exit code and what it has printed. */
async function run(parameters: readonly string[], input = '') {
  const read = readArguments(parameters);
  if (!read.ok || read.value.kind !== 'run') throw new Error('bad arguments');
  let output = '';
  const lines = new PassThrough();
  lines.end(input);
  const write = (text: string) => {
    output += text;
  };
  return { code: await runClient(read.value.run, { input: lines, write }), output };
}

describe('the SIP client against the server', () => {
  let server: TestServer;
  let sip: readonly string[];

  beforeAll(async () => {
    server = await startTestServer();
    sip = ['--server', `127.0.0.1:${server.sipPort}`];
  }, 30_000);
  afterAll(() => server.stop());

  test('[CL1] [CL6] page mode over UDP, what is answered is printed and drawn', async () => {
    const { code, output } = await run(['send', '1113', 'Anybody?', '--wait', '1', '--ladder', ...sip]);
    expect([code, output]).toEqual([0, expect.stringContaining('1113: We are closed')]);
    expect(output).toMatch(/│── MESSAGE "Anybody\?" ─+►│\n.*│◄── (MESSAGE|200 OK)/);
  });

  test('[CL1] [CL4] session mode with an agent over WebSocket, until the agent ends it', async () => {
    const maya = await connectAgent(server, '1001');
    await maya.becomeReady('1001');
    const place = ['--transport', 'ws', '--server', `127.0.0.1:${server.httpPort}`];
    const asked = run(['session', '1111', 'Hello', 'Bye.', '--wait', '30', '--json', ...place]);
    const { connID } = await maya.next('EventRinging');
    await maya.request('TAnswerCall', { thisDN: '1001', connID });
    await maya.request('TPrivateService', { thisDN: '1001', connID, serviceID: 3001, extensions: { im: 'Yes?' } });
    await maya.request('TReleaseCall', { thisDN: '1001', connID });
    const { code, output } = await asked;
    const events = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string; text?: string });
    expect(code).toBe(0);
    expect(events.at(-1)?.event).toBe('ended');
    expect(events.filter(({ event }) => event === 'text').map(({ text }) => text)).toEqual(['[Maya/1001] Yes?']);
    maya.close();
  });

  test('[CL7] MSRP, in the clear and over TLS', async () => {
    const secure = ['--transport', 'tls', '--insecure', '--server', `127.0.0.1:${server.sipsPort}`];
    for (const place of [sip, secure]) {
      const { code, output } = await run(['msrp', '1112', 'Hello', '--wait', '1', '--ladder', ...place]);
      expect([code, output]).toEqual([0, expect.stringContaining('1112: Welcome.')]);
      expect(output).toMatch(/│── MSRP SEND "Hello" ─+►│/);
    }
  });

  test('[CL1] [CL3] an account registers and writes; a wrong password is a refusal', async () => {
    const alice = ['--user', 'alice', '--password', 'demo', ...sip];
    expect((await run(['register', ...alice])).code).toBe(0);
    expect((await run(['send', '1112', 'It is me.', ...alice])).code).toBe(0);
    const wrong = await run(['register', '--user', 'alice', '--password', 'wrong', ...sip]);
    expect([wrong.code, wrong.output]).toEqual([1, expect.stringContaining('403')]);
  });

  test('[CL1] [CL2] each line of the input is a text; a refusal ends it with its status', async () => {
    const { code, output } = await run(['chat', '1001', '--json', ...sip], 'one\ntwo\n');
    expect(code).toBe(1);
    expect(
      output
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { status: number }).status),
    ).toEqual([403]);
  });

  test('[CL2] a text that is too long for UDP is not sent; a certificate that is not trusted says what helps', async () => {
    const long = 'a'.repeat(2_000);
    for (const command of ['send', 'session']) {
      const { code, output } = await run([command, '1112', long, ...sip]);
      expect([code, output]).toEqual([2, expect.stringContaining('--transport tcp')]);
    }
    const tls = ['options', '--transport', 'tls', '--server', `127.0.0.1:${server.sipsPort}`];
    expect(await run(tls)).toEqual({ code: 3, output: expect.stringContaining('--insecure takes it') });
  });

  test('[CL2] as a command: its exit code when nobody listens, and for nonsense', async () => {
    const codes = await Promise.all(
      [['options', '--server', '127.0.0.1:1', '--transport', 'tcp'], ['fly']].map(exitCodeOf),
    );
    expect(codes).toEqual([3, 2]);
  });
});

function exitCodeOf(parameters: readonly string[]): Promise<number | null> {
  return new Promise((resolve) => {
    spawn(process.execPath, [SIP_CLIENT, ...parameters], { stdio: 'ignore' }).once('exit', (code) => resolve(code));
  });
}
