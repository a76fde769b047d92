import { BUILT_IN_STAT_TYPES } from '@cordboard/shared/statistics/built-in';
import { isInTimeRange, RANGE_BOUNDS, type TimeProfile } from '@cordboard/shared/statistics/stat-type';
import type { DnEvent } from '@cordboard/shared/tlib/events';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eventsOf, type Line, newModel, reader } from '../../../test/support/scenes/statistics-scene.ts';
import { Snapshot } from './snapshot.ts';
import type { StatisticsModel, StoredObject, StoredPosition } from './statistics-model.ts';

/** 22:00, so that stories go over midnight, which is at 14 hours. */
const START = 12 * 3600;
const MIDNIGHT = 14 * 3600;

/** Something that was going on, or happened, with its time; the agent's number, or the queue. */
interface Span {
  readonly action: string;
  readonly object: string;
  readonly from: number;
  readonly to: number;
}

interface Story {
  readonly lines: readonly Line[];
  readonly spans: readonly Span[];
}

const seconds = fc.integer({ min: 1, max: 2000 });
const stepArbitrary = fc.record({
  kind: fc.constantFrom('pause', 'break', 'answered', 'missed', 'abandoned', 'relogin'),
  idle: seconds,
  wait: seconds,
  ring: fc.integer({ min: 1, max: 30 }),
  talk: seconds,
  hold: fc.integer({ min: 0, max: 100 }),
  work: fc.integer({ min: 0, max: 100 }),
});
type Step = typeof stepArbitrary extends fc.Arbitrary<infer Value> ? Value : never;

/** What one agent lives through, as events and, told apart from them, as spans. */
function storyOf(agent: string, steps: readonly Step[]): Story {
  const lines: Line[] = [];
  const spans: Span[] = [];
  let now = START;
  let readySince = now;
  const span = (action: string, from: number, to: number, object = agent) => spans.push({ action, object, from, to });
  const ready = () => {
    lines.push([now, 'AgentReady', agent]);
    readySince = now;
  };
  lines.push([now, 'AgentLogin', agent]);
  ready();
  steps.forEach(({ kind, idle, wait, ring, talk, hold, work }, index) => {
    now += idle;
    const call = `${agent}-${index}`;
    const come = () => {
      lines.push([now, 'Queued', 'VQ1', { call }]);
      span('CallEntered', now, now, 'VQ1');
      const came = now;
      now += wait;
      lines.push([now, 'Ringing', agent, { call }]);
      now += ring;
      span('CallWait', came, now, 'VQ1');
      return came;
    };
    if (kind === 'break') {
      span('WaitForNextCall', readySince, now);
      lines.push([now, 'AgentNotReady', agent]);
      span('NotReadyForNextCall', now, now + work);
      now += work;
      ready();
    } else if (kind === 'relogin') {
      span('WaitForNextCall', readySince, now);
      lines.push([now, 'AgentLogout', agent]);
      now += work;
      lines.push([now, 'AgentLogin', agent]);
      ready();
    } else if (kind === 'answered') {
      const came = come();
      lines.push([now, 'Diverted', 'VQ1', { call }], [now, 'Established', agent, { call }]);
      span('CallAnswered', came, now, 'VQ1');
      span('CallAnswered', now - ring, now);
      const answered = now;
      lines.push([now, 'Held', agent, { call }], [now + hold, 'Retrieved', agent, { call }]);
      span('CallOnHold', now, now + hold);
      now += hold + talk;
      lines.push([now, 'Released', agent, { call }], [now, 'AgentNotReady', agent, { agentWorkMode: 3 }]);
      span('CallInbound', answered, now);
      span('CallReleased', answered, now, 'VQ1');
      span('WaitForNextCall', readySince, now);
      span('AfterCallWork', now, now + work);
      span('ACWCompleted', now, now + work, 'VQ1');
      now += work;
      ready();
    } else if (kind === 'abandoned') {
      const came = come();
      lines.push([now, 'Abandoned', 'VQ1', { call }], [now, 'Abandoned', agent, { call }]);
      span('CallAbandonedFromRinging', came, now, 'VQ1');
      span('CallAbandonedFromRinging', now - ring, now);
    } else if (kind === 'missed') {
      lines.push([now, 'Ringing', agent, { call }], [now + ring, 'Released', agent, { call, callState: 7 }]);
      span('CallMissed', now, now + ring);
      now += ring;
    }
  });
  return { lines, spans };
}

