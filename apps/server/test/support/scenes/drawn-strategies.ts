import { type Strategy, strategySchema } from '@cordboard/shared/routing/strategy';
import { expect } from 'vitest';
import { Strategies } from '../../../src/services/configuration/strategies.ts';
import type { ContactCentre } from '../centre/contact-centre.ts';

/** Says a text and ends. */
export function saying(text: string): Strategy {
  return strategySchema.parse({ name: 'x', version: 1, start: 'end', blocks: { end: { type: 'end', text } } });
}

/** Asks, then says a text. */
export function asking(text: string): Strategy {
  const ask = { type: 'collectDigits', totalTimeoutSeconds: 60, next: 'again' };
  const blocks = { ask, again: { ...ask, next: 'end' }, end: { type: 'end', text } };
  return strategySchema.parse({ name: 'x', version: 1, start: 'ask', blocks, defaultDestination: '1111' });
}

/** What administrators do with strategies. */
export function strategiesOf(centre: ContactCentre): Strategies {
  const { callControl } = centre.world;
  return new Strategies({ state: callControl.state, change: (what, decide) => callControl.change(what, decide) });
}

/** Draws a strategy and activates it. */
export async function draw(centre: ContactCentre, name: string, strategy: Strategy): Promise<void> {
  const strategies = strategiesOf(centre);
  expect(await strategies.saveDraft(name, strategy, 'admin')).toMatchObject({ ok: true });
  expect(await strategies.activate(name, 'admin', undefined)).toMatchObject({ ok: true });
}
