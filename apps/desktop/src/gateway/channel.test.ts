// @vitest-environment node
import type { TEvent } from '@cordboard/shared/tlib/events';
import type { TRequest } from '@cordboard/shared/tlib/requests';
import { expect, it } from 'vitest';
import { installGateway, openChannel, sendRequest } from './channel.ts';
import type { GatewayListener } from './gateway.ts';

it('[DT4] the answer to a repeat resolves the request and does not bring back what was then', async () => {
  const sent: TRequest[] = [];
  const seen: TEvent[] = [];
  let listener: GatewayListener | undefined;
  installGateway({
    connect: (_token, listening) => {
      listener = listening;
    },
    close: () => {},
    send: (request) => void sent.push(request),
  });
  openChannel('token', { status: () => {}, event: (event) => void seen.push(event) });
  listener?.status('live');
  const asked = sendRequest({ name: 'TRetrieveCall', thisDN: '1001', connID: '0123456789abcdef' });
  const about = { time: 1, thisDN: '1001', connID: '0123456789abcdef' };
  const event = (name: string, attributes: object) => ({ ...about, name, ...attributes }) as unknown as TEvent;
  listener?.event(event('EventRetrieved', { eventSequenceNumber: 1 }));
  listener?.event(event('EventHeld', { eventSequenceNumber: 2 }));
  listener?.event(event('EventRetrieved', { referenceID: sent[0]?.referenceID }));
  listener?.event(event('EventRegistered', { referenceID: 99 }));
  expect((await asked).name).toBe('EventRetrieved');
  expect(seen.map(({ name }) => name)).toEqual(['EventRetrieved', 'EventHeld', 'EventRegistered']);
});
