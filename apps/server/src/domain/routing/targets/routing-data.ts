import type { KeyValueList } from '@cordboard/shared/tlib/attached-data';
import type { AgentSession } from '../../agents/agent-session.ts';
import { agentExpression } from '../matching/agent-expression.ts';
import type { RouteRequest } from '../requests/route-request.ts';
import type { RoutingTarget, TargetType } from '../strategy/run/targets.ts';

/** RTargetTypeSelected. 2 is the original's number of agent groups; skill expressions count as such there. The others are ours. */
const TARGET_TYPES: Readonly<Record<TargetType, string>> = {
  agent: '0',
  place: '1',
  agentGroup: '2',
  skill: '2',
  placeGroup: '3',
  queue: '4',
};

/** Keys that name the business context: what somebody attached before stays. */
const CONTEXT_DEFAULTS: KeyValueList = { CustomerSegment: 'default', ServiceType: 'default', ServiceObjective: '' };

/**
 * The pairs that routing attaches to an interaction, in the original's order and by its names. There are no DBIDs and no
 * cost-based routing here: their keys are present and empty.
 */
export function routingData(
  request: RouteRequest,
  selected: RoutingTarget | undefined,
  agent: AgentSession,
  tenant: string,
  attached: KeyValueList,
): KeyValueList {
  const target = selected?.name ?? '';
  const skills = selected?.type === 'skill' ? agentExpression(target).skills : [];
  const context = Object.entries(CONTEXT_DEFAULTS).filter(([key]) => !Object.hasOwn(attached, key));
  return {
    RVQID: request.virtualQueueId ?? '',
    RTargetTypeSelected: TARGET_TYPES[selected?.type ?? 'agentGroup'],
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
    RRequestedSkillCombination: selected?.type === 'skill' ? target : '',
    RRequestedSkills: [...skills],
    RTargetRequested: target,
    ...Object.fromEntries(context),
    ...(selected?.type === 'agentGroup' ? { [`PegAG${target}`]: 1 } : {}),
  };
}
