import type { FromRole, TranscriptEntry } from '@cordboard/shared/chat/transcript';
import { CallType, PrivateMsgId } from '@cordboard/shared/tlib/call-types';
import type { EventPrivateInfo, TEvent } from '@cordboard/shared/tlib/events';
import type { DeliveryState, Line, SystemLine, TextLine } from './chat-line.ts';
import { systemLine } from './system-lines.ts';

export { endWords } from '../interactions/phrase.ts';
export type { DeliveryState, Line, SystemLine, TextLine } from './chat-line.ts';

export interface Chat {
  readonly connID: string;
  readonly lines: readonly Line[];
  /** Lines that were there before the agent came: outside of the live region. */
  readonly historyCount: number;
}

export interface ChatState {
  readonly chats: { readonly [connID: string]: Chat };
}

export const initialChatState: ChatState = { chats: {} };

const rank: Record<DeliveryState, number> = { stored: 0, sent: 1, failed: 1, delivered: 2, read: 3 };

function chatOf(state: ChatState, connID: string): Chat {
  return state.chats[connID] ?? { connID, lines: [], historyCount: 0 };
}

function put(state: ChatState, chat: Chat): ChatState {
  return { chats: { ...state.chats, [chat.connID]: chat } };
}

function addLine(state: ChatState, connID: string, line: Line): ChatState {
  const chat = chatOf(state, connID);
  // Newest first: a repeat is nearly always one of the last lines.
  for (let index = chat.lines.length - 1; index >= 0; index--) if (chat.lines[index]?.key === line.key) return state;
  return put(state, { ...chat, lines: [...chat.lines, line] });
}

/** Texts and system lines of each chat. */
export function applyEvent(state: ChatState, event: TEvent): ChatState {
  const line = systemLine(event);
  const withLine =
    line === null ||
    !('connID' in event) ||
    event.connID === undefined ||
    (isEnd(event) && !(event.connID in state.chats))
      ? state
      : addLine(state, event.connID, line);
  return event.name === 'EventPrivateInfo' ? applyPrivateInfo(withLine, event) : withLine;
}

/** The end of what was never open here says nothing. */
function isEnd({ name }: TEvent): boolean {
  return name === 'EventReleased';
}

function applyPrivateInfo(state: ChatState, event: EventPrivateInfo): ChatState {
  if (event.privateMsgID === PrivateMsgId.Text) return receiveText(state, event);
  if (event.privateMsgID === PrivateMsgId.Transcript) return receiveTranscript(state, event);
  if (event.privateMsgID === PrivateMsgId.DeliveryState) return moveDelivery(state, event);
  return state;
}

/** Flags of extensions travel as true or as 1. */
function isTrue(value: unknown): boolean {
  return value === true || value === 1;
}

function roleOf(event: EventPrivateInfo): FromRole {
  const named = event.extensions?.fromRole;
  if (named === 'customer' || named === 'agent' || named === 'supervisor' || named === 'system') return named;
  if (event.otherDN === 'system') return 'system';
  if (event.otherDN === event.thisDN) return 'agent';
  if (event.extensions?.whisper !== undefined) return 'supervisor';
  if (event.callType === CallType.Internal || event.callType === CallType.Consult) return 'agent';
  // A customer has no DN: anything but a bare number or the one who called is a colleague.
  return event.ani === undefined || event.otherDN === event.ani || !/^\d+$/.test(event.otherDN ?? '')
    ? 'customer'
    : 'agent';
}

function receiveText(state: ChatState, event: EventPrivateInfo): ChatState {
  const im = event.extensions?.im;
  if (typeof im !== 'string' || event.messageID === undefined) return state;
  return addLine(state, event.connID, {
    kind: 'text',
    key: event.messageID,
    // A text that waited for somebody carries the time at which it was written.
    time: typeof event.extensions?.time === 'number' ? event.extensions.time : event.time,
    from: event.otherDN ?? 'Unknown',
    fromRole: roleOf(event),
    isOwn: event.otherDN === event.thisDN,
    im,
    isWhisper: isTrue(event.extensions?.whisper),
    state: 'stored',
    failure: null,
    ...missedBy(event.extensions?.goodUntil, event),
  });
}

/** A text may come after the time for which its writer meant it. */
function missedBy(goodUntil: unknown, { time }: EventPrivateInfo): Pick<TextLine, 'missedBy'> {
  return typeof goodUntil === 'number' && goodUntil <= time ? { missedBy: goodUntil } : {};
}

/** The transcript so far stands before everything that came live; what is in both is shown once. */
function receiveTranscript(state: ChatState, event: EventPrivateInfo): ChatState {
  const transcript = event.extensions?.transcript;
  if (!Array.isArray(transcript)) return state;
  const chat = chatOf(state, event.connID);
  const known = new Map(chat.lines.map((line) => [line.key, line]));
  const history = (transcript as unknown as TranscriptEntry[]).map(
    (entry): Line =>
      known.get(entry.messageID) ?? {
        kind: 'text',
        key: entry.messageID,
        time: entry.time,
        from: entry.from,
        fromRole: entry.fromRole,
        isOwn: entry.from === event.thisDN,
        im: entry.im,
        isWhisper: entry.isWhisper === true,
        state: entry.state ?? 'stored',
        failure: entry.reason ?? null,
        ...missedBy(entry.goodUntil, event),
      },
  );
  const listed = new Set(history.map((line) => line.key));
  const live = chat.lines.filter((line) => !listed.has(line.key) && !isOmittedLine(line));
  const lines = [...history, ...live].sort((left, right) => left.time - right.time);
  const begin = omittedLine(event, lines[0]);
  const all = begin === undefined || lines[0] !== history[0] ? lines : [begin, ...lines];
  return put(state, { ...chat, lines: all, historyCount: all.length });
}

function isOmittedLine(line: Line): boolean {
  return line.kind === 'system' && line.what === 'omitted';
}

/** Stands where a transcript begins that leaves older texts out. */
function omittedLine(event: EventPrivateInfo, first: Line | undefined): SystemLine | undefined {
  const omitted = event.extensions?.omitted;
  if (typeof omitted !== 'number' || omitted <= 0 || first === undefined) return undefined;
  const words = `${omitted.toLocaleString('en')} older ${omitted === 1 ? 'text is' : 'texts are'} not shown`;
  return { kind: 'system', key: `omitted-${event.connID}`, time: first.time, what: 'omitted', words, who: null };
}

function moveDelivery(state: ChatState, event: EventPrivateInfo): ChatState {
  const chat = state.chats[event.connID];
  const to = event.extensions?.state;
  if (chat === undefined || typeof to !== 'string' || !(to in rank)) return state;
  const next = to as DeliveryState;
  const reason = event.extensions?.reason;
  let isChanged = false;
  const lines = chat.lines.map((line) => {
    if (line.kind !== 'text' || line.key !== event.messageID) return line;
    if (rank[next] < rank[line.state]) return line;
    isChanged = true;
    return { ...line, state: next, failure: next === 'failed' && typeof reason === 'string' ? reason : null };
  });
  return isChanged ? put(state, { ...chat, lines }) : state;
}
