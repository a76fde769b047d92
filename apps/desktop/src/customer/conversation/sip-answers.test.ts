import { describe, expect, it } from 'vitest';
import { classifyBindAnswer, classifyTextAnswer } from './sip-answers.ts';

describe('the answer to a text', () => {
  it.each([
    ['WC5', { statusCode: 200 }, { name: 'accepted' }],
    ['WC5', { statusCode: 202 }, { name: 'accepted' }],
    ['WC10', { statusCode: 481 }, { name: 'conversationOver' }],
    ['WC7', { statusCode: 408 }, { name: 'flowSuspected' }],
    ['WC8', { statusCode: 503 }, { name: 'repeatLater', delayMs: 5_000 }],
    ['WC8', { statusCode: 503, retryAfterSeconds: 12 }, { name: 'repeatLater', delayMs: 12_000 }],
    ['WC8', { statusCode: 503, retryAfterSeconds: 0 }, { name: 'repeatLater', delayMs: 500 }],
    ['WC8', { statusCode: 503, retryAfterSeconds: 999_999 }, { name: 'repeatLater', delayMs: 600_000 }],
    ['WC8', { statusCode: 500, retryAfterSeconds: 2 }, { name: 'repeatLater', delayMs: 2_000 }],
    ['WC9', { statusCode: 413 }, { name: 'failed', reason: 'tooLong' }],
    ['WC9', { statusCode: 513 }, { name: 'failed', reason: 'tooLong' }],
    ['WC5', { statusCode: 415 }, { name: 'failed', reason: 'unsupported' }],
    ['WC5', { statusCode: 403 }, { name: 'failed', reason: 'refused' }],
    ['WC5', { statusCode: 500 }, { name: 'failed', reason: 'refused' }],
  ])('[%s] %j', (_rule, answer, outcome) => {
    expect(classifyTextAnswer(answer)).toEqual(outcome);
  });
});

describe('[WC20] the refusal of an INVITE', () => {
  it.each([
    [{ statusCode: 503, retryAfterSeconds: 3 }, false, { name: 'repeatLater', delayMs: 3_000 }],
    [{ statusCode: 503, retryAfterSeconds: 3 }, true, { name: 'repeatLater', delayMs: 3_000 }],
    [{ statusCode: 491 }, true, { name: 'repeatLater', delayMs: 3_000 }],
    [{ statusCode: 500 }, true, { name: 'repeatLater', delayMs: 5_000 }],
    [{ statusCode: 408 }, true, { name: 'repeatLater', delayMs: 5_000 }],
    [{ statusCode: 481 }, true, { name: 'conversationOver' }],
    [{ statusCode: 404 }, true, { name: 'conversationOver' }],
    [{ statusCode: 603 }, true, { name: 'conversationOver' }],
    [{ statusCode: 404 }, false, { name: 'refused', statusCode: 404 }],
    [{ statusCode: 480, retryAfterSeconds: 60 }, false, { name: 'refused', statusCode: 480 }],
    [{ statusCode: 500 }, false, { name: 'refused', statusCode: 500 }],
  ])('%j, in a dialog: %s', (answer, hadDialog, outcome) => {
    expect(classifyBindAnswer(answer, hadDialog)).toEqual(outcome);
  });
});
