/** What an agent's SIP client shows of a chat besides the words of the customer. Rules: docs/spec/sip-agents.md. */
import type { TranscriptEntry } from '@cordboard/shared/chat/transcript';
import type { AgentNotices } from '@cordboard/shared/configuration/agent-notices';
import type { Dn } from '@cordboard/shared/ids';
import type { DnEvent } from '@cordboard/shared/tlib/events';
import { findParty } from '../../../domain/call-model/calls/call.ts';
import { nicknamePrefix } from '../../../domain/call-model/texts/nickname-prefix.ts';
import type { Decision } from '../../switch/decision.ts';

/** Most texts, and most characters, of what was said before that one text shows. */
const EARLIER_TEXTS_MAX = 20;
const EARLIER_LENGTH_MAX = 4000;

type Spoken = Pick<TranscriptEntry, 'from' | 'im'> & { readonly isWhisper?: boolean | undefined };

/** The words of the tenant (option `agent-notices`). */
function noticesOf({ configuration }: Decision): AgentNotices {
  return configuration.tenant.options['agent-notices'];
}

/** A notice with its mark, so that nobody takes it for the customer's words. */
function marked(decision: Decision, text: string, name = ''): string {
  // By a function: a name may look like a pattern.
  return `${noticesOf(decision).prefix}${text.replaceAll('{name}', () => name)}`;
}

/** Who said it: nothing before a customer's words, unless they look as if there were. */
function prefixOf(decision: Decision, connId: unknown, from: string): string {
  if (from === 'system') return noticesOf(decision).prefix;
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
  if (isWhisper === true) return `${noticesOf(decision)['whisper-prefix']}${prefix}${im}`;
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
  return `${marked(decision, noticesOf(decision).earlier)}\n${shown}`;
}

/** What a client that has no ring of its own shows while a chat rings. */
export function ringText(decision: Decision, name: string, preview: string): string {
  const { ring, 'ring-help': help } = noticesOf(decision);
  const first = `${marked(decision, ring, name)}${preview === '' ? '.' : `: ${preview}`}`;
  return help === '' ? first : `${first}\n${help}`;
}

/** Whom the chat is with: the customer's name or address, or a colleague. */
export function otherName(event: DnEvent): string {
  const name = 'userData' in event ? event.userData?.['CustomerName'] : undefined;
  if (typeof name === 'string' && name !== '') return name;
  return ('otherDN' in event ? event.otherDN : undefined) ?? 'nobody';
}

/** What becomes of the chat, in a sentence; undefined for what the client need not show. */
export function noticeOf(decision: Decision, event: DnEvent): string | undefined {
  const text = NOTICES[event.name];
  if (text === undefined || noticesOf(decision)[text] === '') return undefined;
  return marked(decision, noticesOf(decision)[text], 'otherDN' in event ? event.otherDN : undefined);
}

const NOTICES: Partial<Record<DnEvent['name'], keyof AgentNotices>> = {
  EventHeld: 'held',
  EventRetrieved: 'retrieved',
  EventPartyAdded: 'joined',
  EventPartyDeleted: 'left',
  EventAbandoned: 'ended',
  EventReleased: 'ended',
};
