import { parseAgentPrefix } from './agent-prefix.ts';
import { advanceDelivery, type DeliveryInput, type OutboxText } from './outbox.ts';

/** RFC 3261 12: what names a dialog. Local is the customer's side. */
export interface DialogIdentity {
  callId: string;
  localTag: string;
  remoteTag: string;
}

/**
 *   new ──► opening ──► open ──► ended ──► opening …
 *              │         │         ▲
 *              ▼         └► ending ┘  (the BYE still has to reach the server)
 *           refused ──► opening
 */
export type ConversationPhase =
  | { name: 'new' }
  | { name: 'opening' }
  | { name: 'refused'; statusCode: number }
  | { name: 'open'; dialog: DialogIdentity }
  | { name: 'ending'; dialog: DialogIdentity }
  | { name: 'ended'; by: EndedBy };

/** `lost`: the server no longer knows the dialog, for instance after a long absence. */
export type EndedBy = 'service' | 'customer' | 'lost';

export interface OwnText extends OutboxText {
  kind: 'own';
  atMs: number;
}

export interface ReceivedText {
  kind: 'received';
  messageId: string;
  text: string;
  atMs: number;
  agent?: { name: string; id: string };
}

export type Notice =
  | { kind: 'notice'; messageId: string; atMs: number; notice: 'agentJoined'; agentName: string }
  | { kind: 'notice'; messageId: string; atMs: number; notice: 'started' }
  | { kind: 'notice'; messageId: string; atMs: number; notice: 'ended'; by: EndedBy };

export type TranscriptEntry = OwnText | ReceivedText | Notice;

export interface ConversationState {
  phase: ConversationPhase;
  /** User part of the anonymous From URI, the same for the life of the tab. */
  guest: string;
  displayName: string;
  /** The agent who wrote last. */
  agentName?: string;
  transcript: TranscriptEntry[];
}

export type ConversationInput =
  | { type: 'startAsked'; displayName: string; atMs: number }
  | { type: 'textWritten'; messageId: string; text: string; atMs: number }
  | { type: 'dialogEstablished'; dialog: DialogIdentity }
  | { type: 'conversationRefused'; statusCode: number }
  | { type: 'textReceived'; messageId: string; text: string; atMs: number }
  | { type: 'endAsked'; atMs: number }
  | { type: 'conversationEnded'; by: EndedBy; atMs: number }
  | { type: 'deliveryChanged'; messageId: string; input: DeliveryInput }
  | { type: 'flowLost' }
  | { type: 'textRepeated'; messageId: string; newMessageId: string; atMs: number };

/** More than anybody scrolls back; keeps the copy in the session storage small. */
export const TRANSCRIPT_MAX = 1_000;

export function createConversation(guest: string): ConversationState {
  return { phase: { name: 'new' }, guest, displayName: '', transcript: [] };
}

export function reduceConversation(state: ConversationState, input: ConversationInput): ConversationState {
  switch (input.type) {
    case 'startAsked':
      return start(state, input.displayName, input.atMs);

    case 'textWritten': {
      const { messageId, text, atMs } = input;
      return append(state, { kind: 'own', messageId, text, atMs, delivery: { state: 'waiting', notBeforeMs: 0 } });
    }

    case 'dialogEstablished':
      if (state.phase.name === 'ending') return { ...state, phase: { name: 'ending', dialog: input.dialog } };
      if (state.phase.name !== 'opening' && state.phase.name !== 'open') return state;
      return { ...state, phase: { name: 'open', dialog: input.dialog } };

    case 'conversationRefused':
      if (state.phase.name !== 'opening') return state;
      return { ...state, phase: { name: 'refused', statusCode: input.statusCode } };

    case 'textReceived':
      return receive(state, input);

    case 'endAsked':
      if (state.phase.name === 'opening' || state.phase.name === 'refused') return end(state, 'customer', input.atMs);
      if (state.phase.name !== 'open') return state;
      return { ...end(state, 'customer', input.atMs), phase: { name: 'ending', dialog: state.phase.dialog } };

    case 'conversationEnded':
      if (state.phase.name === 'ending') return { ...state, phase: { name: 'ended', by: 'customer' } };
      if (state.phase.name !== 'open' && state.phase.name !== 'opening') return state;
      return end(state, input.by, input.atMs);

    case 'deliveryChanged':
      return mapOwnTexts(state, (own) => (own.messageId === input.messageId ? deliver(own, input.input) : own));

    case 'flowLost':
      return mapOwnTexts(state, (own) => deliver(own, { type: 'flowLost' }));

    case 'textRepeated':
      return repeat(state, input);
  }
}

