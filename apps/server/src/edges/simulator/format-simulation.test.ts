import { expect, test } from 'vitest';
import { simulated } from '../../../test/simulator/simulation.ts';
import { demoConfiguration } from '../../../test/support/centre/test-world.ts';
import { required } from '../../base/assert.ts';
import { formatSimulation } from './format-simulation.ts';

const active = required(demoConfiguration().findStrategy('Any Available Agent'), 'strategy');

test('[SU12] a day in tables, with the difference to the active version', async () => {
  const given = { ...active, version: 2 };
  const lines = formatSimulation(
    await simulated({ mode: 'day', routingPoint: '1111', hours: 2, strategy: given }),
  ).split('\n');
  expect(lines).toContain('Strategy "Any Available Agent" version 2 (given)');
  expect(lines).toContain('Strategy "Any Available Agent" version 1 (active)');
  expect(lines.filter((line) => line.startsWith('VQ_Any '))).toHaveLength(2);
  expect(lines.filter((line) => /Maya Ross/.test(line))).toHaveLength(2);
  expect(lines).toContainEqual(expect.stringMatching(/^service level +[\d.]+ % +[\d.]+ % +same$/));
});

test('[SU12] an interaction as a story; what a customer writes steers no terminal', async () => {
  const texts = [{ text: 'Hello\u001b[2J\nthere' }];
  const text = formatSimulation(await simulated({ mode: 'interaction', routingPoint: '1111', texts }));
  expect(text).toContain('customer  Hello [2J there');
  expect(text).toContain('path: media → queue → agent');
  expect(text).toMatch(/chosen 1001 \(.+\)\ncandidate/);
  expect(text).not.toContain('\u001b');
});
