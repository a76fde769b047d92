import { describe, expect, it } from 'vitest';
import { advanceDelivery, type Delivery, type DeliveryInput, type OutboxText, selectNextText } from './outbox.ts';

const waiting: Delivery = { state: 'waiting', notBeforeMs: 0 };
const later: Delivery = { state: 'waiting', notBeforeMs: 500 };
const sending: Delivery = { state: 'sending' };
const sent: Delivery = { state: 'sent' };
const failed: Delivery = { state: 'failed', reason: 'refused' };
const ended: Delivery = { state: 'failed', reason: 'ended' };
const refuse: DeliveryInput = { type: 'refused', reason: 'refused' };

describe('[WC5] the delivery of one text', () => {
  it.each<[Delivery, DeliveryInput, Delivery]>([
    [waiting, { type: 'sendStarted' }, sending],
    [sending, { type: 'accepted' }, sent],
    [sending, { type: 'deferred', notBeforeMs: 500 }, later],
    [sending, { type: 'flowLost' }, waiting],
    [sending, refuse, failed],
    [waiting, { type: 'refused', reason: 'ended' }, ended],
    [failed, { type: 'retryAsked' }, waiting],
  ])('%j + %j → %j', (from, input, to) => {
    expect(advanceDelivery(from, input)).toEqual(to);
  });

  it.each<[Delivery, DeliveryInput]>([
    [waiting, { type: 'accepted' }],
    [waiting, { type: 'flowLost' }],
    [later, { type: 'flowLost' }],
    [waiting, { type: 'retryAsked' }],
    [sending, { type: 'sendStarted' }],
    [sending, { type: 'retryAsked' }],
    [sent, { type: 'sendStarted' }],
    [sent, { type: 'flowLost' }],
    [sent, refuse],
    [sent, { type: 'retryAsked' }],
    [failed, { type: 'accepted' }],
    [failed, { type: 'flowLost' }],
  ])('%j stays through %j', (from, input) => {
    expect(advanceDelivery(from, input)).toBe(from);
  });
});

describe('[WC6] the next text to send', () => {
  const list = (...deliveries: Delivery[]): OutboxText[] =>
    deliveries.map((delivery, index) => ({ messageId: `m${index}`, text: 't', delivery }));

  it.each<[string, OutboxText[], string | number | undefined]>([
    ['none', [], undefined],
    ['the first that waits', list(sent, failed, waiting, waiting), 'm2'],
    ['none while one is in flight', list(sending, waiting), undefined],
    ['none while a later one is in flight', list(waiting, sending), undefined],
    ['none before its time, also not the ones behind', list(later, waiting), 500],
    ['none when all is done', list(sent, failed), undefined],
  ])('%s', (_name, texts, expected) => {
    const choice = selectNextText(texts, 100);
    if (expected === undefined) expect(choice).toEqual({ name: 'nothing' });
    else if (typeof expected === 'number') expect(choice).toEqual({ name: 'wait', untilMs: expected });
    else expect(choice).toMatchObject({ name: 'send', text: { messageId: expected } });
  });

  it('[WC8] takes a deferred text when its time has come', () => {
    expect(selectNextText(list(later, waiting), 500)).toMatchObject({ name: 'send', text: { messageId: 'm0' } });
  });
});
