import { WorkMode } from '@cordboard/shared/tlib/agent-states';
import type { AgentOnDn } from '../../stores/agent/agent-reducer.ts';
import { askOrNotice } from '../../stores/requests/pending-store.ts';

/** Ready on each of the DNs. */
export async function setReady(agents: readonly AgentOnDn[]): Promise<void> {
  await Promise.all(
    agents.map(({ dn }) =>
      askOrNotice(
        { name: 'TAgentSetReady', thisDN: dn, agentWorkMode: WorkMode.ManualIn },
        `DN ${dn} could not be set Ready`,
      ),
    ),
  );
}

/** Not Ready on each of the DNs, with the reason if one was chosen. */
export async function setNotReady(agents: readonly AgentOnDn[], reason: string | null): Promise<void> {
  await Promise.all(
    agents.map(({ dn }) =>
      askOrNotice(
        {
          name: 'TAgentSetNotReady',
          thisDN: dn,
          agentWorkMode: WorkMode.AuxWork,
          ...(reason === null ? {} : { reasons: { reason } }),
        },
        `DN ${dn} could not be set Not Ready`,
      ),
    ),
  );
}
