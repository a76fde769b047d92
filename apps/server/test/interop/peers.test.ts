import { afterEach, describe, expect, test } from 'vitest';
import { type EchoUserAgent, startEchoUserAgent } from './support/echo-user-agent.ts';
import { startLinphone } from './support/linphone.ts';
import { runSipp } from './support/sipp.ts';

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function startEcho(): Promise<EchoUserAgent> {
  const echo = await startEchoUserAgent();
  cleanUps.push(() => echo.stop());
  return echo;
}

const users = ['ann', 'bert', 'cleo'];

describe.each(['UDP', 'TCP'] as const)('SIPp over %s', (transport) => {
  test('page mode: 300 texts, each once, and the answers reach the peer', async () => {
    const echo = await startEcho();
    const result = await runSipp({
      ...{ scenario: 'page-mode', targetPort: echo.sipPort, transport, users, to: '1111', answersPages: true },
      ...{ calls: 300, callsPerSecond: 200 },
    });
    expect(result).toMatchObject({ created: 300, successful: 300, failed: 0 });
    expect(new Set(echo.texts).size).toBe(300);
    expect(echo.texts).toHaveLength(300);
    // SIPp ends with its last call, so the answer to the last texts may find it gone.
    expect(echo.answers.length).toBeGreaterThan(250);
    expect(echo.answers.every((status) => status === 200)).toBe(true);
  });

  test('session mode: INVITE, texts both ways, BYE', async () => {
    const echo = await startEcho();
    const result = await runSipp({
      ...{ scenario: 'session-mode', targetPort: echo.sipPort, transport, users, to: '1111', variables: { texts: 5 } },
      ...{ calls: 30, callsPerSecond: 30 },
    });
    expect(result).toMatchObject({ created: 30, successful: 30, failed: 0, errors: '' });
    expect(echo.texts).toHaveLength(150);
    expect(echo.answers).toEqual(Array.from({ length: 150 }, () => 200));
  });
});

describe.each(['UDP', 'TCP'] as const)('Linphone over %s', (transport) => {
  test('texts both ways in page mode', async () => {
    const echo = await startEcho();
    const linphone = await startLinphone({
      serverPort: echo.sipPort,
      identity: 'sip:ann@customers.example',
      transport,
    });
    cleanUps.push(() => linphone.stop());
    linphone.sendText('sip:1111@localhost', 'Grüße aus Linphone');
    await linphone.waitForText('echo: Grüße aus Linphone');
    linphone.sendText('sip:1111@localhost', 'second');
    await linphone.waitForText('echo: second');
    expect(echo.texts).toEqual(['Grüße aus Linphone', 'second']);
  });
});
