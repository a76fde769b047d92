/** What agents' clients publish, and what follows from it for the agents. Rules: docs/spec/presence.md. */
import type { Dn } from '@cordboard/shared/ids';
import { WorkMode } from '@cordboard/shared/tlib/agent-states';
import { changeAgentState } from '../../domain/agents/agent-operations.ts';
import type { PublishedPresence } from '../../protocols/sip/bodies/read-pidf.ts';
import { routeWaiting } from '../router/router.ts';
import type { Decision } from '../switch/decision.ts';
import type { Publication } from '../switch/rows/publication.ts';

/** What is published of a DN: what was said last; undefined when nobody says anything. */
export function publishedOf({ state }: Decision, dn: Dn): PublishedPresence | undefined {
  const known = state.publicationsByDn.get(dn).filter(({ presence }) => presence.availability !== 'unknown');
  return byAge(known).at(-1)?.presence;
}

/** Oldest first. */
export function byAge(publications: Iterable<Publication>): readonly Publication[] {
  return [...publications].sort((one, other) => one.order - other.order);
}

/** Changes what is published of a DN, and the agent's state with it when what counts is another one then. */
export function changePublished(decision: Decision, dn: Dn, change: () => void): void {
  const before = publishedOf(decision, dn);
  change();
  const after = publishedOf(decision, dn);
  if (before?.availability === after?.availability && before?.activity === after?.activity) return;
  if (setsAgentState(decision, dn)) setAgentState(decision, dn, after);
}

/** The publication is no more, and its deadline neither. */
export function removePublication(decision: Decision, { id, dn }: Publication): void {
  decision.cancelDeadline('publication', id);
  changePublished(decision, dn, () => decision.state.publications.remove(id));
}

/** It was not renewed. */
export function publicationExpired(decision: Decision, id: string): void {
  const publication = decision.state.publications.get(id);
  if (publication !== undefined) removePublication(decision, publication);
}

/** Option `publish-sets-agent-state`, of the DN or else of the tenant. */
function setsAgentState({ configuration }: Decision, dn: Dn): boolean {
  const options = configuration.findExtension(dn)?.options;
  return options?.['publish-sets-agent-state'] ?? configuration.tenant.options['publish-sets-agent-state'];
}

/** As TAgentSetReady and TAgentSetNotReady. Of nobody, and of who is leaving, nothing changes. */
function setAgentState(decision: Decision, dn: Dn, presence: PublishedPresence | undefined): void {
  const session = decision.agentSessions.get(dn);
  if (session === undefined || session.logoutPending) return;
  if (presence?.availability === 'open') {
    changeAgentState(decision, dn, { name: 'readyAsked', workMode: WorkMode.ManualIn });
    routeWaiting(decision);
    return;
  }
  // Who is Not Ready already keeps the reason that he gave, unless the client has one.
  const activity = presence?.activity ?? null;
  if (session.state === 'notReady' && activity === null) return;
  const reasons = activity === null ? {} : { ReasonCode: activity };
  changeAgentState(decision, dn, { name: 'notReadyAsked', workMode: WorkMode.AuxWork, reasons });
}
