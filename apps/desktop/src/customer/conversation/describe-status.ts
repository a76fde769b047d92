import type { Link } from './conversation.ts';
import type { ConversationPhase, EndedBy } from './conversation-reducer.ts';
import type { OutboxText } from './outbox.ts';

export interface StatusLine {
  /** Names the icon too: a state is never told by colour alone. */
  tone: 'idle' | 'working' | 'waiting' | 'here' | 'trouble' | 'over';
  words: string;
}

interface StatusFacts {
  phase: ConversationPhase;
  link: Link;
  isOnline: boolean;
  agentName?: string | undefined;
}

export function describeStatus({ phase, link, isOnline, agentName }: StatusFacts): StatusLine {
  switch (phase.name) {
    case 'new':
      return { tone: 'idle', words: 'Ready when you are' };
    case 'refused':
      return { tone: 'over', words: 'Not connected' };
    case 'ending':
    case 'ended':
      return { tone: 'over', words: 'Conversation ended' };
    case 'opening':
    case 'open':
      break;
  }
  if (link !== 'ready' && !isOnline) return { tone: 'trouble', words: 'You are offline. Waiting for the network…' };
  switch (link) {
    case 'none':
    case 'connecting':
      return { tone: 'working', words: 'Connecting…' };
    case 'busy':
      return { tone: 'trouble', words: 'Very busy. Trying again in a moment…' };
    case 'interrupted':
      return { tone: 'trouble', words: 'Connection lost. Reconnecting…' };
    case 'ready':
      return agentName
        ? { tone: 'here', words: `${agentName} is here` }
        : { tone: 'waiting', words: 'Connected. Waiting for the next free agent…' };
  }
}

export function describeEnd(by: EndedBy): string {
  switch (by) {
    case 'service':
      return 'The conversation has ended.';
    case 'customer':
      return 'You ended the conversation.';
    case 'lost':
      return 'This conversation is over. It could not be continued after the interruption.';
  }
}

export function describeRefusal(statusCode: number): string {
  if (statusCode === 404) return 'This chat address does not exist.';
  if (statusCode === 403) return 'This chat is not open to guests.';
  if (statusCode === 480 || statusCode === 486) return 'Nobody can take your chat right now. Please try again later.';
  return `The chat could not be started (${statusCode}).`;
}

export function describeDelivery({ delivery }: Pick<OutboxText, 'delivery'>): string {
  switch (delivery.state) {
    case 'waiting':
      return 'waiting';
    case 'sending':
      return 'sending…';
    case 'sent':
    case 'delivered':
    case 'read':
      return delivery.state;
    case 'failed':
      switch (delivery.reason) {
        case 'tooLong':
          return 'Not sent: too long';
        case 'unsupported':
          return 'Not sent: not understood by the service';
        case 'ended':
          return 'Not sent: the conversation had ended';
        case 'refused':
          return 'Not sent: the service refused it';
      }
  }
}