const storiesArbitrary = fc
  .array(fc.array(stepArbitrary, { maxLength: 12 }), { minLength: 1, maxLength: 4 })
  .map((agents) => agents.map((steps, index) => storyOf(String(1001 + index), steps)));

/** All lines in the order of their time; those of one agent in theirs. */
function together(stories: readonly Story[]): readonly Line[] {
  return stories.flatMap(({ lines }) => lines).toSorted(([left], [right]) => left - right);
}

function fromScratch(spans: readonly Span[], actions: readonly string[], at: number, profile: TimeProfile) {
  const step = (time: number) => Math.floor((time + 10 * 3600) / 5);
  const isIn = ({ to }: Span) => {
    if (to > at) return false;
    if (profile.type === 'sliding') return step(to) > step(at) - profile.window / 5;
    return at < MIDNIGHT || to >= MIDNIGHT;
  };
  const ended = spans.filter((span) => actions.includes(span.action) && isIn(span));
  return {
    number: ended.length,
    time: ended.reduce((sum, { from, to }) => sum + to - from, 0),
    max: ended.reduce((max, { from, to }) => Math.max(max, to - from), 0),
  };
}

/** Seconds of the spans that lie in the window, what goes on at that moment included. */
function adjustedFromScratch(spans: readonly Span[], actions: readonly string[], at: number, window: number): number {
  const from = (Math.floor((at + 10 * 3600) / 5) + 1) * 5 - 10 * 3600 - window;
  return spans
    .filter(({ action }) => actions.includes(action))
    .reduce((sum, span) => sum + Math.max(0, Math.min(span.to, at) - Math.max(span.from, from)), 0);
}

/** The numbers of this moment after they were stored as text and read again; `meanwhile` goes on while they are stored. */
function storedAndRestored(model: StatisticsModel, meanwhile: readonly DnEvent[] = []): StatisticsModel {
  const snapshot = new Snapshot(model, 0);
  for (const event of meanwhile) {
    model.apply(event);
    snapshot.writeSome(1);
  }
  snapshot.writeSome(Number.POSITIVE_INFINITY);
  const restored = newModel();
  const isRestored = restored.restore(
    JSON.parse(snapshot.position) as StoredPosition,
    snapshot.rows.map(({ key, body }) => [key, JSON.parse(body) as StoredObject] as const),
  );
  expect(isRestored).toBe(true);
  return restored;
}

const PROFILES: readonly TimeProfile[] = [{ type: 'growing' }, { type: 'sliding', window: 600 }];

