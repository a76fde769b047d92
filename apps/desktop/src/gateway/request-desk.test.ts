// @vitest-environment node
import type { TEvent } from '@cordboard/shared/tlib/events';
import type { TRequest } from '@cordboard/shared/tlib/requests';
import { describe, expect, it } from 'vitest';
import { RequestDesk } from './request-desk.ts';

function deskWithLog(): { desk: RequestDesk; sent: TRequest[] } {
  const sent: TRequest[] = [];
  const gateway = { connect: () => {}, close: () => {}, send: (request: TRequest) => void sent.push(request) };
  return { desk: new RequestDesk(gateway), sent };
}

describe('request desk', () => {
  it('[DT2] keeps what is asked while offline and sends it in order when live', () => {
    const { desk, sent } = deskWithLog();
    void desk.send({ name: 'TQueryAddress', thisDN: '1' });
    void desk.send({ name: 'TQueryAddress', thisDN: '2' });
    expect(sent).toEqual([]);
    desk.channelLive();
    expect(sent.map((request) => 'thisDN' in request && request.thisDN)).toEqual(['1', '2']);
  });

  it('[DT2] sends what is unanswered again with the same requestID, and nothing that was answered', async () => {
    const { desk, sent } = deskWithLog();
    desk.channelLive();
    const answered = desk.send({ name: 'TAgentSetReady', thisDN: '1' });
    void desk.send({ name: 'TAgentSetNotReady', thisDN: '1' });
    desk.receiveEvent({ name: 'EventACK', time: 1, referenceID: sent[0]?.referenceID ?? 0 });
    await answered;
    desk.channelLost();
    desk.channelLive();
    expect(sent).toHaveLength(3);
    expect(sent[2]).toEqual(sent[1]);
    expect(sent[1]?.requestID).toMatch(/^[0-9a-f]{32}$/);
    expect(sent[1]?.requestID).not.toBe(sent[0]?.requestID);
  });

  it('[DT5] EventError rejects with its code and words', async () => {
    const { desk, sent } = deskWithLog();
    desk.channelLive();
    const asked = desk.send({ name: 'TQueryServer' });
    const error: TEvent = {
      name: 'EventError',
      time: 1,
      referenceID: sent[0]?.referenceID ?? 0,
      errorCode: 'InvalidState',
      errorMessage: 'Not now.',
    };
    desk.receiveEvent(error);
    await expect(asked).rejects.toMatchObject({ code: 'InvalidState', message: 'Not now.' });
  });
});
