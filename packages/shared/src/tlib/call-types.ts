/** T-Library's enumerations as they travel: numbers. Names and numbers are T-Library's own. */

export const CallType = { Unknown: 0, Internal: 1, Inbound: 2, Outbound: 3, Consult: 4 } as const;
export type CallType = (typeof CallType)[keyof typeof CallType];

/** TCallState: why an event happened, not a state of the call. */
export const CallState = {
  Ok: 0,
  Transferred: 1,
  Conferenced: 2,
  GeneralError: 3,
  SystemError: 4,
  RemoteRelease: 5,
  Busy: 6,
  NoAnswer: 7,
  SitInvalidnum: 11,
  Cleared: 19,
  Overflowed: 20,
  Abandoned: 21,
  Redirected: 22,
  Forwarded: 23,
  Consult: 24,
  Dropped: 26,
  Bridged: 31,
  Held: 50,
} as const;
export type CallState = (typeof CallState)[keyof typeof CallState];

/** TDNRole. */
export const PartyRole = {
  Unknown: 0,
  Origination: 1,
  Destination: 2,
  ConferenceMember: 3,
  NewParty: 4,
  AddedBy: 5,
  DeletedBy: 6,
  TransferredBy: 7,
  DeletedParty: 8,
  ConferencedBy: 9,
  Observer: 10,
} as const;
export type PartyRole = (typeof PartyRole)[keyof typeof PartyRole];

/** TMediaType: an IM is `Chat`, 5. */
export const MediaType = { Voice: 0, Chat: 5 } as const;
export type MediaType = (typeof MediaType)[keyof typeof MediaType];

/** TRegisterMode: Monitor receives events and may not issue requests. */
export const RegisterMode = { Share: 0, Private: 1, Monitor: 2 } as const;
export type RegisterMode = (typeof RegisterMode)[keyof typeof RegisterMode];

/** AttributeUserEvent of the event that announces a text on `gcti:im`. */
export const USER_EVENT_IM = 2001;

/** PrivateMsgID of EventPrivateInfo and service id of TPrivateService. */
export const PrivateMsgId = {
  Text: 3001,
  Typing: 3002,
  Assistance: 3003,
  DeliveryState: 3004,
  Transcript: 3005,
  /** The agent has accepted and not written in time. */
  FirstReply: 3006,
  MonitoringMode: 4024,
} as const;
export type PrivateMsgId = (typeof PrivateMsgId)[keyof typeof PrivateMsgId];