describe('numbers counted event by event', () => {
  test('[NU11] [NU16] [NU17] [NU18] [NU21] [NU33] are those that all spans make from scratch, and restarts change nothing', () => {
    fc.assert(
      fc.property(storiesArbitrary, fc.nat(), fc.nat(), (stories, cutSeed, readSeed) => {
        const lines = together(stories);
        const end = (lines.at(-1)?.[0] ?? START) + 1;
        const at = START + (readSeed % (end - START + 1));
        const events = eventsOf(lines.filter(([time]) => time <= at));
        const cut = cutSeed % (events.length + 1);
        let model = newModel();
        for (const event of events.slice(0, cut)) model.apply(event);
        model = storedAndRestored(model, events.slice(cut, cut + 5));
        for (const event of events.slice(cut)) model.apply(event);
        const spans = stories.flatMap((story) => story.spans);
        const read = reader(model, at);
        const objects = [
          ['agent', '1001', (object: string) => object === '1001'],
          ['agentGroup', 'G', (object: string) => object !== 'VQ1'],
          ['queue', 'VQ1', (object: string) => object === 'VQ1'],
        ] as const;
        const actionsOf = { agent: AGENT_MASKS, agentGroup: AGENT_MASKS, queue: QUEUE_MASKS };
        for (const [type, id, isOf] of objects) {
          const own = spans.filter(({ object }) => isOf(object));
          for (const profile of PROFILES) {
            if (profile.type === 'sliding' && type === 'agent') continue;
            for (const mainMask of actionsOf[type]) {
              const expected = fromScratch(own, mainMask.split(', '), at, profile);
              const value = (category: 'TotalNumber' | 'TotalTime' | 'MaxTime') =>
                read(id, { category, mainMask }, { type, profile });
              const counted = { number: value('TotalNumber'), time: value('TotalTime'), max: value('MaxTime') };
              expect(counted, `${type} ${id} ${mainMask} ${profile.type} at ${at}`).toEqual(expected);
            }
          }
        }
        const inside = RANGE_BOUNDS[readSeed % RANGE_BOUNDS.length] ?? 0;
        for (const profile of PROFILES) {
          for (const mainMask of QUEUE_MASKS) {
            const own = spans.filter(({ object, to }) => object === 'VQ1' && to <= at);
            const longer = own.filter((span) => span.to - span.from > inside);
            const asked = { type: 'queue', profile, timeRange: { from: inside } } as const;
            const expected = fromScratch(inside === 0 ? own : longer, mainMask.split(', '), at, profile).number;
            const category = 'TotalNumberInTimeRange';
            expect(read('VQ1', { category, mainMask }, asked), `${mainMask} above ${inside}`).toBe(expected);
          }
        }
        for (const mainMask of ['CallInbound', 'CallOnHold', 'AfterCallWork']) {
          const adjusted = adjustedFromScratch(spans, [mainMask], at, 600);
          const asked = { type: 'agentGroup', profile: { type: 'sliding', window: 600 } } as const;
          expect(read('G', { category: 'TotalAdjustedTime', mainMask }, asked), mainMask).toBe(adjusted);
        }
        const total = (mainMask: string) =>
          Number(read('VQ1', { category: 'TotalNumber', mainMask }, { type: 'queue' }));
        const waiting = Number(read('VQ1', 'Current_In_Queue', { type: 'queue' }));
        if (at < MIDNIGHT) {
          expect(total('CallEntered')).toBe(total('CallAnswered, CallAbandoned, CallAbandonedFromRinging') + waiting);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('[NU21] [NU26] every built-in number is the same after a restart at any moment', () => {
    fc.assert(
      fc.property(storiesArbitrary, fc.nat(), (stories, cutSeed) => {
        const lines = together(stories);
        const events = eventsOf(lines);
        const cut = cutSeed % (events.length + 1);
        const through = newModel();
        for (const event of events) through.apply(event);
        let restarted = newModel();
        for (const event of events.slice(0, cut)) restarted.apply(event);
        restarted = storedAndRestored(restarted, events.slice(cut, cut + 10));
        for (const event of events) restarted.apply(event);
        const at = (lines.at(-1)?.[0] ?? START) + 7;
        for (const { name, objects, category } of BUILT_IN_STAT_TYPES) {
          for (const type of objects) {
            const id = { agent: '1001', dn: '1001', place: '1001', agentGroup: 'G', queue: 'VQ1' }[type];
            for (const profile of PROFILES) {
              const asked = { type, profile, ...(isInTimeRange(category) ? { timeRange: { from: 0, to: 300 } } : {}) };
              expect(reader(restarted, at)(id, name, asked), name).toEqual(reader(through, at)(id, name, asked));
            }
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

const AGENT_MASKS = [
  'CallInbound',
  'CallOnHold',
  'AfterCallWork',
  'CallAnswered',
  'CallMissed, CallAbandonedFromRinging',
  'WaitForNextCall',
  'NotReadyForNextCall',
];
const QUEUE_MASKS = [
  'CallEntered',
  'CallWait',
  'CallAnswered',
  'CallAbandoned, CallAbandonedFromRinging',
  'CallReleased',
  'ACWCompleted',
];
