import type { AgentId, Dn, UserName } from '@cordboard/shared/ids';
import type { Configuration } from '../../configuration/configuration.ts';

/** What the statistics ask of the configuration. */
export interface StatisticsDirectory {
  /** `queue` for routing points, virtual queues and ACD queues; undefined for what is no DN. */
  kindOf(dn: Dn): 'dn' | 'queue' | undefined;
  placeOf(dn: Dn): string | undefined;
  personOf(agentId: AgentId): UserName | undefined;
  groupsOf(person: UserName): readonly string[];
}

export function directoryOf(configuration: Configuration): StatisticsDirectory {
  return {
    kindOf: (dn) => {
      const found = configuration.findDn(dn);
      if (found === undefined) return undefined;
      return found.type === 'extension' ? 'dn' : 'queue';
    },
    placeOf: (dn) => configuration.placeOfDn(dn)?.name,
    personOf: (agentId) => configuration.personOfAgentLogin(agentId)?.userName as UserName | undefined,
    groupsOf: (person) => configuration.groupsOfPerson(person),
  };
}
