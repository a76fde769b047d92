import { PartyRole, PrivateMsgId } from '@cordboard/shared/tlib/call-types';
import type { EventPrivateInfo, TEvent } from '@cordboard/shared/tlib/events';
import type { MonitorMode } from '@cordboard/shared/tlib/monitoring';
import { endReason } from '../interactions/end-reason.ts';
import { monitorModeOf } from '../interactions/interaction.ts';
import { endPhrase, type Phrase, phrase } from '../interactions/phrase.ts';
import type { SystemLine } from './chat-line.ts';

/** What a supervisor does in each mode. */
export const modeWords: Readonly<Record<MonitorMode, string>> = {
  mute: '% listens in; the customer does not see it',
  coach: '% coaches you; the customer does not see it',
  connect: '% takes part and writes to the customer',
};

function what(event: TEvent): readonly [SystemLine['what'], Phrase] | null {
  switch (event.name) {
    case 'EventEstablished':
      if (event.thisDNRole === PartyRole.Observer) return ['accepted', phrase('You joined')];
      return event.thisDNRole === PartyRole.Origination
        ? ['accepted', phrase('% answered', event.otherDN ?? null)]
        : ['accepted', phrase('You accepted the chat')];
    case 'EventHeld':
      return ['hold', phrase('You put the chat on hold')];
    case 'EventRetrieved':
      return ['hold', phrase('You took the chat off hold')];
    case 'EventPartyAdded': {
      if (event.thisDNRole === PartyRole.Observer || event.otherDN === undefined) return null;
      const mode = monitorModeOf(event.extensions);
      return ['party', phrase(mode === null ? '% joined the chat' : modeWords[mode], event.otherDN)];
    }
    case 'EventPartyDeleted':
      if (event.thisDNRole === PartyRole.Observer || event.otherDN === undefined) return null;
      return ['party', phrase(event.thirdPartyDN === undefined ? '% left' : '% was taken out', event.otherDN)];
    case 'EventPartyChanged':
      if (event.thisDNRole === PartyRole.Observer || event.thirdPartyDN === undefined) return null;
      if (event.previousConnID === undefined) return ['party', phrase('% handed the chat over', event.thirdPartyDN)];
      return event.thirdPartyDNRole === PartyRole.TransferredBy
        ? ['party', phrase('% handed the chat over to you', event.thirdPartyDN)]
        : ['party', phrase('% brought you into the chat', event.thirdPartyDN)];
    case 'EventReleased': {
      const { endedBy } = event.extensions ?? {};
      const end = { by: typeof endedBy === 'string' ? endedBy : null, thirdDN: event.thirdPartyDN ?? null };
      return ['ended', endPhrase({ callState: endReason(event), ...end, reason: null }, event.thisDN)];
    }
    case 'EventPrivateInfo': {
      if (event.privateMsgID === PrivateMsgId.FirstReply) return firstReplyLine(event);
      if (event.privateMsgID !== PrivateMsgId.MonitoringMode || event.thisDNRole === PartyRole.Observer) return null;
      const mode = monitorModeOf(event.extensions);
      const who = event.otherDN === undefined || event.otherDN === event.thisDN ? null : event.otherDN;
      return mode === null || who === null ? null : ['party', phrase(modeWords[mode], who)];
    }
    default:
      return null;
  }
}

/** Only in the chat of the agent who has not written: supervisors are told beside their chats. */
function firstReplyLine({ thisDN, extensions }: EventPrivateInfo): readonly [SystemLine['what'], Phrase] | null {
  const { seconds, agentDN } = extensions ?? {};
  if (agentDN !== thisDN || typeof seconds !== 'number') return null;
  return ['party', phrase(`You have not written within ${seconds} seconds`)];
}

/** What an event says in the transcript of its call; null when nothing. */
export function systemLine(event: TEvent): SystemLine | null {
  const said = what(event);
  if (said === null || !('connID' in event) || event.connID === undefined) return null;
  const [kind, { words, who }] = said;
  return {
    kind: 'system',
    key: `${event.name}-${event.connID}-${event.time}`,
    time: event.time,
    what: kind,
    words,
    who,
  };
}
