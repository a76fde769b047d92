import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseVia } from '../grammar/header-fields/parse-via.ts';
import { serializeVia } from '../message/via.ts';
import { completeUsualVia, completeVia } from './answer-flow.ts';

const flow = { id: 'udp:192.0.2.9:40000', transport: 'UDP', remoteAddress: '192.0.2.9', remotePort: 40_000 } as const;
const usualParameters = fc.constantFrom('rport', 'branch=z9hG4bKa', 'branch=z9hG4bKb', 'x', 'maddr=192.0.2.3');
const oddParameters = fc.constantFrom(
  ...['RPORT', 'rport=1', 'rportx', 'received', 'Received=192.0.2.1', 'x=";rport;"', 'x=;rport', ' rport', 'rport '],
);
const parameters = fc.array(
  fc.oneof({ weight: 4, arbitrary: usualParameters }, { weight: 1, arbitrary: oddParameters }),
  { maxLength: 5 },
);

test('[SM24] the source is noted in the text of a usual Via just as in one that is written anew', () => {
  let usual = 0;
  fc.assert(
    fc.property(parameters, fc.constantFrom('192.0.2.9', '192.0.2.9:40000', 'client.invalid'), (list, sentBy) => {
      const text = [`SIP/2.0/UDP ${sentBy}`, ...list].join(';');
      const via = parseVia(text);
      if (!via.ok) return;
      const completed = completeUsualVia(text, via.value, flow);
      if (completed === undefined) return;
      usual += 1;
      const again = parseVia(completed);
      const wanted = completeVia(via.value, flow);
      expect(wanted).toBeDefined();
      expect(again).toEqual({ ok: true, value: wanted });
      if (!text.includes('; ') && !text.includes(' ;')) {
        expect(completed).toBe(wanted === undefined ? '' : serializeVia(wanted));
      }
    }),
    { seed: 7, numRuns: 3_000 },
  );
  expect(usual).toBeGreaterThan(300);
});

test('[SM24] quotes, a received of its own and an rport with a value are left to the general way', () => {
  const odd = [
    'x=";rport;"',
    'rport;received',
    'rport;RECEIVED=192.0.2.1',
    'rport=5',
    'rport ;branch=z9hG4bKa',
    'branch=a',
  ];
  for (const tail of odd) {
    const text = `SIP/2.0/UDP 192.0.2.9;${tail}`;
    const via = parseVia(text);
    expect(via.ok && completeUsualVia(text, via.value, flow), text).toBeUndefined();
  }
});
