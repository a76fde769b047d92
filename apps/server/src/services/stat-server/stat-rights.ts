import type { Dn, PlaceName, UserName } from '@cordboard/shared/ids';
import type { OpenStatistic } from '@cordboard/shared/statistics/stat-channel';
import type { Configuration } from '../../domain/configuration/configuration.ts';
import type { StatClient } from './stat-service.ts';

type StatObjectName = OpenStatistic['object'];

/** Whether there is such an object. */
export function exists(configuration: Configuration, { type, id }: StatObjectName): boolean {
  switch (type) {
    case 'agent':
      return configuration.findPerson(id as UserName) !== undefined;
    case 'place':
      return configuration.findPlace(id as PlaceName) !== undefined;
    case 'agentGroup':
      return configuration.findAgentGroup(id) !== undefined;
    case 'dn':
      return configuration.findDn(id as Dn)?.type === 'extension';
    case 'queue': {
      const dn = configuration.findDn(id as Dn);
      return dn !== undefined && dn.type !== 'extension';
    }
  }
}

/** Applications see everything; supervisors queues, their groups and the agents in them; everybody himself and the own place. */
export function maySee(configuration: Configuration, client: StatClient, object: StatObjectName): boolean {
  if (client.role === 'application') return true;
  if (client.role === 'administrator') return false;
  if (isOwn(configuration, client, object)) return true;
  return client.role === 'supervisor' && supervises(configuration, client.userName, object);
}

function isOwn(configuration: Configuration, { userName, place }: StatClient, { type, id }: StatObjectName): boolean {
  if (type === 'agent') return id === userName;
  if (place === null) return false;
  if (type === 'place') return id === place;
  return type === 'dn' && configuration.placeOfDn(id as Dn)?.name === place;
}

/** A place is that of the person who sits there by default. */
function supervises(configuration: Configuration, supervisor: UserName, { type, id }: StatObjectName): boolean {
  switch (type) {
    case 'queue':
      return true;
    case 'agentGroup':
      return configuration.findPerson(supervisor)?.supervises.includes(id) === true;
    case 'agent':
      return configuration.supervises(supervisor, id as UserName);
    case 'place':
    case 'dn': {
      const place = type === 'place' ? id : configuration.placeOfDn(id as Dn)?.name;
      const person = place === undefined ? undefined : configuration.personOfPlace(place as PlaceName);
      return person !== undefined && configuration.supervises(supervisor, person.userName as UserName);
    }
  }
}
