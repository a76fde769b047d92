import { describe, expect, it } from 'vitest';
import { type DeadlineKind, deadlineAfterRestart, deadlineId } from './deadline.ts';

function deadline(kind: DeadlineKind) {
  return { id: deadlineId(kind, 'x'), kind, subject: 'x', at: 30_000, durationMs: 20_000 };
}

describe('a deadline after the server was down from 25 s to 60 s', () => {
  it.each<[DeadlineKind, number]>([
    ['noAnswer', 65_000],
    ['wrapUp', 65_000],
    ['legIdle', 65_000],
    ['assistance', 65_000],
    ['agentAbsence', 80_000],
    ['legAbsence', 80_000],
    ['legSession', 80_000],
    // The pause of a decline stands in its route request as a time too: both must end together.
    ['declinePause', 30_000],
    ['selectTimeout', 30_000],
    ['threshold', 30_000],
    ['legPause', 30_000],
    ['legRetransmit', 30_000],
    ['legAcknowledgement', 30_000],
  ])('%s is due at %i', (kind, at) => {
    expect(deadlineAfterRestart(deadline(kind), 25_000, 60_000)).toEqual({ ...deadline(kind), at });
  });

  it('never gets more time than it had', () => {
    expect(deadlineAfterRestart(deadline('noAnswer'), 0, 60_000).at).toBe(80_000);
  });
});
