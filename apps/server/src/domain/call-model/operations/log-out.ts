import type { Dn } from '@cordboard/shared/ids';
import type { DnEvent } from '@cordboard/shared/tlib/events';
import { endSession, type Told } from '../../agents/agent-operations.ts';
import type { CallModel } from '../call-model.ts';
import { endAllMonitoring } from './monitor.ts';

/** TAgentLogout: all monitoring by him and of him ends, then EventAgentLogout. The agent must have no party left. */
export function logOut(model: CallModel, dn: Dn, told: Told = {}): DnEvent {
  endAllMonitoring(model, dn);
  return endSession(model, dn, told);
}
