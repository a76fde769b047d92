/** What an agent's SIP client shows of a chat besides the words of the customer. Rules: docs/spec/sip-agents.md. */
import type { TranscriptEntry } from '@cordboard/shared/chat/transcript';
import type { Dn } from '@cordboard/shared/ids';
import type { DnEvent } from '@cordboard/shared/tlib/events';
import { findParty } from '../../../domain/call-model/call.ts';
import { nicknamePrefix } from '../../../domain/call-model/nickname-prefix.ts';
import type { Decision } from '../../switch/decision.ts';

/** Most texts, and most characters, of what was said before that one text shows. */
const EARLIER_TEXTS_MAX = 20;
const EARLIER_LENGTH_MAX = 4000;

type Spoken = Pick<TranscriptEntry, 'from' | 'im'> & { readonly isWhisper?: boolean | undefined };

/** Marks what is no word of the customer. */
export const SYSTEM_PREFIX = '[system] ';

/** Who said it: nothing before a customer's words, unless they look as if there were. */
function prefixOf(decision: Decision, connId: unknown, from: string): string {
  if (from === 'system') return SYSTEM_PREFIX;
  const dn = from as Dn;
  if (decision.configuration.findExtension(dn) === undefined) return '';
  const call = decision.calls.get(String(connId));
  const party = call === undefined ? undefined : findParty(call, dn);
  const agentId = party?.agentId ?? decision.agentSessions.get(dn)?.agentId;
  if (agentId === undefined) return `[${from}] `;
  return nicknamePrefix(decision, { dn, agentId });
}

/** A text as the client shows it. */
export function spokenText(decision: Decision, connId: unknown, { from, im, isWhisper }: Spoken): string {
  const prefix = prefixOf(decision, connId, from);
  if (isWhisper === true) return `[whisper] ${prefix}${im}`;
  // A customer cannot pass for somebody else.
  return prefix === '' && im.startsWith('[') ? `[${from}] ${im}` : `${prefix}${im}`;
}

/** What was said before, as one text; undefined when nothing was. */
export function earlierText(decision: Decision, connId: unknown, transcript: readonly Spoken[]): string | undefined {
  const latest = transcript.slice(-EARLIER_TEXTS_MAX);
  if (latest.length === 0) return undefined;
  const lines = latest.map((entry) => {
    const prefix = prefixOf(decision, connId, entry.from);
    return prefix === '' ? `[${entry.from}] ${entry.im}` : spokenText(decision, connId, entry);
  });
  const text = lines.join('\n');
  const shown = text.length > EARLIER_LENGTH_MAX ? `… ${text.slice(-EARLIER_LENGTH_MAX).toWellFormed()}` : text;
  return `${SYSTEM_PREFIX}Said before:\n${shown}`;
}

/** What a client that has no ring of its own shows while a chat rings. */
export function ringText(name: string, preview: string): string {
  return `${SYSTEM_PREFIX}New chat with ${name}${preview === '' ? '.' : `: ${preview}`}\nWrite to take it, /end to decline it.`;
}

/** Whom the chat is with: the customer's name or address, or a colleague. */
export function otherName(event: DnEvent): string {
  const name = 'userData' in event ? event.userData?.['CustomerName'] : undefined;
  if (typeof name === 'string' && name !== '') return name;
  return ('otherDN' in event ? event.otherDN : undefined) ?? 'nobody';
}

/** What becomes of the chat, in a sentence; undefined for what the client need not show. */
export function noticeOf(event: DnEvent): string | undefined {
  switch (event.name) {
    case 'EventHeld':
      return `${SYSTEM_PREFIX}The chat is on hold.`;
    case 'EventRetrieved':
      return `${SYSTEM_PREFIX}The chat goes on.`;
    case 'EventPartyAdded':
      return `${SYSTEM_PREFIX}${event.otherDN} has joined.`;
    case 'EventPartyDeleted':
      return `${SYSTEM_PREFIX}${event.otherDN} has left.`;
    case 'EventAbandoned':
    case 'EventReleased':
      return `${SYSTEM_PREFIX}The chat has ended.`;
    default:
      return undefined;
  }
}
