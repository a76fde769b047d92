import { expect, test } from 'vitest';
import { agentSession, inGroup, routeRequest } from '../../../../test/support/routing-rows.ts';
import { routingData } from './routing-data.ts';

const agent = agentSession('1104', { agentId: '1004', place: '1004' });
const request = routeRequest('c1');
const target = inGroup('ALL_Agents');

test('[RT16] the routing data name target, agent, place, strategy and virtual queue', () => {
  const data = routingData(request, target, agent, 'Resources', {});
  expect(data).toEqual({
    RVQID: 'stay-1',
    RTargetTypeSelected: '2',
    RTargetRuleSelected: '',
    RTargetObjectSelected: 'ALL_Agents',
    RTargetObjSelDBID: '',
    RTargetAgentSelected: '1004',
    RTargetPlaceSelected: '1004',
    RTenant: 'Resources',
    RStrategyName: 'Any Available Agent',
    RStrategyDBID: '',
    'CBR-actual_volume': '',
    'CBR-Interaction_cost': '',
    'CBR-contract_DBIDs': '',
    'CBR-IT-path_DBIDs': '',
    RRequestedSkillCombination: '',
    RRequestedSkills: [],
    RTargetRequested: 'ALL_Agents',
    CustomerSegment: 'default',
    ServiceType: 'default',
    ServiceObjective: '',
    PegAGALL_Agents: 1,
  });
});

test('[RT16] without a virtual queue RVQID is empty', () => {
  expect(routingData({ ...request, virtualQueueId: null }, target, agent, 'Resources', {}).RVQID).toBe('');
});

test('[RT17] segment, service and objective that are attached stay', () => {
  const data = routingData(request, target, agent, 'Resources', { CustomerSegment: 'gold', ServiceObjective: 20 });
  expect(data).not.toHaveProperty('CustomerSegment');
  expect(data).not.toHaveProperty('ServiceObjective');
  expect(data.ServiceType).toBe('default');
});

test('[RT16] of a skill target the data name its expression and skills, of an agent none and no group', () => {
  const skill = { type: 'skill', name: 'billing >= 5 & Skill("written German") > 1', choice: 'highestSkill' } as const;
  const bySkill = routingData(request, skill, agent, 'Resources', {});
  expect(bySkill).toMatchObject({
    RTargetTypeSelected: '2',
    RTargetObjectSelected: skill.name,
    RRequestedSkillCombination: skill.name,
    RRequestedSkills: ['billing', 'written German'],
  });
  expect(Object.keys(bySkill).filter((key) => key.startsWith('PegAG'))).toEqual([]);
  const one = routingData(request, { type: 'agent', name: '1004', choice: 'longestReady' }, agent, 'Resources', {});
  expect(one).toMatchObject({ RTargetTypeSelected: '0', RTargetObjectSelected: '1004', RRequestedSkills: [] });
});
