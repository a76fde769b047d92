import type { AgentModel } from '../../agents/agent-model.ts';
import type { Party } from '../calls/party.ts';

/** What precedes an agent's text towards a customer: `[<nickname>/<agentID>] ` unless configured otherwise. */
export function nicknamePrefix(
  model: Pick<AgentModel, 'agentSessions' | 'configuration'>,
  party: Pick<Party, 'dn' | 'agentId'>,
): string {
  const nickname =
    model.agentSessions.get(party.dn)?.nickname ?? model.configuration.findAgentLogin(party.agentId)?.code;
  return model.configuration.tenant.options['nickname-prefix']
    .replaceAll('{nickname}', nickname ?? party.agentId)
    .replaceAll('{agentID}', party.agentId);
}
