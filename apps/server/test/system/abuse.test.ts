import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectAgent } from '../support/agent-client.ts';
import { Flooder } from '../support/flood.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';
import { UdpCustomer } from '../support/udp-customer.ts';

const RATE = 20;
const FLOOD = 1_000;

describe('a flood from one address', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer({ env: { CORDBOARD_SIP_RATE_PER_SOURCE: String(RATE) } });
  }, 30_000);
  afterAll(() => server.stop());

  test('[OV8] [AD2] [AD3] gets its share, then 503, then silence; a customer and an agent notice nothing', async () => {
    const maya = await connectAgent(server, '1001');
    await maya.becomeReady('1001');
    const customer = await UdpCustomer.open(server.sipPort);
    const flooder = await Flooder.open(server.sipPort, '127.0.0.2');
    expect(await customer.say('Before.')).toBe(200);
    const { connID } = await maya.next('EventRinging');
    await maya.request('TAnswerCall', { thisDN: '1001', connID });
    for (let index = 0; index < FLOOD; index += 1) flooder.send('OPTIONS', `flood${index}`);
    for (let index = 0; index < 5; index += 1) expect(await customer.say(`Text ${index}`)).toBe(200);
    await maya.request('TPrivateService', { thisDN: '1001', connID, serviceID: 3001, extensions: { im: 'Answer.' } });
    expect(await customer.hear(1)).toEqual(['[Maya/1001] Answer.']);
    // What comes back with time may have added a few.
    const { '200': served = 0, '503': refused = 0 } = flooder.statuses;
    expect(served).toBeGreaterThanOrEqual(2 * RATE);
    expect(served).toBeLessThan(FLOOD / 2);
    expect(refused).toBeGreaterThan(0);
    expect(served + refused).toBeLessThan(FLOOD);
    expect(flooder.answers.find((answer) => answer.startsWith('SIP/2.0 503'))).toContain('Retry-After: 1');
    maya.close();
    customer.close();
    flooder.close();
  });
});
