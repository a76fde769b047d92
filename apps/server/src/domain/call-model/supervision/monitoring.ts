import type { ConnId, Dn } from '@cordboard/shared/ids';
import type { MonitorMode, MonitorNextCallType, MonitorScope } from '@cordboard/shared/tlib/monitoring';

/** A supervisor's subscription to the calls of an agent (TMonitorNextCall). Its `id` is the pair of DNs. */
export interface Monitoring {
  readonly id: string;
  readonly supervisorDN: Dn;
  readonly agentDN: Dn;
  readonly monitorNextCallType: MonitorNextCallType;
  readonly mode: MonitorMode;
  readonly scope: MonitorScope;
  /** Ms since 1970. */
  readonly since: number;
  /** Of a subscription to one call: that call, once the supervisor is in it. */
  readonly usedFor: ConnId | null;
}

export function monitoringId(supervisorDN: Dn, agentDN: Dn): string {
  return `${supervisorDN}|${agentDN}`;
}
