import type { Chat } from '../chat/chat-reducer.ts';
import { type Interaction, kindOf } from '../interactions/interaction.ts';

export type WaitLevel = 'new' | 'warning' | 'critical';

/** Who waits for whom in a chat, and since when. */
export interface Waiting {
  /** Texts of the customer since the last answer; opening the chat does not clear it, answering does. */
  readonly unanswered: number;
  /** The customer waits for the agent since then. */
  readonly customerSince: number | null;
  /** The agent waits for the customer since then. */
  readonly agentSince: number | null;
  readonly lastText: string | null;
}

interface Scan {
  readonly unanswered: number;
  readonly customerSince: number | null;
  readonly agentSince: number | null;
  readonly lastText: string | null;
}

const scans = new WeakMap<Chat, Scan>();

/** Reads the lines once per version of a chat. */
function scan(chat: Chat, isInternal: boolean): Scan {
  const known = scans.get(chat);
  if (known !== undefined) return known;
  let unanswered = 0;
  let customerSince: number | null = null;
  let agentSince: number | null = null;
  let lastText: string | null = null;
  for (const line of chat.lines) {
    // A whisper is no answer to the customer.
    if (line.kind !== 'text' || line.isWhisper) continue;
    lastText = line.im;
    if (isInternal) {
      // A colleague is answered, too, but nobody counts his seconds.
      unanswered = line.isOwn ? 0 : unanswered + 1;
    } else if (line.fromRole === 'customer') {
      unanswered += 1;
      customerSince ??= line.time;
      agentSince = null;
    } else if (line.fromRole !== 'system') {
      unanswered = 0;
      customerSince = null;
      agentSince = line.time;
    }
  }
  const result = { unanswered, customerSince, agentSince, lastText };
  scans.set(chat, result);
  return result;
}

/** The clock of a customer who wrote before the chat was accepted starts for this agent at the accept. */
export function readWaiting(interaction: Interaction, chat: Chat | undefined): Waiting {
  const isInternal = kindOf(interaction) !== 'customer';
  const { unanswered, customerSince, agentSince, lastText } = chat === undefined ? nothing : scan(chat, isInternal);
  if (interaction.phase !== 'active') return { ...nothing, lastText };
  const accepted = interaction.establishedAt;
  // Nobody has written yet: the customer waits for a word since the accept.
  if (isInternal) return { ...nothing, unanswered, lastText };
  if (customerSince === null && agentSince === null) return { ...nothing, customerSince: accepted, lastText };
  const since = customerSince === null ? null : Math.max(customerSince, accepted ?? 0);
  return { unanswered, customerSince: since, agentSince, lastText };
}

const nothing: Scan = { unanswered: 0, customerSince: null, agentSince: null, lastText: null };

/** new until the interval, warning until twice the interval, critical beyond. */
export function waitLevel(waitedMs: number, intervalSeconds: number): WaitLevel {
  if (waitedMs >= intervalSeconds * 2000) return 'critical';
  return waitedMs >= intervalSeconds * 1000 ? 'warning' : 'new';
}

export interface Ordered {
  readonly interaction: Interaction;
  readonly waiting: Waiting;
}

/** The customer who waits longest first; then those for whom the agent waits, oldest chat first. */
export function byUrgency(left: Ordered, right: Ordered): number {
  const a = left.waiting.customerSince;
  const b = right.waiting.customerSince;
  if (a !== null && b !== null && a !== b) return a - b;
  if ((a === null) !== (b === null)) return a === null ? 1 : -1;
  const age = left.interaction.startedAt - right.interaction.startedAt;
  return age !== 0 ? age : left.interaction.connID.localeCompare(right.interaction.connID);
}

/** Keeps the order shown while the list is under pointer or focus: gone ones leave, new ones come last. */
export function keepOrder(shown: readonly string[], wanted: readonly string[]): string[] {
  const present = new Set(wanted);
  const kept = shown.filter((id) => present.has(id));
  return [...kept, ...wanted.filter((id) => !kept.includes(id))];
}
