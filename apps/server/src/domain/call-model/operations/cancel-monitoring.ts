import type { Dn, UserName } from '@cordboard/shared/ids';
import type { DnEvent } from '@cordboard/shared/tlib/events';
import type { CallModel } from '../call-model.ts';
import { monitoringEvent } from '../events/events-for-parties-supervision.ts';
import type { Monitoring } from '../supervision/monitoring.ts';
import { isVisibleMode } from '../supervision/visible-observers.ts';

/** Whose DN it is. */
export function userOn(model: CallModel, dn: Dn): UserName | null {
  return model.seatOn(dn)?.userName ?? null;
}

/** The subscription is no more: EventMonitoringCancelled on the supervisor's DN, and on the agent's where it is visible. */
export function cancelMonitoring(model: CallModel, monitoring: Monitoring, why: string): DnEvent {
  model.monitorings.remove(monitoring.id);
  const event = model.publish(monitoringEvent('EventMonitoringCancelled', monitoring, 'supervisor'));
  if (isVisibleMode(model, monitoring.mode)) {
    model.publish(monitoringEvent('EventMonitoringCancelled', monitoring, 'agent'));
  }
  model.recordAudit({
    what: 'monitoringCancelled',
    who: userOn(model, monitoring.supervisorDN) ?? 'system',
    whom: userOn(model, monitoring.agentDN),
    connID: monitoring.usedFor,
    detail: { why },
  });
  return event;
}
