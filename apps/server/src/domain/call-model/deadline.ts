/** What falls due. */
export type DeadlineKind =
  | 'noAnswer'
  | 'declinePause'
  | 'selectTimeout'
  | 'threshold'
  | 'treatmentTimeout'
  | 'routerTimeout'
  | 'firstReply'
  | 'holdNotice'
  | 'wrapUp'
  | 'agentAbsence'
  | 'assistance'
  | 'legAnswer'
  | 'legIdle'
  | 'legAbsence'
  | 'legPause'
  | 'composing'
  | 'legRetransmit'
  | 'legAcknowledgement'
  | 'legSession'
  | 'binding'
  | 'subscription'
  | 'publication'
  | 'presenceNotice';

/** A recorded point in time; timers are only armed from it. Its `id` is kind and subject. */
export interface Deadline {
  readonly id: string;
  readonly kind: DeadlineKind;
  /** What it is about: a DN, a leg, or `<ConnID>|<DN>`; nothing for what is about all. */
  readonly subject: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly durationMs: number;
}

/**
 * Deadlines that wait for a person do not run while the server is down: at ready they get the time that was left, an
 * absence its whole grace, and a session its whole time.
 */
export function deadlineAfterRestart(deadline: Deadline, lastTime: number, now: number): Deadline {
  switch (deadline.kind) {
    case 'agentAbsence':
    case 'legAbsence':
    case 'legSession':
    // The router has to find its way back first.
    case 'routerTimeout':
      return { ...deadline, at: now + deadline.durationMs };
    case 'noAnswer':
    case 'wrapUp':
    case 'firstReply':
    case 'holdNotice':
    case 'assistance':
    case 'legAnswer':
    case 'legIdle':
    case 'treatmentTimeout':
      return { ...deadline, at: now + Math.min(Math.max(deadline.at - lastTime, 0), deadline.durationMs) };
    case 'declinePause':
    case 'selectTimeout':
    case 'threshold':
    case 'legPause':
    case 'composing':
    case 'legRetransmit':
    case 'legAcknowledgement':
    case 'binding':
    case 'subscription':
    case 'publication':
    case 'presenceNotice':
      return deadline;
  }
}

export function deadlineId(kind: DeadlineKind, subject: string): string {
  return `${kind}|${subject}`;
}
