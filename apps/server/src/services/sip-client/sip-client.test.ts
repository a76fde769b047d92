import { describe, expect, test } from 'vitest';
import { FakeClock } from '../../../test/support/fakes/fake-clock.ts';
import { SeededRandom } from '../../../test/support/fakes/seeded-random.ts';
import { parseMessage } from '../../protocols/sip/grammar/parse-message.ts';
import { serializeMessage } from '../../protocols/sip/grammar/serialize-message.ts';
import { header, type SipRequest } from '../../protocols/sip/message/message.ts';
import type { Flow } from '../../protocols/sip/transport/sip-transport.ts';
import { buildResponse, type ResponseOptions } from '../../protocols/sip/user-agent/build-response.ts';
import { buildChallenge, hashA1, isResponseRight, parseCredentials } from '../../protocols/sip/user-agent/digest.ts';
import { ClientSession } from './client-session.ts';
import { type ReceivedText, SipClient } from './sip-client.ts';

const flow: Flow = { id: 'tcp:1', transport: 'TCP', remoteAddress: '192.0.2.1', remotePort: 5060 };

/** A client whose server answers what the test says. */
function createClient(answer: (request: SipRequest) => { status: number } & ResponseOptions) {
  const clock = new FakeClock();
  const requests: SipRequest[] = [];
  const heard: ReceivedText[] = [];
  const client: SipClient = new SipClient({
    clock,
    random: new SeededRandom(1),
    flow,
    identity: { uri: 'sip:alice@localhost', account: { userName: 'alice', password: 'demo' } },
    timeoutMs: 10_000,
    heard: (text) => heard.push(text),
    transport: {
      sentBy: () => '192.0.2.9:40000',
      isOpen: () => true,
      send: (_flow, bytes) => {
        const parsed = parseMessage(bytes, { isStream: true });
        if (!parsed.ok || parsed.value.kind !== 'request') return true;
        const request = parsed.value;
        requests.push(request);
        if (request.method === 'ACK') return true;
        const { status, ...options } = answer(request);
        if (status > 0)
          queueMicrotask(() => client.receiveMessage(serializeMessage(buildResponse(request, status, options)), flow));
        return true;
      },
    },
  });
  return { client, clock, requests, heard };
}

const challenge = (nonce: string, isStale = false) => ({
  status: 401,
  headers: [
    {
      name: 'WWW-Authenticate',
      value: buildChallenge({ realm: 'localhost', nonce, algorithm: 'SHA-256', qop: ['auth'], isStale }),
    },
  ],
});

function isRight(request: SipRequest): boolean {
  const read = parseCredentials(header(request, 'Authorization') ?? '');
  const a1 = hashA1('SHA-256', 'alice', 'localhost', 'demo');
  return read.ok && read.value.uri === request.requestUri && isResponseRight(read.value, a1, request);
}

describe('challenges', () => {
  test('[CL3] one is answered with a higher CSeq and the same Call-ID', async () => {
    const { client, requests } = createClient((request) => (isRight(request) ? { status: 200 } : challenge('n1')));
    const outcome = await client.register('sip:localhost', 60);
    expect(outcome).toMatchObject({ kind: 'answered', response: { status: 200 } });
    expect(requests.map((request) => header(request, 'CSeq'))).toEqual(['1 REGISTER', '2 REGISTER']);
    expect(new Set(requests.map((request) => header(request, 'Call-ID'))).size).toBe(1);
    await client.register('sip:localhost', 0);
    expect(requests.map((request) => header(request, 'CSeq')).at(-1)).toBe('4 REGISTER');
  });

  test('[CL3] a stale nonce is answered once more, a wrong password is not tried again', async () => {
    let asked = 0;
    const stale = createClient(() => {
      asked += 1;
      return asked < 3 ? challenge(`n${asked}`, asked === 2) : { status: 200 };
    });
    expect(await stale.client.register('sip:localhost', 60)).toMatchObject({ response: { status: 200 } });
    const refusing = createClient(() => challenge('n'));
    expect(await refusing.client.register('sip:localhost', 60)).toMatchObject({ response: { status: 401 } });
    expect(refusing.requests).toHaveLength(2);
  });
});

test('[CL2] no answer within the time, or a connection that ends, is told', async () => {
  const { client, clock } = createClient(() => ({ status: 0 }));
  const asked = client.request({ method: 'OPTIONS', requestUri: 'sip:localhost', to: 'sip:localhost' });
  clock.advance(10_000);
  expect(await asked).toEqual({ kind: 'unanswered', why: 'No answer came in time.' });
  const broken = client.request({ method: 'OPTIONS', requestUri: 'sip:localhost', to: 'sip:localhost' });
  client.flowClosed(flow, 'Gone.');
  expect(await broken).toEqual({ kind: 'unanswered', why: 'Gone.' });
});

test('[CL4] [CL5] a session: INVITE, ACK, texts both ways, BYE', async () => {
  const { client, requests, heard } = createClient((request) =>
    request.method === 'INVITE'
      ? { status: 200, toTag: 'srv', headers: [{ name: 'Contact', value: '<sip:1111@192.0.2.1:5060>' }] }
      : { status: 200 },
  );
  const { session } = await ClientSession.open(client, 'sip:1111@localhost');
  await session?.say('Hello');
  const own = requests[0] as SipRequest;
  const from = header(own, 'From') ?? '';
  const text = [
    'MESSAGE sip:alice@192.0.2.9:40000 SIP/2.0',
    'Via: SIP/2.0/TCP 192.0.2.1:5060;branch=z9hG4bKs',
    'From: <sip:1111@localhost>;tag=srv',
    `To: ${from}`,
    `Call-ID: ${header(own, 'Call-ID')}`,
    'CSeq: 1 MESSAGE',
    'Content-Type: text/plain',
    'Content-Length: 2',
    '',
    'Hi',
  ];
  client.receiveMessage(Buffer.from(text.join('\r\n')), flow);
  await session?.bye();
  expect(heard).toEqual([{ from: '1111', text: 'Hi' }]);
  expect(requests.map((request) => header(request, 'CSeq'))).toEqual(['1 INVITE', '1 ACK', '2 MESSAGE', '3 BYE']);
  expect(own.body.toString()).toContain('m=message 40000 sip null');
});
