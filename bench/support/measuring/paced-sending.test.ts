import { expect, test } from 'vitest';
import { PacedSending, textsDue } from './paced-sending.ts';

test('what is due follows the time that has passed, whatever was late before', () => {
  expect(textsDue(1_000, 0, 0)).toBe(1);
  expect(textsDue(1_000, 10, 1)).toBe(10);
  expect(textsDue(1_000, 10, 11)).toBe(0);
  expect(textsDue(1_000, 10, 20)).toBe(0);
});

test('with a closed load a text leaves for each that is answered once', async () => {
  const left: number[] = [];
  const sending = new PacedSending((number) => left.push(number));
  const outcome = sending.run({ seconds: 0, inFlight: 3 });
  expect(left).toEqual([0, 1, 2]);
  sending.answered(1);
  sending.answered(1);
  expect(left).toEqual([0, 1, 2, 3]);
  const answering = setInterval(() => {
    for (const number of [...left]) sending.answered(number);
  }, 1);
  const { sent, answered, answerMs } = await outcome;
  clearInterval(answering);
  expect([answered, answerMs.length]).toEqual([sent, sent]);
  expect(sent).toBe(left.length);
});

test('with a rate all texts leave, answered or not', async () => {
  const left: number[] = [];
  const sending = new PacedSending((number) => {
    left.push(number);
    queueMicrotask(() => sending.answered(number));
  });
  expect(await sending.run({ seconds: 0.02, rate: 500 })).toMatchObject({ sent: 10, answered: 10 });
  expect(left).toHaveLength(10);
});
