import { CallState } from '@cordboard/shared/tlib/call-types';
import type { CallEnd, Interaction } from './interaction.ts';
import { colleaguesIn, kindOf } from './interaction.ts';

/** A sentence about a colleague: `%` stands for the name, which only the directory knows. */
export interface Phrase {
  readonly words: string;
  readonly who: string | null;
}

export function phrase(words: string, who: string | null = null): Phrase {
  return { words, who };
}

function about(who: string | null, words: string, otherwise: string): Phrase {
  return who === null ? phrase(otherwise) : phrase(words, who);
}

/** Why a call ended, for the one on whose DN it did. */
export function endPhrase({ callState, by, thirdDN, reason }: CallEnd, ownDn: string): Phrase {
  switch (callState) {
    case CallState.Redirected:
      return about(thirdDN, 'Moved on to %', 'Moved on to somebody else');
    case CallState.Transferred:
      return about(thirdDN, 'Transferred to %', 'Transferred');
    case CallState.Conferenced:
      return about(thirdDN, 'Brought together with %', 'Brought together');
    case CallState.Busy:
      return phrase(reason ?? 'Declined');
    case CallState.NoAnswer:
      return phrase(reason ?? 'Not answered');
    case CallState.Abandoned:
    case CallState.RemoteRelease:
    case CallState.Dropped:
      return phrase('The customer left');
    default:
      if (reason !== null) return phrase(reason);
      if (thirdDN !== null) return phrase('% took you out of the chat', thirdDN);
      if (by === 'system') return phrase('The system ended the chat');
      return by !== null && by !== ownDn ? phrase('% ended the chat', by) : phrase('Chat ended');
  }
}

/** The same for a chat on the desk, where it is known with whom one talked. */
export function endOf(interaction: Interaction): Phrase {
  const { end, dn, customer } = interaction;
  if (end === null) return phrase('Chat ended');
  const isUnreached = end.callState === CallState.Busy || end.callState === CallState.NoAnswer;
  if (isUnreached && end.reason === null && kindOf(interaction) !== 'customer')
    return phrase(end.callState === CallState.Busy ? '% declined' : '% did not answer', customer);
  if (end.by === null && end.thirdDN === null && end.callState === CallState.Ok) {
    const stayed = colleaguesIn(interaction)[0];
    if (stayed !== undefined && kindOf(interaction) === 'customer')
      return phrase('You left; the chat goes on with %', stayed.dn);
  }
  return endPhrase(end, dn);
}

/** The same without names, for who only listened. */
export function endWords(callState: number | null): string {
  return endPhrase({ callState: callState ?? CallState.Ok, by: null, thirdDN: null, reason: null }, '').words;
}
