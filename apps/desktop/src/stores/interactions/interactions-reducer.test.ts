// @vitest-environment node
import type { TEvent } from '@cordboard/shared/tlib/events';
import { describe, expect, it } from 'vitest';
import { callEvent, imCall, registered, textEvent } from '../../testing/builders.ts';
import { applyEvent, type InteractionsState, initialInteractionsState } from './interactions-reducer.ts';

const call = imCall('00000000000000a1', 'akim@example.net', { Choice: '1' });
const after = (...events: TEvent[]): InteractionsState['interactions'] =>
  events.reduce(applyEvent, initialInteractionsState).interactions;
const ring = callEvent('EventRinging', 1000, call);
const accept = callEvent('EventEstablished', 2000, call);

describe('interactions reducer', () => {
  it('[DT30] rings with customer, queue, data and time', () => {
    expect(after(ring)[call.connID]).toMatchObject({
      phase: 'ringing',
      customer: 'akim@example.net',
      routingPoint: '1111',
      userData: { Choice: '1' },
      ringingAt: 1000,
      lacksDetails: false,
    });
  });

  it('[DT30] a ring that ends unanswered leaves the desk', () => {
    expect(after(ring, callEvent('EventReleased', 1500, call))).toEqual({});
  });

  it('[DT30] a chat that ends stays as ended and is not ended twice', () => {
    const interaction = after(
      ring,
      accept,
      callEvent('EventReleased', 3000, call, { callState: 5 } as Partial<TEvent>),
      callEvent('EventReleased', 9000, call),
    )[call.connID];
    expect(interaction).toMatchObject({ phase: 'ended', establishedAt: 2000, endedAt: 3000, end: { callState: 5 } });
  });

  it('[DT30] the customer who ends a chat is named', () => {
    const byCustomer = callEvent('EventReleased', 3000, call, { extensions: { endedBy: 'customer' } });
    expect(after(ring, accept, byCustomer)[call.connID]).toMatchObject({
      phase: 'ended',
      end: { callState: 5, by: 'customer' },
    });
  });

  it('[DT30] attached data follows its event', () => {
    const changed = { ...call, userData: { Choice: '2' } };
    expect(after(ring, callEvent('EventAttachedDataChanged', 1100, changed))[call.connID]?.userData).toEqual({
      Choice: '2',
    });
  });

  it('[DT30] events of other DNs change nothing', () => {
    const elsewhere = callEvent('EventReleased', 1500, call, { thisDN: '1111' } as Partial<TEvent>);
    expect(after(ring, elsewhere)[call.connID]?.phase).toBe('ringing');
  });

  it('[DT31] what the list of EventRegistered has is there, without details until told', () => {
    const interaction = after(
      registered(5000, { 'conn-1': call.connID, 'ct-1': 2, 'mt-1': 5, 'ps-1': 'ringing', 'ts-1': 4000 }),
    )[call.connID];
    expect(interaction).toMatchObject({ phase: 'ringing', lacksDetails: true, ringingAt: 4000 });
  });

  it('[DT31] EventPartyInfo and a text each fill in the details', () => {
    const listed = registered(5000, { 'conn-1': call.connID, 'ps-1': 'established' });
    const told = { ...callEvent('EventRinging', 5100, call), name: 'EventPartyInfo' } as TEvent;
    for (const event of [told, textEvent(5100, call, 'm1', 'Hi')])
      expect(after(listed, event)[call.connID]).toMatchObject({ customer: 'akim@example.net', lacksDetails: false });
  });

  it('[DT31] what the list has not is over: a ring leaves, a running chat has ended', () => {
    const other = imCall('00000000000000a2', 'jdoe');
    const left = after(ring, accept, callEvent('EventRinging', 2500, other), registered(6000));
    expect(left[call.connID]).toMatchObject({ phase: 'ended', endedAt: 6000 });
    expect(left[other.connID]).toBeUndefined();
  });

  it('[DT31] what is known already keeps what is known of it', () => {
    const listed = registered(6000, { 'conn-1': call.connID, 'ps-1': 'established' });
    expect(after(ring, accept, listed)[call.connID]).toMatchObject({ establishedAt: 2000, lacksDetails: false });
  });
});
