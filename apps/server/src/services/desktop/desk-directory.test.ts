import { expect, test } from 'vitest';
import { demoConfiguration } from '../../../test/support/test-world.ts';
import { DeskDirectory } from './desk-directory.ts';

test('[DF1] rows are for extensions that take IMs and stand on a place', () => {
  const configuration = demoConfiguration((file) => {
    const options = { multimedia: true, 'sip-signaling-chat': false, voice: false };
    file.directoryNumbers.push({ type: 'extension', number: '1999', options });
  });
  expect(new DeskDirectory(configuration).agentDns).toEqual(['1001', '1002', '1003', '1104', '1005', '2001']);
});

test('[DF9] a queue waits for the group of the first select block behind it', () => {
  const configuration = demoConfiguration((file) => {
    const select = (name: string) => ({
      type: 'selectTarget' as const,
      target: { type: 'agentGroup' as const, name },
      choice: 'longestReady' as const,
    });
    file.strategies.push({
      name: 'Two queues',
      version: 1,
      start: 'first',
      blocks: {
        first: { type: 'queue', virtualQueue: 'VQ_1', next: 'media' },
        media: { type: 'segmentByMedia', otherwise: 'one' },
        one: { ...select('One'), timeoutSeconds: 5, timedOut: 'second' },
        second: { type: 'queue', virtualQueue: 'VQ_2', next: 'two' },
        two: select('Two'),
      },
    });
    file.strategies.push({
      name: 'Round',
      version: 1,
      start: 'a',
      blocks: {
        a: { type: 'queue', virtualQueue: 'VQ_3', next: 'b' },
        b: { type: 'segmentByMedia', otherwise: 'a' },
      },
    });
    for (const [number, strategy] of [
      ['1121', 'Two queues'],
      ['1122', 'Round'],
    ] as const) {
      file.directoryNumbers.push({ type: 'routingPoint', number, enabled: true, strategy, anonymous: true });
    }
  });
  const directory = new DeskDirectory(configuration);
  expect(['VQ_1', 'VQ_2', 'VQ_3', 'VQ_4'].map((queue) => directory.targetOfQueue(queue))).toEqual([
    'One',
    'Two',
    undefined,
    undefined,
  ]);
  expect(directory.queuesOfGroup('Two')).toEqual(['VQ_2']);
  expect(directory.queuesOfGroup('Three')).toEqual([]);
});
