import { describe, expect, it } from 'vitest';
import { Fingerprinter } from '../../base/fingerprint.ts';
import { SeededRandom } from '../../base/seeded-random.ts';
import { AnswerLog } from './answer-log.ts';

const KEPT_MS = 1000;

describe('answers kept for repeats', () => {
  it('[ME5][RQ2] an answer is found until its time is over', () => {
    const log = new AnswerLog('tlib', KEPT_MS, new Fingerprinter(new SeededRandom(1)));
    const key = log.key('1001', 'r');
    log.add(key, 5000, '1');
    expect(log.find(key, 5000)).toBe('1');
    expect(log.find(key, 6000)).toBe('1');
    expect(log.find(key, 6001)).toBeUndefined();
  });

  it('[ME5] keys of one kind never meet those of another', () => {
    const log = new AnswerLog('tlib', KEPT_MS, new Fingerprinter(new SeededRandom(1)));
    expect(log.key('a', 'b')).toBe('tlib|a|b');
    log.load([
      { key: 'tlib|a', time: 1, body: '1' },
      { key: 'tlibrary|a', time: 1, body: '2' },
      { key: 'sip|a', time: 1, body: '3' },
    ]);
    expect([log.find('tlib|a', 1), log.find('tlibrary|a', 1), log.find('sip|a', 1)]).toEqual([
      '1',
      undefined,
      undefined,
    ]);
  });

  it('[ME5] what a failed decision added is taken away again', () => {
    const log = new AnswerLog('sip', KEPT_MS, new Fingerprinter(new SeededRandom(1)));
    const undo = log.add('sip|a', 1, '200');
    undo();
    expect(log.find('sip|a', 1)).toBeUndefined();
  });

  it('[ME5] a load replaces everything', () => {
    const log = new AnswerLog('sip', KEPT_MS, new Fingerprinter(new SeededRandom(1)));
    log.add('sip|a', 1, '200');
    log.load([{ key: 'sip|b', time: 1, body: '413' }]);
    expect([log.find('sip|a', 1), log.find('sip|b', 1)]).toEqual([undefined, '413']);
  });

  it('[ME5] at most 300,000 answers are kept, the latest ones', () => {
    const log = new AnswerLog('sip', KEPT_MS, new Fingerprinter(new SeededRandom(1)));
    for (let number = 0; number < 300_002; number += 1) log.add(`sip|${number}`, 1, '200');
    expect([log.find('sip|1', 1), log.find('sip|2', 1), log.find('sip|300001', 1)]).toEqual([undefined, '200', '200']);
  });
});
