import type { CallAttributes, TEvent } from '@cordboard/shared/tlib/events';

/** The attributes of a customer's IM as the observing DN 2001 gets them; 1001 is the monitored agent. */
export function observedCall(connID: string, customer: string): CallAttributes {
  return {
    connID,
    callUUID: `UUID-${connID}`,
    callID: 1,
    callType: 2,
    callState: 31,
    mediaType: 5,
    userData: {},
    dnis: '1111',
    ani: customer,
    otherDN: customer,
    thisDNRole: 10,
    otherDNRole: 1,
    thirdPartyDN: '1001',
    thirdPartyDNRole: 2,
  };
}

type ObserverEventName =
  | 'EventRinging'
  | 'EventEstablished'
  | 'EventReleased'
  | 'EventMuteOn'
  | 'EventMuteOff'
  | 'EventPartyDeleted'
  | 'EventPartyChanged';

export function observerEvent(
  name: ObserverEventName,
  time: number,
  call: CallAttributes,
  more: Partial<TEvent> = {},
): TEvent {
  return { name, time, thisDN: '2001', ...call, ...more } as TEvent;
}

/** Joins as the server tells it: ringing, established, the transcript so far. */
export function joinEvents(
  time: number,
  call: CallAttributes,
  mode: 'mute' | 'coach' | 'connect',
  transcript: readonly object[] = [],
): TEvent[] {
  const extensions = { MonitorMode: mode, MonitorScope: 'call' };
  return [
    observerEvent('EventRinging', time, call, { extensions }),
    observerEvent('EventEstablished', time, call, { extensions }),
    {
      name: 'EventPrivateInfo',
      time,
      thisDN: '2001',
      privateMsgID: 3005,
      ...call,
      extensions: { transcript },
    } as TEvent,
  ];
}

/** 3001 on the observing DN. */
export function heardText(
  time: number,
  call: CallAttributes,
  messageID: string,
  im: string,
  from: string,
  more: Record<string, string | number | boolean> = {},
): TEvent {
  return {
    name: 'EventPrivateInfo',
    time,
    thisDN: '2001',
    privateMsgID: 3001,
    messageID,
    ...call,
    otherDN: from,
    extensions: { im, ...more },
  } as TEvent;
}
