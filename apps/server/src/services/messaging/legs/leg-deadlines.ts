import type { Decision } from '../../switch/decision.ts';

/** Without a text for so long a page-mode interaction ends (option `page-mode-idle-timeout`). */
export function idleTimeoutMs({ configuration }: Decision): number {
  return configuration.tenant.options['page-mode-idle-timeout'] * 60_000;
}

/** So long a customer whose connection was lost is waited for (option `customer-absence-grace`). */
export function absenceGraceMs({ configuration }: Decision): number {
  return configuration.tenant.options['customer-absence-grace'] * 1000;
}

/** From now on the interaction has its whole idle time. */
export function startIdleTime(decision: Decision, legId: string): void {
  decision.setDeadline('legIdle', legId, idleTimeoutMs(decision));
}

/** From now on the customer has the whole grace to come back. */
export function startAbsenceGrace(decision: Decision, legId: string): void {
  decision.setDeadline('legAbsence', legId, absenceGraceMs(decision));
}
