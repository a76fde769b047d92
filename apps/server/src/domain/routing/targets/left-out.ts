import type { DecisionRecord } from '@cordboard/shared/rest/endpoints';
import type { AgentSession } from '../../agents/agent-session.ts';
import { whyNoChat } from '../../agents/availability.ts';
import type { Configuration } from '../../configuration/configuration.ts';
import type { RouteRequest } from '../requests/route-request.ts';
import type { RoutingTarget } from '../strategy/run/targets.ts';

/** Most agents who were not free that a decision record names, and most people who are looked at for that. */
export const LEFT_OUT_MAX = 20;
const LOOKED_AT_MAX = 50;

export type LeftOut = NonNullable<DecisionRecord['leftOut']>[number];

/** What is asked for those who were not free. */
export interface LeftOutFacts {
  readonly configuration: Configuration;
  sessionsOfPerson(userName: string): Iterable<AgentSession>;
  /** Those who belong to the target and are logged in, ready or not. */
  membersOf(target: RoutingTarget): Iterable<AgentSession>;
  isMember(target: RoutingTarget, session: AgentSession): boolean;
  /** Everybody who is logged in. */
  everybody(): Iterable<AgentSession>;
}

/**
 * Who belongs to the target and was not free, each with the reason; for a skill also who was free and does not have it. Its cost
 * does not grow with the contact centre.
 */
export function leftOutOf(target: RoutingTarget, request: RouteRequest, facts: LeftOutFacts): readonly LeftOut[] {
  const found: LeftOut[] = [];
  let looked = 0;
  for (const one of peopleOf(target, facts)) {
    looked += 1;
    if (looked > LOOKED_AT_MAX || found.length === LEFT_OUT_MAX) break;
    const left = 'agentID' in one ? one : leftOut(one, request, facts);
    if (left !== null) found.push(left);
  }
  return found;
}

function leftOut(session: AgentSession, request: RouteRequest, facts: LeftOutFacts): LeftOut | null {
  const { id: dn, agentId: agentID, occupancy } = session;
  const reason = whyNoChat(facts, session, occupancy);
  if (reason === null) return request.inCall.includes(dn) ? { agentID, dn, reason: 'inCall' } : null;
  const detail = reason === 'atCapacity' ? String(occupancy.chat) : reason === 'notReady' ? reasonOf(session) : '';
  return { agentID, dn, reason, ...(detail === '' ? {} : { detail }) };
}

/** The reason that the agent gave for being Not Ready, as the desktop attaches it. */
function reasonOf({ reasons }: AgentSession): string {
  const [reason = ''] = Object.values(reasons);
  return typeof reason === 'string' ? reason : '';
}

/** Sessions of those who belong to the target, those of its people who have none, and those who lack the skill. */
function* peopleOf(target: RoutingTarget, facts: LeftOutFacts): Generator<AgentSession | LeftOut, void, undefined> {
  const people = namedIn(target, facts);
  if (people === undefined) {
    yield* facts.membersOf(target);
    if (target.type === 'skill') yield* freeOutside(target, facts);
    return;
  }
  for (const userName of people) {
    let isLoggedIn = false;
    for (const session of facts.sessionsOfPerson(userName)) {
      isLoggedIn = true;
      yield session;
    }
    const [agentID = userName] = facts.configuration.findPerson(userName)?.agentLogins ?? [];
    if (!isLoggedIn) yield { agentID, dn: null, reason: 'loggedOut' };
  }
}

/** Who is free and does not have what the target asks for, of the first to be looked at. */
function* freeOutside(target: RoutingTarget, facts: LeftOutFacts): Generator<LeftOut, void, undefined> {
  let looked = 0;
  for (const session of facts.everybody()) {
    looked += 1;
    if (looked > LOOKED_AT_MAX) return;
    if (!session.canTakeChat || facts.isMember(target, session)) continue;
    yield { agentID: session.agentId, dn: session.id, reason: 'outsideTarget' };
  }
}

/** The people whom the configuration names for the target; undefined where it depends on who is logged in. */
function namedIn({ type, name }: RoutingTarget, { configuration }: LeftOutFacts): readonly string[] | undefined {
  if (type === 'agent') return [configuration.personOfAgentLogin(name)?.userName ?? name];
  const members = type === 'agentGroup' ? configuration.findAgentGroup(name)?.members : undefined;
  return members === undefined || members.length === 0 ? undefined : members;
}