export function ownTexts(state: ConversationState): OwnText[] {
  return state.transcript.filter((entry) => entry.kind === 'own');
}

export function hasEntry(state: ConversationState, messageId: string): boolean {
  return state.transcript.some((entry) => entry.messageId === messageId);
}

function start(state: ConversationState, displayName: string, atMs: number): ConversationState {
  const { name } = state.phase;
  if (name === 'opening' || name === 'open') return state;
  const opened: ConversationState = { ...state, phase: { name: 'opening' }, displayName };
  if (name !== 'ended' && name !== 'ending') return opened;
  delete opened.agentName;
  return append(opened, { kind: 'notice', messageId: `started-${atMs}`, notice: 'started', atMs });
}

function receive(
  state: ConversationState,
  { messageId, text, atMs }: { messageId: string; text: string; atMs: number },
): ConversationState {
  if (hasEntry(state, messageId)) return state;
  const prefixed = parseAgentPrefix(text);
  if (!prefixed) return append(state, { kind: 'received', messageId, text, atMs });
  const { agentName, agentId } = prefixed;
  const joined =
    state.agentName === agentName
      ? state
      : append(state, { kind: 'notice', messageId: `joined-${messageId}`, notice: 'agentJoined', agentName, atMs });
  const agent = { name: agentName, id: agentId };
  return append({ ...joined, agentName }, { kind: 'received', messageId, text: prefixed.text, atMs, agent });
}

/** What did not get out stays visible as not sent; it may have been the important part. */
function end(state: ConversationState, by: EndedBy, atMs: number): ConversationState {
  const settled = mapOwnTexts(state, (own) => deliver(own, { type: 'refused', reason: 'ended' }));
  return append(
    { ...settled, phase: { name: 'ended', by } },
    { kind: 'notice', messageId: `ended-${atMs}`, notice: 'ended', by, atMs },
  );
}

/**
 * The text moves to the end, because that is where the other side will read it. A text of an ended conversation gets
 * a new id: the server may have stored it there and would take the old id for a repetition.
 */
function repeat(
  state: ConversationState,
  { messageId, newMessageId, atMs }: { messageId: string; newMessageId: string; atMs: number },
): ConversationState {
  const failed = ownTexts(state).find((own) => own.messageId === messageId);
  if (failed?.delivery.state !== 'failed') return state;
  const others = state.transcript.filter((entry) => entry !== failed);
  const id = failed.delivery.reason === 'ended' ? newMessageId : messageId;
  const repeated = {
    ...failed,
    messageId: id,
    atMs,
    delivery: advanceDelivery(failed.delivery, { type: 'retryAsked' }),
  };
  return { ...state, transcript: [...others, repeated] };
}

function deliver(own: OwnText, input: DeliveryInput): OwnText {
  const delivery = advanceDelivery(own.delivery, input);
  return delivery === own.delivery ? own : { ...own, delivery };
}

function mapOwnTexts(state: ConversationState, change: (own: OwnText) => OwnText): ConversationState {
  return { ...state, transcript: state.transcript.map((entry) => (entry.kind === 'own' ? change(entry) : entry)) };
}

function append(state: ConversationState, entry: TranscriptEntry): ConversationState {
  const transcript = [...state.transcript, entry];
  return { ...state, transcript: transcript.length > TRANSCRIPT_MAX ? forgetOldest(transcript) : transcript };
}

/** Forgets what is settled, oldest first; a text that is still to be sent is never forgotten. */
export function forgetOldest(
  transcript: TranscriptEntry[],
  count = transcript.length - TRANSCRIPT_MAX,
): TranscriptEntry[] {
  let left = count;
  return transcript.filter((entry) => {
    const isPending =
      entry.kind === 'own' && (entry.delivery.state === 'waiting' || entry.delivery.state === 'sending');
    if (left <= 0 || isPending) return true;
    left -= 1;
    return false;
  });
}
