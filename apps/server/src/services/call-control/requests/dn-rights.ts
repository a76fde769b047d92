import { type ErrorCode, type Refusal, refuse } from '@cordboard/shared/errors';
import { type Dn, IM_DN } from '@cordboard/shared/ids';
import { RegisterMode } from '@cordboard/shared/tlib/call-types';
import type { TRequestName } from '@cordboard/shared/tlib/requests';
import type { Decision } from '../../switch/decision.ts';
import type { TlibClient } from '../../switch/effects/tlib-client.ts';
import { holderId } from '../../switch/rows/registration.ts';
import { actsOnAgent } from './acting-supervisor.ts';

/** Requests that need no right on the DN. */
const OPEN_REQUESTS: ReadonlySet<TRequestName> = new Set(['TQueryAddress', 'TQueryServer']);
/** What an application may do on a routing point that it has registered with mode 0. */
const ROUTER_REQUESTS: ReadonlySet<TRequestName> = new Set([
  'TRouteCall',
  'TApplyTreatment',
  'TQueryCall',
  'TAttachUserData',
  'TUpdateUserData',
  'TDeletePair',
  'TDeleteUserData',
]);

export function dnExists(decision: Decision, dn: Dn): boolean {
  return dn === IM_DN || decision.configuration.findDn(dn) !== undefined;
}

/** Whether `client` may register `dn` in this mode. */
function mayRegister(decision: Decision, client: TlibClient, dn: Dn, mode: RegisterMode): boolean {
  if (client.role === 'application') {
    const type = decision.configuration.findDn(dn)?.type;
    return mode === RegisterMode.Monitor || dn === IM_DN || type === 'routingPoint' || type === 'virtualQueue';
  }
  return isOnPlace(decision, client, dn);
}

function isOnPlace(decision: Decision, client: TlibClient, dn: Dn): boolean {
  if (client.place === null) return false;
  return decision.configuration.findPlace(client.place)?.directoryNumbers.includes(dn) === true;
}

/** Why `client` may not send this request on `dn`; undefined when it may. */
export function checkDnRights(
  decision: Decision,
  client: TlibClient,
  name: TRequestName,
  dn: Dn,
  mode: RegisterMode,
): Refusal | undefined {
  if (!dnExists(decision, dn)) return refuse('UnknownDN');
  if (OPEN_REQUESTS.has(name)) return undefined;
  if (actsOnAgent(decision, client, name, dn)) return checkSupervises(decision, client, dn);
  if (name === 'TRegisterAddress') {
    if (!mayRegister(decision, client, dn, mode)) return refuse('DNNotAllowed');
    return isOccupied(decision, client, dn) ? refuse('DNOccupied') : undefined;
  }
  if (name === 'TUnregisterAddress') return undefined;
  return checkRegistered(decision, client, name, dn);
}

/** Whether another person is logged in on the DN, or supervises there: the place is not this client's to use then. Applications watch. */
function isOccupied(decision: Decision, client: TlibClient, dn: Dn): boolean {
  const occupant = decision.state.occupantOf(dn);
  return client.role !== 'application' && occupant !== undefined && occupant.userName !== client.userName;
}

function checkSupervises(decision: Decision, client: TlibClient, dn: Dn): Refusal | undefined {
  const agent = decision.agentSessions.get(dn)?.userName ?? '';
  return decision.configuration.supervises(client.userName, agent) ? undefined : refuse('AgentNotSupervised');
}

function checkRegistered(decision: Decision, client: TlibClient, name: TRequestName, dn: Dn): Refusal | undefined {
  const code = registeredRefusal(decision, client, name, dn);
  return code === undefined ? undefined : refuse(code);
}

function registeredRefusal(decision: Decision, client: TlibClient, name: TRequestName, dn: Dn): ErrorCode | undefined {
  const isApplication = client.role === 'application';
  if (!isApplication && !isOnPlace(decision, client, dn)) return 'DNNotAllowed';
  if (isOccupied(decision, client, dn)) return 'DNOccupied';
  const mode = decision.state.registrations.get(holderId(client.userName, client.place))?.modes[dn];
  if (mode === undefined) return 'DNNotRegistered';
  if (mode === RegisterMode.Monitor) return 'RequestNotAllowed';
  return isApplication && !ROUTER_REQUESTS.has(name) ? 'RequestNotAllowed' : undefined;
}
