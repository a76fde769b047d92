/** What becomes of a message: handed up, answered with a status, or neither. */
export type Outcome = `up ${string}` | `${number}` | 'dropped' | 'closed';

export interface Expectation {
  readonly datagram: readonly Outcome[];
  /** Cut out of a stream at every byte; the same as `datagram` where it is absent. */
  readonly stream?: readonly Outcome[];
}

/**
 * RFC 4475: what an endpoint makes of each message. Where the RFC leaves a choice between repairing and refusing, we refuse.
 * `up` means that the checks of RFC 3261 8.2 let it pass, with what the server serves.
 */
export const rfc4475Answers: Readonly<Record<string, Expectation>> = {
  // 3.1.1, valid.
  'wsinv.dat': { datagram: ['up INVITE'] },
  'intmeth.dat': { datagram: ['501'] },
  'esc01.dat': { datagram: ['up INVITE'] },
  'escnull.dat': { datagram: ['up REGISTER'] },
  'esc02.dat': { datagram: ['501'] },
  'lwsdisp.dat': { datagram: ['200'] },
  'longreq.dat': { datagram: ['up INVITE'] },
  // Behind the second message of the file stands one empty line and a fragment, on which a stream ends.
  'dblreq.dat': { datagram: ['up REGISTER'], stream: ['up REGISTER', 'up INVITE', 'dropped', 'closed'] },
  'semiuri.dat': { datagram: ['200'] },
  'transports.dat': { datagram: ['200'] },
  'mpart01.dat': { datagram: ['up MESSAGE'] },
  'unreason.dat': { datagram: ['dropped'] },
  'noreason.dat': { datagram: ['dropped'] },
  // 3.1.2, invalid.
  'badinv01.dat': { datagram: ['400'] },
  'clerr.dat': { datagram: ['400'], stream: [] },
  'ncl.dat': { datagram: ['400'], stream: ['400', 'closed'] },
  'scalar02.dat': { datagram: ['400'] },
  'scalarlg.dat': { datagram: ['dropped'] },
  'quotbal.dat': { datagram: ['400'] },
  'ltgtruri.dat': { datagram: ['400'] },
  'lwsruri.dat': { datagram: ['400'] },
  'lwsstart.dat': { datagram: ['400'] },
  'trws.dat': { datagram: ['400'] },
  'escruri.dat': { datagram: ['400'] },
  // A date that cannot be read never fails a request.
  'baddate.dat': { datagram: ['up INVITE'] },
  'regbadct.dat': { datagram: ['400'] },
  'badaspec.dat': { datagram: ['400'] },
  // The file lacks its empty line, so over a stream it never ends.
  'baddn.dat': { datagram: ['400'], stream: [] },
  'badvers.dat': { datagram: ['505'] },
  'mismatch01.dat': { datagram: ['400'] },
  'mismatch02.dat': { datagram: ['501'] },
  'bigcode.dat': { datagram: ['dropped'] },
  // 3.2, transactions.
  'badbranch.dat': { datagram: ['200'] },
  // 3.3, application.
  'insuf.dat': { datagram: ['400'] },
  'unkscm.dat': { datagram: ['416'] },
  'novelsc.dat': { datagram: ['416'] },
  // Syntactically valid; that its To names nobody here is the registrar's to say.
  'unksm2.dat': { datagram: ['up REGISTER'] },
  'bext01.dat': { datagram: ['420'] },
  'invut.dat': { datagram: ['415'] },
  // The registrar challenges it.
  'regaut01.dat': { datagram: ['up REGISTER'] },
  'multi01.dat': { datagram: ['400'] },
  'mcl01.dat': { datagram: ['400'], stream: ['400', 'closed'] },
  'bcast.dat': { datagram: ['dropped'] },
  'zeromf.dat': { datagram: ['200'] },
  'cparam01.dat': { datagram: ['up REGISTER'] },
  'cparam02.dat': { datagram: ['up REGISTER'] },
  'regescrt.dat': { datagram: ['up REGISTER'] },
  'sdp01.dat': { datagram: ['406'] },
  // 3.4, RFC 2543. Without Content-Length it cannot be cut out of a stream.
  'inv2543.dat': { datagram: ['up INVITE'], stream: ['400', 'closed'] },
};
