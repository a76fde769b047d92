import type { KeyValueList } from '@cordboard/shared/tlib/attached-data';
import type { AgentSession } from '../agents/agent-session.ts';
import type { RouteRequest } from './route-request.ts';

/** RTargetTypeSelected: how the original numbers target types. */
const TARGET_TYPE_AGENT_GROUP = '2';

/** Keys that name the business context: what somebody attached before stays. */
const CONTEXT_DEFAULTS: KeyValueList = { CustomerSegment: 'default', ServiceType: 'default', ServiceObjective: '' };

/**
 * The pairs that routing attaches to an interaction, in the original's order and by its names. There are no DBIDs and no
 * cost-based routing here: their keys are present and empty.
 */
export function routingData(
  request: RouteRequest,
  agent: AgentSession,
  tenant: string,
  attached: KeyValueList,
): KeyValueList {
  const target = request.target?.name ?? '';
  const context = Object.entries(CONTEXT_DEFAULTS).filter(([key]) => !Object.hasOwn(attached, key));
  return {
    RVQID: request.virtualQueueId ?? '',
    RTargetTypeSelected: TARGET_TYPE_AGENT_GROUP,
    RTargetRuleSelected: '',
    RTargetObjectSelected: target,
    RTargetObjSelDBID: '',
    RTargetAgentSelected: agent.agentId,
    RTargetPlaceSelected: agent.place,
    RTenant: tenant,
    RStrategyName: request.strategy,
    RStrategyDBID: '',
    'CBR-actual_volume': '',
    'CBR-Interaction_cost': '',
    'CBR-contract_DBIDs': '',
    'CBR-IT-path_DBIDs': '',
    RRequestedSkillCombination: '',
    RRequestedSkills: [],
    RTargetRequested: target,
    ...Object.fromEntries(context),
    ...(target === '' ? {} : { [`PegAG${target}`]: 1 }),
  };
}
