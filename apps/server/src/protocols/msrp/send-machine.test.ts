import { describe, expect, it } from 'vitest';
import { advance, begin, chunkBytesMax, type Effect, type Input, type State } from './send-machine.ts';

const ok: Input = { name: 'responseReceived', status: 200 };
const timer: Effect = { name: 'startTimer', durationMs: 30_000 };
const stop: Effect = { name: 'stopTimer' };

describe('a message of ours on its way', () => {
  it('[MS8] leaves in chunks of 2048 bytes, at most four without an answer', () => {
    const size = 5 * chunkBytesMax + 10;
    let { state, effects } = begin(size);
    const sent: (readonly [number, number, string])[] = [];
    const note = () => {
      for (const effect of effects)
        if (effect.name === 'sendChunk') sent.push([effect.from, effect.to, effect.continuation]);
    };
    note();
    expect(sent).toHaveLength(4);
    for (let answers = 1; answers <= 6; answers++) {
      ({ state, effects } = advance(state, ok));
      note();
    }
    expect(sent.map(([from, to]) => to - from)).toEqual([2_048, 2_048, 2_048, 2_048, 2_048, 10]);
    expect(sent.map(([, , flag]) => flag).join('')).toBe('+++++$');
    expect(state).toEqual({ name: 'sent' });
    expect(effects).toEqual([stop, { name: 'settle', status: 200 }]);
  });

  const half: State = { name: 'sending', size: 10_000, sent: 4_096, unanswered: 2 };
  const last: State = { name: 'sending', size: 10, sent: 10, unanswered: 1 };
  const rows: readonly { from: State; input: Input; to: State; effects: readonly Effect[] }[] = [
    {
      from: half,
      input: { name: 'responseReceived', status: 413 },
      to: { name: 'failed' },
      effects: [
        { name: 'sendChunk', from: 4_096, to: 4_096, continuation: '#' },
        stop,
        { name: 'settle', status: 413 },
      ],
    },
    {
      from: last,
      input: { name: 'responseReceived', status: 415 },
      to: { name: 'failed' },
      effects: [stop, { name: 'settle', status: 415 }],
    },
    { from: last, input: { name: 'timerFired' }, to: { name: 'failed' }, effects: [{ name: 'lose', why: 'timeout' }] },
    {
      from: half,
      input: { name: 'connectionLost' },
      to: { name: 'failed' },
      effects: [stop, { name: 'lose', why: 'transport' }],
    },
    { from: { name: 'sent' }, input: ok, to: { name: 'sent' }, effects: [] },
    { from: { name: 'sent' }, input: { name: 'connectionLost' }, to: { name: 'sent' }, effects: [] },
    { from: { name: 'failed' }, input: ok, to: { name: 'failed' }, effects: [] },
    { from: { name: 'failed' }, input: { name: 'timerFired' }, to: { name: 'failed' }, effects: [] },
  ];
  it.each(rows)('[MS9] $from.name, $input.name: $to.name', ({ from, input, to, effects }) => {
    expect(advance(from, input)).toEqual({ state: to, effects });
  });

  it('[MS9] each answer starts the 30 seconds anew', () => {
    expect(begin(10).effects.at(-1)).toEqual(timer);
    expect(advance(half, ok).effects.at(-1)).toEqual(timer);
  });
});
