import { describe, expect, test } from 'vitest';
import { HELP, readArguments } from './read-arguments.ts';

const files: Readonly<Record<string, string>> = {
  'request.json': '{"mode": "day", "hours": 3}',
  'broken.json': '{',
};
const readText = (path: string) => {
  const text = files[path];
  if (text === undefined) throw new Error(`${path} cannot be read`);
  return text;
};
const read = (line: string) => readArguments(line.split(' '), readText);

describe('the options of the command', () => {
  test('[SU12] an interaction', () => {
    const given = ['interaction', '--text', 'Hello', '--text', '5 billing', '--agents', '1001,1002', '--wait', '90'];
    expect(readArguments(given, readText)).toMatchObject({
      ok: true,
      value: {
        request: {
          mode: 'interaction',
          texts: [
            { afterSeconds: 0, text: 'Hello' },
            { afterSeconds: 5, text: 'billing' },
          ],
          world: { agents: [{ userName: '1001' }, { userName: '1002' }], others: 'loggedOut' },
          waitAtMostSeconds: 90,
        },
        place: { config: 'demo' },
        isJson: false,
      },
    });
  });

  test('[SU12] a day', () => {
    expect(
      read('day --per-hour 20,40 --handling 300 --patience 180 --more 3@ALL_Agents --no-compare --json'),
    ).toMatchObject({
      ok: true,
      value: {
        request: {
          mode: 'day',
          compare: false,
          world: { more: [{ count: 3, groups: ['ALL_Agents'] }], others: 'ready' },
          load: {
            kind: 'generated',
            perHour: [20, 40],
            handling: { type: 'exponential', mean: 300 },
            patience: { type: 'exponential', mean: 180 },
          },
        },
        isJson: true,
      },
    });
    expect(read('day --handling 300,60')).toMatchObject({
      value: { request: { load: { perHour: 30, handling: { type: 'lognormal', mean: 300, deviation: 60 } } } },
    });
    expect(read('day --recorded --data ./data')).toMatchObject({
      value: { request: { load: { kind: 'recorded' } }, place: { dataDir: './data' } },
    });
  });

  test('[SU12] a request in a file, and help', () => {
    expect(read('--request request.json')).toMatchObject({ ok: true, value: { request: { mode: 'day', hours: 3 } } });
    expect(readArguments([], readText)).toEqual({ ok: true, value: { kind: 'help' } });
    expect(read('--help')).toEqual({ ok: true, value: { kind: 'help' } });
    for (const option of ['--strategy', '--recorded', '--json']) expect(HELP).toContain(option);
  });

  test.each([
    ['week', /Say "interaction" or "day"/],
    ['day --perhour 3', /perhour/],
    ['day --per-hour many', /perHour/],
    ['day --hours -1', /hours/],
    ['day --strategy missing.json', /missing\.json cannot be read/],
    ['--request broken.json', /broken\.json is not JSON/],
    ['day --at yesterday', /at: /],
  ])('[SU12] %s is refused with a sentence', (line, message) => {
    expect(read(line)).toMatchObject({ ok: false, failure: expect.stringMatching(message) });
  });
});
