import type { ReceivedRequest } from '../../../protocols/sip/user-agent/request-handler.ts';
import type { AnswerLog } from '../../recorder/answer-log.ts';

/** What tells a request from others. */
export type RequestMarks = Pick<ReceivedRequest, 'callId' | 'fromTag' | 'cseq' | 'request'>;
/** What tells from whom it is. */
type SenderMarks = Pick<ReceivedRequest, 'flow' | 'identity'>;

/** FNV-1a, 32 bits: tells apart what a client sends under the same numbers, not what an attacker makes. */
function hashOf(body: Buffer): string {
  let hash = 0x811c9dc5;
  // By index: an iterator costs several times as much, for every text.
  for (let at = 0; at < body.length; at += 1) hash = Math.imul(hash ^ (body[at] ?? 0), 0x01000193);
  return (hash >>> 0).toString(16);
}

/**
 * The key under which the answer to a request is kept: who sent it, its Call-ID, From tag, CSeq, method and body. A request
 * that differs in any of them is no repeat.
 */
export function requestKey(answers: AnswerLog, sender: string, received: RequestMarks): string {
  const { callId, fromTag, cseq, request } = received;
  return answers.key(sender, callId, fromTag, cseq, request.method, hashOf(request.body));
}

/** Key under which the leg that an INVITE opened is found when the INVITE is repeated or cancelled. */
export function inviteKeyOf(answers: AnswerLog, received: RequestMarks & SenderMarks): string {
  const { callId, fromTag, cseq } = received;
  return answers.key(senderOf(received), callId, fromTag, cseq, 'INVITE');
}

/**
 * Who sent a request outside a dialog: an account is the same from wherever; another client that repeats it after a lost
 * connection comes from another port.
 */
export function senderOf({ flow, identity }: SenderMarks): string {
  if (identity.kind === 'account') return `account:${identity.name}`;
  return flow.transport === 'UDP' ? flow.id : `${flow.transport}:${flow.remoteAddress}`;
}
