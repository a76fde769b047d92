import { calendarSchema } from '@cordboard/shared/routing/calendar';
import { MediaType } from '@cordboard/shared/tlib/call-types';
import { describe, expect, test } from 'vitest';
import { type RunOptions, type StrategyDraft, StrategyRun } from '../../../../../test/support/strategy-run.ts';

const started = (draft: StrategyDraft, options?: RunOptions) => new StrategyRun(draft, options).start();
const ends = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, { type: 'end' }]));
const variables = {
  Text: { type: 'string', initial: 'Two Invoices' },
  Level: { type: 'number', initial: 5 },
  Flag: { type: 'boolean' },
  Names: { type: 'list', initial: ['alice'] },
};

describe('branches', () => {
  test.each([
    [{ chat: 'a', otherwise: 'b' }, MediaType.Chat, 'a'],
    [{ chat: 'a', otherwise: 'b' }, MediaType.Voice, 'b'],
    [{ voice: 'a', otherwise: 'b' }, MediaType.Voice, 'a'],
    [{ voice: 'a', otherwise: 'b' }, MediaType.Chat, 'b'],
  ])('[RT21] segmentByMedia %j of medium %i', (exits, mediaType, to) => {
    const run = started(
      { blocks: { start: { type: 'segmentByMedia', ...exits }, ...ends('a', 'b') } },
      { context: { mediaType } },
    );
    expect(run.state.block).toBe(to);
  });

  test.each([
    ['Level = 5 & In(CustomerAddress(), Names)', 'yes'],
    ['Media() = "chat" & RoutingPoint() = "1112" & WaitedSeconds() = 0', 'yes'],
    ['HasData("VIP") | Priority() > 0', 'no'],
    ['StatAgentsReady("G") > 2', 'no'],
  ])('[RT30] if %s', (condition, to) => {
    const block = { type: 'if', condition, whenTrue: 'yes', whenFalse: 'no' };
    expect(started({ variables, blocks: { start: block, ...ends('yes', 'no') } }).state.block).toBe(to);
  });

  test.each([
    ['Level', 'five'],
    ['Level + 1', 'other'],
    ['" 5 "', 'five'],
    ['Lower("A")', 'letter'],
    ['Level = 5', 'truth'],
    ['Data("Missing")', 'other'],
  ])('[RT31] switch on %s', (on, to) => {
    const cases = [
      { equals: [4, 5], next: 'five' },
      { equals: 'a', next: 'letter' },
      { equals: true, next: 'truth' },
    ];
    const block = { type: 'switch', on, cases, otherwise: 'other' };
    expect(
      started({ variables, blocks: { start: block, ...ends('five', 'letter', 'truth', 'other') } }).state.block,
    ).toBe(to);
  });

  const office = calendarSchema.parse({
    name: 'Office',
    timeZone: 'America/New_York',
    weekly: [{ days: ['monday'], from: '09:00', to: '17:00' }],
    holidays: [{ date: '2026-09-07' }],
  });
  test.each([
    ['2026-11-23T14:00:00Z', 'holiday', 'open'],
    ['2026-11-23T13:59:59Z', 'holiday', 'closed'],
    ['2026-09-07T14:00:00Z', 'holiday', 'holiday'],
    ['2026-09-07T14:00:00Z', undefined, 'closed'],
  ])('[RT32] businessHours at %s with holiday exit %s', (moment, holiday, to) => {
    const block = {
      type: 'businessHours',
      calendar: 'Office',
      open: 'open',
      closed: 'closed',
      ...(holiday && { holiday }),
    };
    const blocks = { start: block, ...ends('open', 'closed', 'holiday') };
    expect(started({ blocks }, { now: Date.parse(moment), calendars: [office] }).state.block).toBe(to);
  });

  test.each([
    [{ type: 'contains', words: ['bill', 'INVOICE'] }, false, true],
    [{ type: 'contains', words: ['bill', 'INVOICE'] }, true, false],
    [{ type: 'list', words: ['one', ' two invoices'] }, false, true],
    [{ type: 'list', words: ['two'] }, false, false],
    [{ type: 'pattern', pattern: '\\binvoices?$' }, false, true],
    [{ type: 'pattern', pattern: '^invoice' }, false, false],
  ])('[RT33] textMatch %j, case counts: %s', (fits, isCaseSensitive, isFound) => {
    const block = {
      type: 'textMatch',
      text: 'Text',
      cases: [{ test: fits, next: 'yes' }],
      isCaseSensitive,
      otherwise: 'no',
    };
    expect(started({ variables, blocks: { start: block, ...ends('yes', 'no') } }).state.block).toBe(
      isFound ? 'yes' : 'no',
    );
  });

  test('[RT53] textMatch whose patterns take too long for a text fails, and the customer goes to the default destination', () => {
    const pattern = '(a{1,50}){1,2}b$';
    const cases = Array.from({ length: 50 }, () => ({ test: { type: 'pattern', pattern }, next: 'yes' }));
    const block = { type: 'textMatch', text: 'Text', cases, otherwise: 'no' };
    const given = (text: string) => {
      const variables = { Text: { type: 'string', initial: text } };
      const blocks = { start: block, ...ends('yes', 'no') };
      return started({ variables, blocks, defaultDestination: '1111' });
    };
    expect(given('aaab').state.block).toBe('yes');
    const failed = given('a'.repeat(4000));
    expect(failed.state).toMatchObject({ name: 'ended', outcome: 'default', block: 'start' });
    expect(failed.effects).toContainEqual(
      expect.objectContaining({ name: 'routeToDefault', destination: '1111', reason: 'expressionFailed' }),
    );
  });

  const takesTooLong = (run: ReturnType<typeof started>) => {
    expect(run.state).toMatchObject({ name: 'ended', outcome: 'default' });
    expect(run.effects).toContainEqual(
      expect.objectContaining({ name: 'routeToDefault', destination: '1111', reason: 'expressionFailed' }),
    );
  };

  test('[RT53] thousands of words are looked for in a usual text; in one that makes each of them slow the block fails', () => {
    const words = Array.from({ length: 100 }, (_, number) => `${'a'.repeat(190)}${number}`);
    const cases = Array.from({ length: 50 }, () => ({ test: { type: 'contains', words }, next: 'yes' }));
    const block = { type: 'textMatch', text: 'Text', cases, otherwise: 'no' };
    const given = (text: string) => {
      const variables = { Text: { type: 'string', initial: text } };
      return started({ variables, blocks: { start: block, ...ends('yes', 'no') }, defaultDestination: '1111' });
    };
    expect(given('My invoice is wrong, please help me with it.').state.block).toBe('no');
    takesTooLong(given('a'.repeat(4000)));
  });

  test('[RT53] what all expressions of a step cost together is bounded, also over several blocks', () => {
    const condition = Array.from({ length: 60 }, () => 'Contains(Text, "aab")').join(' | ');
    const tests = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, at) => {
          const whenFalse = at + 1 === count ? 'no' : `test${at + 1}`;
          return [at === 0 ? 'start' : `test${at}`, { type: 'if', condition, whenTrue: 'yes', whenFalse }];
        }),
      );
    const given = (count: number) => {
      const variables = { Text: { type: 'string', initial: 'a'.repeat(4000) } };
      return started({ variables, blocks: { ...tests(count), ...ends('yes', 'no') }, defaultDestination: '1111' });
    };
    expect(given(5).state.block).toBe('no');
    takesTooLong(given(50));
  });

  test.each([
    [0, 'a'],
    [0.099, 'a'],
    [0.1, 'b'],
    [0.399, 'b'],
    [0.4, 'c'],
    [0.999_999, 'c'],
  ])('[RT43] percentageSplit of %f', (random, to) => {
    const branches = [
      { percent: 10, next: 'a' },
      { percent: 30, next: 'b' },
      { percent: 60, next: 'c' },
    ];
    const blocks = { start: { type: 'percentageSplit', branches }, ...ends('a', 'b', 'c') };
    expect(started({ blocks }, { context: { random: () => random } }).state.block).toBe(to);
  });
});

