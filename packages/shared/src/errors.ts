/** Every refusal a user or a client program can see, declared once. `status` is the HTTP status where REST uses it. */
export const errors = {
  NotImplemented: { status: 501, message: 'This request is not implemented yet.' },
  UnknownRequest: { status: 400, message: 'There is no request of this name.' },
  InvalidRequest: { status: 400, message: 'The request is malformed.' },
  MissingAttribute: { status: 400, message: 'A required attribute is missing.' },
  InvalidAttribute: { status: 400, message: 'An attribute has a value that is not allowed.' },
  UnknownDN: { status: 404, message: 'There is no such DN.' },
  DNNotRegistered: { status: 403, message: 'Register the DN first.' },
  DNNotAllowed: { status: 403, message: 'This DN does not belong to the place you are logged in to.' },
  DNTakesNoIM: { status: 409, message: 'This DN is not for instant messages.' },
  RequestNotAllowed: { status: 403, message: 'You have no right to this request on this DN.' },
  UnknownAgent: { status: 404, message: 'There is no such agent login.' },
  AgentNotAllowed: { status: 403, message: 'This agent login does not belong to you.' },
  AgentLoggedInElsewhere: { status: 409, message: 'This agent is logged in at another place.' },
  DNOccupied: { status: 409, message: 'Another agent is logged in on this DN.' },
  AgentNotLoggedIn: { status: 409, message: 'No agent is logged in on this DN.' },
  LogoutPending: {
    status: 409,
    message: 'A supervisor has logged you out; it happens when your last interaction is over.',
  },
  AgentHasCalls: { status: 409, message: 'Finish the open interactions before you log out.' },
  UnknownCall: { status: 404, message: 'There is no such call on this DN.' },
  InvalidState: { status: 409, message: 'The call is not in a state in which this is possible.' },
  TargetIsSelf: { status: 409, message: 'The target is the DN itself.' },
  TargetLoggedOut: { status: 409, message: 'Nobody is logged in at the target.' },
  TargetTakesNoIM: { status: 409, message: 'The target takes no instant messages.' },
  TargetInCall: { status: 409, message: 'The target is in this call already.' },
  TargetNotAvailable: { status: 409, message: 'Nobody of the target can take the call now.' },
  TextEmpty: { status: 400, message: 'The text is empty.' },
  TextTooLong: { status: 413, message: 'The text is longer than 16 kB.' },
  AgentNotSupervised: { status: 403, message: 'You do not supervise this agent.' },
  AgentMonitored: { status: 409, message: 'Another supervisor monitors this agent.' },
  NotMonitoring: { status: 409, message: 'You do not monitor this.' },
  IntrusionDisabled: { status: 409, message: 'Supervisors may not join a call that is going on.' },
  ObserverMayNot: { status: 409, message: 'You only observe this call.' },
  SupervisorMuted: { status: 409, message: 'You are silent in this call. Change to whisper or barge-in first.' },
  NobodyCoaches: { status: 409, message: 'No supervisor who could hear this is in the call.' },
  AssistanceAsked: { status: 409, message: 'You have asked for help in this call already.' },
  AssistanceTaken: { status: 409, message: 'Another supervisor helps already.' },
  UnknownAssistance: { status: 404, message: 'There is no such request for help any more.' },
  CustomerInChat: { status: 409, message: 'A chat with this customer is running.' },
  CustomerGone: { status: 409, message: 'The customer has left.' },
  SimulationTooLong: { status: 503, message: 'The simulation took too long and was ended.' },
  UnknownObject: { status: 404, message: 'There is no such object.' },
  UnknownStatistic: { status: 404, message: 'There is no such statistic.' },
  TooManyStatistics: { status: 429, message: 'Too many statistics are open. Close some first.' },
  TooManyRequests: { status: 429, message: 'Too many requests. Try again later.' },
  StoreUnavailable: { status: 503, message: 'The server cannot store anything at the moment. Try again later.' },
  InternalError: { status: 500, message: 'The server failed on this request.' },
  Unauthorized: { status: 401, message: 'A valid token is needed.' },
  WrongCredentials: { status: 401, message: 'User name or password is wrong.' },
  UnknownPlace: { status: 404, message: 'There is no such place.' },
  PlaceOccupied: { status: 409, message: 'Somebody else is logged in at this place.' },
  NotFound: { status: 404, message: 'There is nothing at this address.' },
  UnknownMessage: { status: 404, message: 'There is no such message that waits for you.' },
  UnknownStrategy: { status: 404, message: 'There is no such strategy.' },
  NoDraft: { status: 409, message: 'The strategy has no draft.' },
  StrategyNotActive: { status: 409, message: 'The strategy has no active version.' },
  StrategyInUse: { status: 409, message: 'The strategy is in use.' },
  StrategyInvalid: { status: 422, message: 'The strategy cannot become active.' },
  PermissionDenied: { status: 403, message: 'Your role does not allow this.' },
  BodyTooLarge: { status: 413, message: 'The body of the request is too large.' },
  UnsupportedMediaType: { status: 415, message: 'The body must be application/json.' },
  ConnectionEnded: { status: 410, message: 'The server ended this connection.' },
} as const satisfies Record<string, { status: number; message: string }>;

export type ErrorCode = keyof typeof errors;

/** What a request, a SIP message or a REST call was refused for: a value, never an exception. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly message: string;
}

/** Builds a refusal; `detail` says which attribute or object is meant. */
export function refuse(code: ErrorCode, detail?: string): Refusal {
  return { code, message: detail === undefined ? errors[code].message : `${errors[code].message} ${detail}` };
}
