import { TreatmentType } from '@cordboard/shared/tlib/treatments';
import { describe, expect, test } from 'vitest';
import { type StrategyDraft, StrategyRun } from '../../../../../test/support/strategy-run.ts';

const started = (draft: StrategyDraft) => new StrategyRun(draft).start();
const ends = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, { type: 'end' }]));
const variables = { Language: { type: 'string', initial: 'de-AT' }, Choice: { type: 'string' } };

describe('playAnnouncement', () => {
  const texts = { en: 'Welcome', de: 'Willkommen', fr: 'Bienvenue' };
  test.each([
    [texts, 'Language', 'en', 'Willkommen'],
    [texts, '"fr"', 'en', 'Bienvenue'],
    [texts, '"es"', 'en', 'Welcome'],
    [texts, undefined, 'fr', 'Bienvenue'],
    [texts, '"es"', 'it', 'Welcome'],
    ['Hi {Language}, {data.Nothing}{{1}}', undefined, 'en', 'Hi de-AT, {1}'],
  ])('[RT36] %j in %s, else %s', (text, language, ofStrategy, heard) => {
    const run = started({
      variables,
      language: ofStrategy,
      blocks: { start: { type: 'playAnnouncement', text, ...(language && { language }), next: 'end' }, ...ends('end') },
    });
    expect(run.heard).toEqual([heard]);
    expect(run.place).toBe('ended end');
  });

  test('[RT36] what a customer wrote is not read for placeholders, and a long text is cut', () => {
    const run = started({
      variables,
      blocks: {
        ask: { type: 'collectDigits', totalTimeoutSeconds: 9, variable: 'Choice', next: 'echo' },
        echo: { type: 'playAnnouncement', text: '{Choice}{Choice}', next: 'ask' },
      },
    });
    run.say('{Language}');
    run.say('x'.repeat(3000));
    expect(run.heard).toEqual(['{Language}{Language}', 'x'.repeat(4000)]);
  });

  test('[RT36] the treatment is the original’s', () => {
    const run = started({ blocks: { start: { type: 'playAnnouncement', text: 'Hi', next: 'end' }, ...ends('end') } });
    expect(run.effects[0]).toEqual({
      name: 'applyTreatment',
      treatmentType: TreatmentType.PlayAnnouncement,
      parameters: { PROMPT: { 1: { INTERRUPTABLE: 0, TEXT: 'Hi' } }, LANGUAGE: 'en' },
    });
  });
});

describe('collectDigits', () => {
  const collect = { totalTimeoutSeconds: 30, variable: 'Choice', attachAs: 'Choice' };
  const blocks = {
    start: { type: 'collectDigits', ...collect, next: 'done', timedOut: 'late' },
    ...ends('done', 'late'),
  };

  test('[RT37] waits for a text, which goes to the variable and the attached data', () => {
    const run = started({ variables, blocks });
    expect(run.effects).toEqual([
      { name: 'applyTreatment', treatmentType: TreatmentType.CollectDigits, parameters: { TOTAL_TIMEOUT: 30 } },
    ]);
    run.pass(29.9);
    expect(run.place).toBe('treating start');
    run.say('2');
    expect(run.place).toBe('ended done');
    expect(run.state.variables['Choice']).toBe('2');
    expect(run.userData).toEqual({ Choice: '2' });
  });

  test('[RT37] takes a text that came before', () => {
    const run = new StrategyRun({ variables, blocks });
    run.say('first');
    run.say('second');
    run.start();
    expect(run.userData).toEqual({ Choice: 'first' });
    expect(run.place).toBe('ended done');
  });

  test('[RT37] without a text in time it goes on with nothing', () => {
    const run = started({ variables, blocks });
    run.pass(30);
    expect(run.place).toBe('ended late');
    expect(run.userData).toEqual({ Choice: '' });
    const other = started({
      variables,
      blocks: { ...blocks, start: { type: 'collectDigits', ...collect, next: 'done' } },
    });
    other.pass(30);
    expect(other.place).toBe('ended done');
  });

  test('[RT37] takes each text once, in order', () => {
    const loop = {
      ask: { type: 'collectDigits', totalTimeoutSeconds: 30, variable: 'Choice', next: 'echo' },
      echo: { type: 'playAnnouncement', text: '{Choice}', next: 'ask' },
    };
    const run = started({ variables, blocks: loop });
    const texts = Array.from({ length: 150 }, (_, index) => `text ${index}`);
    for (const text of texts) run.say(text);
    expect(run.heard).toEqual(texts);
    expect(run.place).toBe('treating ask');
  });

  test('[RT38] playAnnouncementAndDigits does both in one', () => {
    const run = started({
      variables,
      blocks: {
        start: { type: 'playAnnouncementAndDigits', text: '1 or 2?', ...collect, next: 'done' },
        ...ends('done'),
      },
    });
    expect(run.effects).toMatchObject([
      { treatmentType: TreatmentType.PlayAnnouncementAndDigits, parameters: { TOTAL_TIMEOUT: 30, LANGUAGE: 'en' } },
    ]);
    expect(run.heard).toEqual(['1 or 2?']);
    run.say('1');
    expect(run.place).toBe('ended done');
    expect(run.userData).toEqual({ Choice: '1' });
  });
});

test('[RT39] a treatment that IM does not have goes on at notApplied', () => {
  const run = started({
    blocks: {
      start: {
        type: 'treatment',
        treatment: 'Music',
        parameters: { MUSIC_DN: '7' },
        next: 'played',
        notApplied: 'not',
      },
      ...ends('played', 'not'),
    },
  });
  expect(run.effects[0]).toEqual({
    name: 'applyTreatment',
    treatmentType: TreatmentType.Music,
    parameters: { MUSIC_DN: '7' },
  });
  expect(run.place).toBe('ended not');
});

test('[RT47] leaveMessage keeps what the customer writes for an agent group', () => {
  const blocks = {
    start: {
      type: 'leaveMessage',
      text: 'Your message?',
      totalTimeoutSeconds: 60,
      agentGroup: 'G',
      next: 'kept',
      timedOut: 'none',
    },
    ...ends('kept', 'none'),
  };
  const run = started({ blocks });
  run.say('Call me.');
  expect(run.effects).toContainEqual({ name: 'leaveMessage', agentGroup: 'G', text: 'Call me.' });
  expect(run.place).toBe('ended kept');
  const silent = started({ blocks });
  silent.pass(60);
  expect(silent.place).toBe('ended none');
  expect(silent.effects.map(({ name }) => name)).not.toContain('leaveMessage');
});