describe('data', () => {
  test('[RT34] assign sets one variable after the other, each with its type', () => {
    const assignments = [
      { variable: 'Level', value: { expression: 'Level + 1' } },
      { variable: 'Text', value: { text: 'Level {Level} of {data.Name}{{x}}' } },
      { variable: 'Flag', value: { expression: 'Level = 6' } },
      { variable: 'Names', value: { expression: '["bob", 7]' } },
    ];
    const run = new StrategyRun({
      variables,
      blocks: { start: { type: 'assign', assignments, next: 'end' }, ...ends('end') },
    });
    run.userData = { Name: 'Ann' };
    run.start();
    expect(run.state.variables).toEqual({ Level: 6, Text: 'Level 6 of Ann{x}', Flag: true, Names: ['bob', 7] });
  });

  test.each([
    ['Level', '"many"', 'Variable "Level" is a number and cannot be many.'],
    ['Flag', '1', 'Variable "Flag" is a boolean and cannot be 1.'],
    ['Names', '"alice"', 'Variable "Names" is a list and cannot be alice.'],
  ])('[RT27] [RT34] %s cannot become %s', (variable, expression, detail) => {
    const block = { type: 'assign', assignments: [{ variable, value: { expression } }], next: 'end' };
    const run = started({ variables, blocks: { start: block, ...ends('end') } });
    expect(run.effects.at(-1)).toMatchObject({ name: 'routeToDefault', reason: 'expressionFailed', detail });
  });

  test('[RT35] attachData attaches pairs that later blocks read at once', () => {
    const run = started({
      variables,
      blocks: {
        start: {
          type: 'attachData',
          pairs: [
            { key: 'Level', value: { expression: 'Level' } },
            { key: 'Note', value: { text: 'about {Text}' } },
          ],
          next: 'if',
        },
        if: { type: 'if', condition: 'Data("Level") = 5', whenTrue: 'yes', whenFalse: 'no' },
        ...ends('yes', 'no'),
      },
    });
    expect(run.effects[0]).toEqual({ name: 'attachData', pairs: { Level: 5, Note: 'about Two Invoices' } });
    expect(run.state.block).toBe('yes');
  });

  test('[RT45] serviceObjective attaches the business context', () => {
    const block = { type: 'serviceObjective', seconds: 30, customerSegment: 'gold', next: 'end' };
    expect(started({ blocks: { start: block, ...ends('end') } }).userData).toEqual({
      ServiceObjective: '30',
      CustomerSegment: 'gold',
    });
  });

  test('[RT42] priority is set, and rises with age up to its end', () => {
    const ageing = { add: 2, everySeconds: 10, max: 9 };
    const run = started({
      variables,
      blocks: {
        start: { type: 'priority', priority: 'Level', ageing, next: 'ask' },
        ask: { type: 'collectDigits', totalTimeoutSeconds: 100, next: 'if' },
        if: {
          type: 'switch',
          on: 'Priority()',
          cases: [
            { equals: 5, next: 'five' },
            { equals: 7, next: 'seven' },
            { equals: 9, next: 'nine' },
          ],
          otherwise: 'five',
        },
        five: { type: 'playAnnouncement', text: 'five', next: 'ask' },
        seven: { type: 'playAnnouncement', text: 'seven', next: 'ask' },
        nine: { type: 'playAnnouncement', text: 'nine', next: 'ask' },
      },
    });
    expect(run.state).toMatchObject({ priority: { base: 5, ageing } });
    for (const seconds of [9.9, 0.2, 10, 50]) {
      run.pass(seconds);
      run.say('?');
    }
    expect(run.heard).toEqual(['five', 'seven', 'nine', 'nine']);
  });
});

describe('ends', () => {
  test('[RT49] end leaves the queue, says its text and ends', () => {
    const run = started({
      blocks: { start: { type: 'queue', virtualQueue: 'VQ', next: 'end' }, end: { type: 'end', text: 'Bye' } },
    });
    expect(run.effects).toEqual([
      { name: 'enterVirtualQueue', virtualQueue: 'VQ' },
      { name: 'leaveVirtualQueue', virtualQueue: 'VQ' },
      { name: 'endCall', text: 'Bye' },
    ]);
    expect(run.state).toMatchObject({ name: 'ended', outcome: 'finished' });
  });

  test('[RT48] route waits to hear whether it got there', () => {
    const blocks = {
      start: { type: 'route', destination: { type: 'routingPoint', number: '1111' }, failed: 'end' },
      ...ends('end'),
    };
    const run = started({ blocks });
    expect(run.state).toMatchObject({ name: 'routing', destination: { type: 'routingPoint', number: '1111' } });
    run.give({ name: 'routeFailed', detail: 'closed' });
    expect(run.place).toBe('ended end');
    const other = started({ blocks });
    other.give({ name: 'routed' });
    expect(other.state).toMatchObject({ name: 'ended', outcome: 'routed' });
  });
});
