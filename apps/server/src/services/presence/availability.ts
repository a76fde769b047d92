/** How available routing points and agents are, from the state of the switch. */
import type { Dn } from '@cordboard/shared/ids';
import type { AgentSession } from '../../domain/agents/agent-session.ts';
import { agentsInReach } from '../../domain/routing/strategy/agents-in-reach.ts';
import type { FixedTarget } from '../../domain/routing/strategy/run/fixed-target.ts';
import type { Presence } from '../../protocols/sip/bodies/pidf.ts';
import type { SwitchState } from '../switch/switch-state.ts';

/** Routing points that lead to one another are followed so far. */
const ROUTING_POINTS_MAX = 10;

const OPEN: Presence = { availability: 'open', note: 'Available' };
const ALL_BUSY: Presence = { availability: 'busy', note: 'Everybody is busy at the moment' };
const NOBODY: Presence = { availability: 'closed', note: 'Nobody is there at the moment' };

/** The presence of a routing point or of an agent's DN; undefined for a DN that has none. */
export function presenceOf(state: SwitchState, dn: Dn, now: number): Presence | undefined {
  const found = state.configuration.findDn(dn);
  if (found?.type === 'routingPoint') return presenceOfRoutingPoint(state, dn, now);
  if (found?.type === 'extension') return presenceOfAgent(state.agentSessions.get(dn));
  return undefined;
}

function presenceOfAgent(session: AgentSession | undefined): Presence {
  if (session === undefined || session.absentSince !== null) return { availability: 'closed', note: 'Not logged in' };
  if (session.canTakeChat) return OPEN;
  return { availability: 'busy', note: session.state === 'ready' ? 'Busy' : 'Not ready' };
}

/** Open while an agent who may get its interactions is free, busy while none is, closed when none is logged in. */
function presenceOfRoutingPoint(state: SwitchState, dn: Dn, now: number): Presence {
  const { targets, mayBeAnybody } = whoMayGet(state, dn, now);
  if (targets.some((target) => state.readyAgents.of(target).readyCount > 0)) return OPEN;
  let isAnybodyThere = false;
  for (const session of state.agentSessions.values()) {
    if (mayBeAnybody && session.canTakeChat) return OPEN;
    isAnybodyThere ||= mayBeAnybody || targets.some((target) => state.readyAgents.has(target, session.id));
  }
  return isAnybodyThere ? ALL_BUSY : NOBODY;
}

/** By the strategies of the routing point and of those it leads to, at this time of day. */
function whoMayGet(
  { configuration }: SwitchState,
  start: Dn,
  now: number,
): { readonly targets: readonly FixedTarget[]; readonly mayBeAnybody: boolean } {
  const targets = new Map<string, FixedTarget>();
  let mayBeAnybody = false;
  const points = new Set<string>([start]);
  for (const number of points) {
    const point = configuration.findDn(number as Dn);
    if (point?.type !== 'routingPoint' || !point.enabled || point.strategy === undefined) continue;
    const strategy = configuration.findStrategy(point.strategy);
    if (strategy === undefined) continue;
    const reach = agentsInReach(strategy, now, (name) => configuration.findCalendar(name));
    for (const target of reach.targets) targets.set(`${target.type}:${target.name}`, target);
    for (const next of reach.routingPoints) if (points.size < ROUTING_POINTS_MAX) points.add(next);
    mayBeAnybody ||= reach.mayBeAnybody;
  }
  return { targets: [...targets.values()], mayBeAnybody };
}
