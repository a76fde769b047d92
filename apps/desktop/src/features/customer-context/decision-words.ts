import type { DecisionRecord, DecisionStep } from '@cordboard/shared/routing/decision-record';
import { formatWait } from '../../lib/format-time.ts';
import { plural } from '../../lib/plural.ts';

const TIE_BREAKERS: Readonly<Record<string, string>> = {
  'only candidate': 'the only one who was free',
  'longest ready': 'ready for the longest time',
  'lower DN': 'as good as the next one, with the lower number',
  'least occupied': 'the fewest chats',
  'highest skill': 'the highest skill level',
  'round robin': 'the one who got nothing for the longest time',
  random: 'chosen at random',
  overflow: 'sent there because nobody else answered',
  'no candidate': 'nobody was free',
};

const EXCLUDED: Readonly<Record<string, string>> = { declined: 'declined it just before', inCall: 'is in it already' };

const CHOICES: Readonly<Record<string, string>> = {
  longestReady: 'longest ready',
  leastOccupied: 'fewest chats',
  highestSkill: 'highest skill',
  roundRobin: 'in turn',
  random: 'at random',
};

const TARGETS: Readonly<Record<string, string>> = {
  agent: 'agent',
  agentGroup: 'group',
  place: 'place',
  placeGroup: 'place group',
  queue: 'queue',
  skill: 'skill',
};

/** What decided between the chosen one and the next. */
export function tieBreakerWords(tieBreaker: string): string {
  return TIE_BREAKERS[tieBreaker] ?? tieBreaker;
}

type Target = NonNullable<DecisionRecord['targets']>[number];

export function targetWords({ type, name, choice, threshold }: Target): string {
  const only = threshold === undefined ? '' : `, only while ${threshold}`;
  return `${TARGETS[type] ?? type} ${name}, ${CHOICES[choice] ?? choice}${only}`;
}

/** How a candidate stood. */
export function candidateWords({ excluded, waitingSince }: DecisionRecord['candidates'][number], time: number): string {
  if (excluded !== null) return EXCLUDED[excluded] ?? excluded;
  return waitingSince === null ? 'free' : `free, ready for ${formatWait(time - waitingSince)}`;
}

type LeftOut = NonNullable<DecisionRecord['leftOut']>[number];

/** Why somebody was not free. */
export function leftOutWords({ reason, detail }: LeftOut): string {
  switch (reason) {
    case 'loggedOut':
      return 'logged out';
    case 'noChat':
      return 'takes no chats on this number';
    case 'noEndpoint':
      return 'no SIP client is registered for this number';
    case 'notReady':
      return detail === undefined ? 'not ready' : `not ready (${detail})`;
    case 'afterCallWork':
      return 'in wrap-up';
    case 'loggingOut':
      return 'is being logged out';
    case 'absent':
      return 'the desktop is not connected';
    case 'atCapacity':
      return detail === undefined ? 'no free slot' : `no free slot, with ${plural(Number(detail), 'chat')}`;
    case 'inCall':
      return 'is in it already';
    case 'outsideTarget':
      return 'free, but does not have what is asked for';
  }
}

/** What a block decided. `leftAt`: when the interaction went on from it. */
export function stepWords({ type, exit, value = '', at }: DecisionStep, leftAt: number): string {
  const waited = formatWait(leftAt - at);
  const quoted = `“${value}”`;
  switch (type) {
    case 'segmentByMedia':
      return value === 'chat' ? 'it is a chat' : 'it is a call';
    case 'if':
      return `${value}: ${exit === 'whenTrue' ? 'yes' : 'no'}`;
    case 'switch':
      return exit === 'otherwise' ? `${quoted} is none of the cases` : `${quoted} is ${caseWords(exit)}`;
    case 'textMatch':
      return exit === 'otherwise' ? `${quoted} fits no case` : `${quoted} fits ${caseWords(exit)}`;
    case 'businessHours':
      return `${value}: ${exit === 'holiday' ? 'a holiday' : (exit ?? 'unknown')}`;
    case 'percentageSplit':
      return `by chance, the branch of ${value}`;
    case 'assign':
      return `set ${value}`;
    case 'attachData':
      return `attached ${value}`;
    case 'playAnnouncement':
      return exit === 'notApplied' ? `could not say ${quoted}` : `said ${quoted}`;
    case 'collectDigits':
    case 'playAnnouncementAndDigits':
    case 'leaveMessage':
      return collectedWords(exit, quoted, waited);
    case 'treatment':
      return exit === 'notApplied' ? `${value}, which a chat does not have` : value;
    case 'queue':
      return `put into ${value}`;
    case 'selectTarget':
      return exit === undefined ? `looked for ${value}` : `looked for ${value}: nobody took it within ${waited}`;
    case 'lastAgent':
      return exit === undefined ? `looked for the last agent, ${value}` : 'the last agent was not available';
    case 'priority':
      return `priority ${value}`;
    case 'serviceObjective':
      return `to be answered within ${plural(Number(value), 'second')}`;
    case 'positionAnnouncement':
      return 'tells the customer the place in the queue';
    case 'route':
      return exit === undefined ? `sent to ${value}` : `could not be sent to ${value}`;
    case 'end':
      return 'ended the chat';
    case 'default':
      return 'to the default destination';
    default:
      return value;
  }
}

function caseWords(exit: string | undefined): string {
  return exit === undefined ? 'unknown' : exit.replace('cases', 'case');
}

function collectedWords(exit: string | undefined, quoted: string, waited: string): string {
  if (exit === undefined) return 'waited for a text';
  if (exit === 'notApplied') return 'the customer could not be asked';
  return exit === 'timedOut' ? `the customer wrote nothing within ${waited}` : `the customer wrote ${quoted}`;
}
