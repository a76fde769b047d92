import type { DecisionRecord, DesktopSettings, PersonView, PlaceView } from '@cordboard/shared/rest/endpoints';
import type { CallAttributes, TEvent } from '@cordboard/shared/tlib/events';

export const maya: PersonView = {
  userName: '1001',
  firstName: 'Maya',
  lastName: 'Ross',
  role: 'agent',
  agentLogins: [{ id: '1001', code: 'Maya' }],
};
export const ravi: PersonView = {
  userName: '1004',
  firstName: 'Ravi',
  lastName: 'Iyer',
  role: 'agent',
  agentLogins: [{ id: '1004', code: 'Ravi' }],
};

function dn(number: string, im: boolean, voice: boolean): PlaceView['directoryNumbers'][number] {
  return { number, im, voice, 'sip-signaling-chat': false };
}

export const places = {
  oneDn: { name: '1001', directoryNumbers: [dn('1001', true, true)] },
  imOnly: { name: '1003', directoryNumbers: [dn('1003', true, false)] },
  twoDns: { name: '1004', directoryNumbers: [dn('1004', false, true), dn('1104', true, false)] },
} satisfies Record<string, PlaceView>;

export const settings: DesktopSettings = {
  tenant: 'Resources',
  places: [places.oneDn, { name: '1002', directoryNumbers: [dn('1002', true, true)] }, places.imOnly, places.twoDns],
  queues: ['1101'],
  notReadyReasons: ['Lunch', 'Break', 'Training'],
  agentWaitIntervalSeconds: 20,
  customerWaitIntervalSeconds: 30,
  serviceObjectiveSeconds: 20,
  autoSpellCheck: true,
  chatMax: 3,
  voiceMax: 1,
  waiting: [{ virtualQueue: 'VQ_Any', waiting: 2 }],
  textBytesMax: 16_384,
  supervisorVisible: { mute: false, coach: true, connect: true },
};

/** The attributes that every event about a customer's IM has. */
export function imCall(connID: string, customer: string, userData: CallAttributes['userData'] = {}): CallAttributes {
  return {
    connID,
    callUUID: `UUID-${connID}`,
    callID: 1,
    callType: 2,
    callState: 0,
    mediaType: 5,
    userData,
    dnis: '1111',
    ani: customer,
    otherDN: customer,
    thisQueue: '1111',
    thisDNRole: 2,
    otherDNRole: 1,
  };
}

type CallEventName = 'EventRinging' | 'EventEstablished' | 'EventReleased' | 'EventAttachedDataChanged';

export function callEvent(name: CallEventName, time: number, call: CallAttributes, more: Partial<TEvent> = {}): TEvent {
  return { name, time, thisDN: '1001', ...call, ...more } as TEvent;
}

/** 3001: a text, of the customer unless `from` names somebody else. */
export function textEvent(time: number, call: CallAttributes, messageID: string, im: string, from?: string): TEvent {
  return {
    name: 'EventPrivateInfo',
    time,
    thisDN: '1001',
    privateMsgID: 3001,
    messageID,
    ...call,
    otherDN: from ?? call.otherDN ?? '',
    extensions: { im },
  };
}

/** 3004: how far a text has come. */
export function deliveryEvent(
  time: number,
  call: CallAttributes,
  messageID: string,
  state: string,
  reason?: string,
): TEvent {
  return {
    name: 'EventPrivateInfo',
    time,
    thisDN: '1001',
    privateMsgID: 3004,
    messageID,
    ...call,
    extensions: reason === undefined ? { state } : { state, reason },
  };
}

export function registered(time: number, extensions: Record<string, string | number | boolean | object> = {}): TEvent {
  return { name: 'EventRegistered', time, thisDN: '1001', agentID: '1001', extensions } as TEvent;
}

export function decision(time: number): DecisionRecord {
  return {
    time,
    strategy: 'Any available agent',
    version: 1,
    path: ['segment chat', 'queue VQ_Any', 'target ALL_Agents'],
    virtualQueue: 'VQ_Any',
    target: 'ALL_Agents',
    waitedMs: 14_000,
    candidates: [
      { dn: '1001', agentID: '1001', waitingSince: time - 184_000, excluded: null },
      { dn: '1002', agentID: '1002', waitingSince: time - 61_000, excluded: null },
      { dn: '1003', agentID: '1003', waitingSince: null, excluded: 'not ready (Lunch)' },
    ],
    chosen: '1001',
    tieBreaker: 'longest ready',
  };
}

/** A call between two agents; with `consultOf` a consultation about that call. */
export function agentCall(connID: string, from: string, to: string, consultOf?: string): CallAttributes {
  const { thisQueue: _none, ...call } = imCall(connID, from);
  return {
    ...call,
    callType: consultOf === undefined ? 1 : 4,
    ani: from,
    dnis: to,
    otherDN: to,
    ...(consultOf === undefined ? {} : { previousConnID: consultOf }),
  };
}

/** Any event about a call, on 1001 unless `more` names another DN. */
export function on(name: TEvent['name'], time: number, call: CallAttributes, more: object = {}): TEvent {
  return { name, time, thisDN: '1001', ...call, ...more } as TEvent;
}

/** The answer to TQueryCall. */
export function partyInfo(time: number, call: CallAttributes, parties: readonly object[], more: object = {}): TEvent {
  return on('EventPartyInfo', time, call, { extensions: { parties, startedAt: time, texts: 0 }, ...more });
}
