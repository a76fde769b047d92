// @vitest-environment node
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { installGateway, openChannel } from '../../gateway/channel.ts';
import { callEvent, imCall, textEvent } from '../../testing/builders.ts';
import { FakeGateway } from '../../testing/fake-gateway.ts';
import { useConnectionStore } from '../session/connection-store.ts';
import * as chat from './chat-reducer.ts';
import { useChatStore } from './chat-store.ts';
import { noteTyping, stopTyping, textSent } from './own-typing.ts';
import { tellRead } from './read-receipts.ts';

const call = imCall('00000000000000b2', 'akim@example.net');
const place = { dn: '1001', connID: call.connID, isWhisper: false };

describe('what others see of one’s writing and reading', () => {
  let gateway: FakeGateway;
  const said = (serviceID: number) =>
    gateway
      .requestsOf('TPrivateService')
      .filter((request) => request.serviceID === serviceID)
      .map(({ extensions }) => extensions);
  const typing = () => said(3002).map((extensions) => extensions?.isComposing);

  beforeEach(() => {
    vi.useFakeTimers();
    gateway = new FakeGateway();
    installGateway(gateway);
    openChannel('token', { status: () => {}, event: () => {} });
    useConnectionStore.setState({ status: 'live' });
  });
  afterEach(() => {
    textSent(place);
    vi.useRealTimers();
  });

  it('[MQ32] said once while one writes, again after 50 s, and when one stops', () => {
    noteTyping(place, 'H');
    noteTyping(place, 'He');
    expect(typing()).toEqual(['active']);
    for (let seconds = 0; seconds < 60; seconds += 5) {
      vi.advanceTimersByTime(5000);
      noteTyping(place, `He ${seconds}`);
    }
    expect(typing()).toEqual(['active', 'active']);
    vi.advanceTimersByTime(15_000);
    expect(typing()).toEqual(['active', 'active', 'idle']);
  });

  it('[MQ32] an emptied composer and a left one end it, a sent text says enough', () => {
    noteTyping(place, 'H');
    noteTyping(place, ' ');
    noteTyping(place, 'H');
    stopTyping(place);
    stopTyping(place);
    noteTyping(place, 'H');
    textSent(place);
    vi.advanceTimersByTime(60_000);
    expect(typing()).toEqual(['active', 'idle', 'active', 'idle', 'active']);
  });

  it('[MQ32] a whisper is its own; while disconnected nothing is said', () => {
    noteTyping({ ...place, isWhisper: true }, 'H');
    expect(said(3002)).toEqual([{ isComposing: 'active', whisper: true }]);
    textSent({ ...place, isWhisper: true });
    useConnectionStore.setState({ status: 'lost' });
    noteTyping(place, 'H');
    expect(said(3002)).toHaveLength(1);
  });

  it('[MQ33] what was read is said once, of texts of others', () => {
    const see = (...events: Parameters<typeof chat.applyEvent>[1][]) => {
      useChatStore.setState((state) => events.reduce(chat.applyEvent, state));
      tellRead('1001', call.connID);
    };
    see(callEvent('EventEstablished', 1, call));
    see(textEvent(2, call, 'm1', 'Hi'), textEvent(3, call, 'm2', 'Still there?'));
    see(textEvent(4, call, 'm3', 'Yes.', '1001'));
    see(textEvent(5, call, 'm4', 'Good.'));
    expect(said(3004)).toEqual([{ messageID: 'm2' }, { messageID: 'm4' }]);
  });
});
