import { expect, it } from 'vitest';
import { FakeClock } from '../../../../test/support/fakes/fake-clock.ts';
import type { MsrpHandler } from '../../../protocols/msrp/msrp-handler.ts';
import { limitMsrp } from './msrp-rate.ts';
import { RequestRate } from './request-rate.ts';

const nothing: MsrpHandler = {
  receiveMessage: () => {},
  sessionBound: () => {},
  sessionLost: () => {},
  connectFailed: () => {},
  reportReceived: () => {},
};

it('[MS29] beyond the rate of a source its messages are 413, then silence; others and trusted ones are heard', () => {
  const clock = new FakeClock();
  const heard: string[] = [];
  const answers: number[] = [];
  const handler = limitMsrp(
    { ...nothing, receiveMessage: ({ remoteAddress }) => heard.push(remoteAddress) },
    {
      rate: new RequestRate({ clock, requestsPerSecond: 2, burst: 3, refusalBurst: 2 }),
      trustedAddresses: ['192.0.2.7'],
    },
  );
  const send = (remoteAddress: string, count: number) => {
    for (let number = 0; number < count; number++)
      handler.receiveMessage({
        sessionId: 's',
        messageId: 'm',
        contentType: 'text/plain',
        headers: [],
        body: Buffer.alloc(0),
        remoteAddress,
        respond: (status) => answers.push(status),
      });
  };
  send('192.0.2.1', 10);
  expect([heard.length, answers]).toEqual([3, [413, 413]]);
  send('192.0.2.2', 1);
  send('192.0.2.7', 5);
  expect(heard.length).toBe(9);
  clock.advance(1_000);
  send('192.0.2.1', 2);
  expect(heard.length).toBe(11);
});
