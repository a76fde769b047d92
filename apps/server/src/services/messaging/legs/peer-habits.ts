import { IMDN_TYPE } from '../../../protocols/sip/bodies/imdn.ts';
import { IS_COMPOSING_TYPE } from '../../../protocols/sip/bodies/is-composing.ts';
import type { BodyContent } from '../../../protocols/sip/bodies/read-body.ts';
import { splitValues } from '../../../protocols/sip/grammar/header-fields/split-values.ts';
import { headers, type SipMessage } from '../../../protocols/sip/message/message.ts';
import { type CustomerLeg, habitsOf, type PeerHabits, REFUSED_TYPES_MAX } from '../../switch/rows/leg.ts';

/** The leg (or whoever has habits) with what a MESSAGE, an INVITE or an MSRP message shows of the client that sent it. */
export function learnFrom<Peer extends Pick<CustomerLeg, 'habits'>>(
  leg: Peer,
  content: BodyContent | undefined,
  request?: SipMessage,
): Peer {
  const habits = habitsOf(leg);
  const accepted = request === undefined ? [] : mediaRanges(request);
  const learnt: PeerHabits = {
    wraps: habits.wraps || (content !== undefined && content.envelope !== null),
    notifies:
      habits.notifies ||
      accepted.includes(IMDN_TYPE) ||
      content?.kind === 'notification' ||
      (content?.envelope?.asks.length ?? 0) > 0,
    composes: habits.composes || content?.kind === 'composing' || accepted.includes(IS_COMPOSING_TYPE),
    refused: habits.refused,
  };
  const isNew =
    learnt.wraps !== habits.wraps || learnt.notifies !== habits.notifies || learnt.composes !== habits.composes;
  return isNew ? { ...leg, habits: learnt } : leg;
}

/** Types of an Accept, without their parameters. */
export function mediaRanges(message: SipMessage): readonly string[] {
  return headers(message, 'Accept')
    .flatMap((line) => splitValues(line))
    .map((range) => range.split(';')[0]?.trim().toLowerCase() ?? '');
}

/** The leg that remembers that its client does not take this type. */
export function refusing<Peer extends Pick<CustomerLeg, 'habits'>>(leg: Peer, type: string): Peer {
  const habits = habitsOf(leg);
  if (habits.refused.includes(type)) return leg;
  return { ...leg, habits: { ...habits, refused: [...habits.refused, type].slice(-REFUSED_TYPES_MAX) } };
}
