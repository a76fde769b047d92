/** Methods registered for SIP (RFC 3261, 3262, 3311, 3428, 3515, 3903, 6086, 6665). A method outside this list gets 501, not 405. */
export const knownMethods: ReadonlySet<string> = new Set([
  'INVITE',
  'ACK',
  'BYE',
  'CANCEL',
  'OPTIONS',
  'REGISTER',
  'PRACK',
  'UPDATE',
  'MESSAGE',
  'REFER',
  'PUBLISH',
  'INFO',
  'SUBSCRIBE',
  'NOTIFY',
]);

/** RFC 3261 12.2.2, RFC 3311 5.2: an in-dialog request with one of these methods may move the remote target. */
export const targetRefreshMethods: ReadonlySet<string> = new Set(['INVITE', 'UPDATE', 'SUBSCRIBE', 'NOTIFY']);
