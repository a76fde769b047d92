import { strategySchema } from '@cordboard/shared/routing/strategy';
import { expect, test } from 'vitest';
import { demoConfiguration } from '../../../../test/support/centre/test-world.ts';
import { DeskDirectory } from './desk-directory.ts';

test('[DF1] rows are for extensions that take IMs and stand on a place', () => {
  const configuration = demoConfiguration((file) => {
    const options = { multimedia: true, 'sip-signaling-chat': false, voice: false };
    file.directoryNumbers.push({ type: 'extension', number: '1999', options });
  });
  expect(new DeskDirectory(() => configuration).agentDns).toEqual(['1001', '1002', '1003', '1104', '1005', '2001']);
});

test('[DF9] a queue waits for the group of the first select block behind it', () => {
  const configuration = demoConfiguration((file) => {
    const select = (name: string) => ({ type: 'selectTarget', targets: [{ type: 'agentGroup', name }] });
    const bySkill = { type: 'skill', expression: 'sales > 1', timeoutSeconds: 9 };
    const push = (draft: object) => file.strategies.push(strategySchema.parse({ version: 1, ...draft }));
    push({
      name: 'Two queues',
      start: 'first',
      blocks: {
        first: { type: 'queue', virtualQueue: 'VQ_1', next: 'media' },
        media: { type: 'segmentByMedia', otherwise: 'one' },
        one: { type: 'selectTarget', targets: [bySkill], timedOut: 'group' },
        group: {
          type: 'selectTarget',
          targets: [bySkill, { type: 'agentGroup', name: 'One', timeoutSeconds: 5 }],
          timedOut: 'second',
        },
        second: { type: 'queue', virtualQueue: 'VQ_2', next: 'two' },
        two: select('Two'),
      },
    });
    push({
      name: 'Round',
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
  const directory = new DeskDirectory(() => configuration);
  expect(['VQ_1', 'VQ_2', 'VQ_3', 'VQ_4'].map((queue) => directory.targetOfQueue(queue))).toEqual([
    { type: 'agentGroup', name: 'One' },
    { type: 'agentGroup', name: 'Two' },
    undefined,
    undefined,
  ]);
  expect(directory.queuesOfGroup('Two')).toEqual(['VQ_2']);
  expect(directory.queuesOfGroup('Three')).toEqual([]);
});
