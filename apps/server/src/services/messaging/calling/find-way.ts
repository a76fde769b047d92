import type { TrunkDn } from '@cordboard/shared/configuration/directory-number';
import type { Dn } from '@cordboard/shared/ids';
import { parseUri } from '../../../protocols/sip/grammar/header-fields/parse-uri.ts';
import { buildNameAddr } from '../../../protocols/sip/message/name-addr.ts';
import { type SipUri, serializeUri } from '../../../protocols/sip/message/uri.ts';
import type { Flow } from '../../../protocols/sip/transport/sip-transport.ts';
import { createTag } from '../../../protocols/sip/user-agent/build-request.ts';
import { isServed } from '../../router/waiting/outside-router.ts';
import { findBindings } from '../../switch/find-bindings.ts';
import type { Binding } from '../../switch/rows/binding.ts';
import type { PageAddressing } from '../../switch/rows/leg.ts';
import { customerKeyOfPeer, isFull, trunkOfDomain } from '../../trunks/find-trunk.ts';
import type { MessagingContext } from '../network/messaging-context.ts';
import { findRecentCustomer } from './recent-customers.ts';

/** How an address outside is reached: on which flow, how MESSAGEs to it are addressed, on whose behalf. */
export interface Way {
  readonly routingPoint: Dn;
  readonly flow: Flow;
  readonly addressing: PageAddressing;
  /** To another domain. */
  readonly trunk?: TrunkDn;
  /** The client there, if it is registered. */
  readonly binding?: Binding;
}

/** The best binding of this customer's account, those on some flows left out. */
export function bindingOf(
  { decision }: MessagingContext,
  account: string,
  except: readonly string[] = [],
): Binding | undefined {
  if (decision.configuration.findCustomer(account) === undefined) return undefined;
  return findBindings(decision.state, account, decision.now).find(({ flow }) => !except.includes(flow.id));
}

/** How a client of a customer is written to, in the name of the first routing point that takes accounts. */
export function wayByBinding(context: MessagingContext, binding: Binding): Way | undefined {
  const { decision } = context;
  const account = binding.aor;
  const point = decision.configuration.file.directoryNumbers.find(
    (dn) => dn.type === 'routingPoint' && dn.accounts !== false && isServed(decision, dn.number as Dn),
  );
  const address = parseUri(binding.address);
  if (point === undefined || !address.ok || address.value.kind !== 'sip') return undefined;
  const { scheme, host, port } = address.value;
  const uriOf = (user: string): SipUri => ({
    kind: 'sip',
    scheme,
    user,
    host,
    parameters: [],
    ...(port === undefined ? {} : { port }),
  });
  const routingPoint = point.number as Dn;
  const addressing: PageAddressing = {
    kind: 'page',
    customerKey: `${account} ${routingPoint}`,
    from: buildNameAddr(serializeUri(uriOf(routingPoint)), { tag: createTag(decision.random) }),
    to: buildNameAddr(binding.address),
    ...placeOf(binding),
  };
  return { routingPoint, flow: binding.flow, addressing, binding };
}

/** Somebody of another domain, over its trunk, in the name of the first routing point that takes those a peer vouches for. */
function wayByTrunk(context: MessagingContext, address: string): Way | undefined {
  const { decision, network } = context;
  const trunk = trunkOfDomain(decision.configuration, address.slice(address.lastIndexOf('@') + 1));
  const flow = trunk === undefined ? undefined : network.trunks?.flowOf(trunk.number);
  if (trunk === undefined || flow === undefined || isFull(decision.state, trunk, flow)) return undefined;
  const point = decision.configuration.file.directoryNumbers.find(
    (dn) => dn.type === 'routingPoint' && dn.trustedPeers !== false && isServed(decision, dn.number as Dn),
  );
  if (point === undefined) return undefined;
  const routingPoint = point.number as Dn;
  const uri = `sip:${address}`;
  const addressing: PageAddressing = {
    kind: 'page',
    customerKey: `${customerKeyOfPeer(uri, trunk.number)} ${routingPoint}`,
    requestUri: uri,
    from: buildNameAddr(`sip:${routingPoint}@${network.own.sipDomain}`, { tag: createTag(decision.random) }),
    to: buildNameAddr(uri),
  };
  return { routingPoint, flow, addressing, trunk };
}

/** How a binding is asked for (RFC 3261 16.6, RFC 3327 5.4). */
export function placeOf({ contact, path }: Binding): Pick<PageAddressing, 'requestUri' | 'route'> {
  return path.length === 0 ? { requestUri: contact } : { requestUri: contact, route: path };
}

/**
 * The way to an address outside; undefined when there is none. Who was in touch is reached as he came; an account that is
 * registered, but not where it was in touch, at its best binding; users of another domain over its trunk.
 */
export function findWay(context: MessagingContext, address: string): Way | undefined {
  const recent = findRecentCustomer(context, address);
  const binding = bindingOf(context, address);
  const registered = binding === undefined ? undefined : wayByBinding(context, binding);
  if (recent === undefined || registered === undefined) return recent ?? registered ?? wayByTrunk(context, address);
  const { bindingsByFlow } = context.decision.state;
  const present = bindingsByFlow.get(recent.flow.id).find(({ aor }) => aor === address);
  return present === undefined ? registered : { ...recent, binding: present };
}
