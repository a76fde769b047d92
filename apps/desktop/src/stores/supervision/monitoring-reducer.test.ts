// @vitest-environment node
import type { TEvent } from '@cordboard/shared/tlib/events';
import { describe, expect, it } from 'vitest';
import { registered } from '../../testing/builders.ts';
import { heardText, joinEvents, observedCall, observerEvent } from '../../testing/monitoring-builders.ts';
import { applyEvent as applyToChats, initialChatState } from '../chat/chat-reducer.ts';
import { applyEvent as applyToOwn, initialInteractionsState } from '../interactions/interactions-reducer.ts';
import { applyEvent, initialMonitoringState, type ObservedChat } from './monitoring-reducer.ts';

const akim = observedCall('00000000000000a1', 'akim@example.net');
const observedAfter = (...events: TEvent[]): ObservedChat | undefined =>
  events.reduce(applyEvent, initialMonitoringState).observed[akim.connID];
const ownAfter = (...events: TEvent[]) => events.reduce(applyToOwn, initialInteractionsState).interactions;
const join = joinEvents(1000, akim, 'mute');
const switched = (name: 'EventMuteOn' | 'EventMuteOff', mode: string): TEvent =>
  observerEvent(name, 2000, akim, { extensions: { MonitorMode: mode } });

describe('observed chats', () => {
  it('[DT100] what one joins as an observer is observed and no chat of one’s own', () => {
    expect(observedAfter(...join)).toMatchObject({
      dn: '2001',
      agentDN: '1001',
      customer: 'akim@example.net',
      routingPoint: '1111',
      mode: 'mute',
      scope: 'call',
      since: 1000,
      endedAt: null,
    });
    expect(ownAfter(...join)).toEqual({});
  });

  it('[DT100] after a reload the list of calls shows no chat of one’s own as soon as the role is known', () => {
    const listed = registered(5000, { 'conn-1': akim.connID, 'ct-1': 2, 'ps-1': 'established' });
    const events = [{ ...listed, thisDN: '2001' } as TEvent, ...joinEvents(5000, akim, 'coach').slice(2)];
    expect(ownAfter(...events)).toEqual({});
    expect(observedAfter(...events)).toMatchObject({ dn: '2001', endedAt: null });
  });

  it('[DT101] after a reload the mode is the one that the server lists', () => {
    const calls = { 'conn-1': akim.connID, 'ct-1': 2, 'ps-1': 'established', 'mm-1': 'connect' };
    const listed = { ...registered(5000, calls), thisDN: '2001' } as TEvent;
    const transcript = joinEvents(5000, akim, 'mute').slice(2);
    expect(observedAfter(listed, ...transcript)?.mode).toBe('connect');
    expect(observedAfter(...join, listed)?.mode).toBe('connect');
  });

  it('[DT100] the agent has left and we own the chat: it is among our own and no longer observed', () => {
    const owner = observerEvent('EventPartyDeleted', 3000, { ...akim, thisDNRole: 2, otherDN: '1001' });
    const events = [...join, switched('EventMuteOff', 'connect'), owner];
    expect(observedAfter(...events)).toBeUndefined();
    expect(ownAfter(...events)[akim.connID]).toMatchObject({ phase: 'active', dn: '2001', customer: akim.ani });
  });

  it('[DT100] the agent has left and we still observe: nothing becomes ours', () => {
    const left = observerEvent('EventPartyDeleted', 3000, { ...akim, otherDN: '1001', otherDNRole: 8 });
    expect(observedAfter(...join, left)).toMatchObject({ endedAt: null });
    expect(ownAfter(...join, left)).toEqual({});
  });

  it('[DT100] a request for help of an agent makes nobody an observer', () => {
    const asked = { name: 'EventPrivateInfo', time: 1, thisDN: '2001', privateMsgID: 3003, ...akim } as TEvent;
    expect(observedAfter({ ...asked, extensions: { state: 'asked', assistID: 'h1', im: 'refund' } })).toBeUndefined();
  });

  it('[DT100] the agent has handed the chat on: we observe the new agent', () => {
    const handedOn = { ...akim, otherDN: '1002', otherDNRole: 2 as const, thirdPartyDN: '1001' };
    expect(observedAfter(...join, observerEvent('EventPartyChanged', 3000, handedOn))?.agentDN).toBe('1002');
  });

  it('[DT101] the mode moves with EventMuteOff and EventMuteOn', () => {
    expect(observedAfter(...join, switched('EventMuteOff', 'coach'))?.mode).toBe('coach');
    expect(observedAfter(...join, switched('EventMuteOff', 'connect'))?.mode).toBe('connect');
    expect(observedAfter(...join, switched('EventMuteOff', 'connect'), switched('EventMuteOn', 'mute'))?.mode).toBe(
      'mute',
    );
  });

  it('[DT103] barging in can be undone until something has been written', () => {
    const barged = [...join, switched('EventMuteOff', 'coach'), switched('EventMuteOff', 'connect')];
    expect(observedAfter(...barged)?.undoMode).toBe('coach');
    const byAgent = heardText(2500, akim, 'm1', 'Good morning', '1001');
    expect(observedAfter(...barged, byAgent)?.undoMode).toBe('coach');
    const byUs = heardText(2600, akim, 'm2', 'Sara here', '2001');
    expect(observedAfter(...barged, byUs)?.undoMode).toBeNull();
  });

  it('[DT100] an observed chat ends with its EventReleased and says why; joining again opens it anew', () => {
    const released = observerEvent('EventReleased', 4000, akim, { extensions: { endedBy: 'customer' } });
    const events = [...join, released];
    expect(observedAfter(...events)).toMatchObject({ endedAt: 4000, endedWords: 'The customer left' });
    expect(observedAfter(...events, ...joinEvents(5000, akim, 'coach'))).toMatchObject({
      endedAt: null,
      since: 5000,
      mode: 'coach',
    });
  });

  it('[DT31] what EventRegistered does not list any more has ended', () => {
    const empty = { ...registered(6000, {}), thisDN: '2001' } as TEvent;
    expect(observedAfter(...join, empty)).toMatchObject({ endedAt: 6000 });
  });

  it('[DT104] a whisper is marked in live texts and in the transcript so far', () => {
    const entry = { messageID: 'w0', time: 900, from: '2001', fromRole: 'supervisor', im: 'Psst', isWhisper: true };
    const events = [
      ...joinEvents(1000, akim, 'coach', [entry]),
      heardText(1100, akim, 'w1', 'Offer it', '2001', { whisper: 1 }),
      heardText(1200, akim, 'm1', 'I can offer', '1001'),
    ];
    const lines = events.reduce(applyToChats, initialChatState).chats[akim.connID]?.lines ?? [];
    expect(lines.flatMap((line) => (line.kind === 'text' ? [[line.im, line.isWhisper, line.isOwn]] : []))).toEqual([
      ['Psst', true, true],
      ['Offer it', true, true],
      ['I can offer', false, false],
    ]);
  });
});
