import type { RoutingPointDn } from '@cordboard/shared/configuration/directory-number';
import type { Dn } from '@cordboard/shared/ids';
import { fail, type Result, succeed } from '../../../base/result.ts';
import { parseNameAddr } from '../../../protocols/sip/grammar/header-fields/parse-name-addr.ts';
import { parseUri } from '../../../protocols/sip/grammar/header-fields/parse-uri.ts';
import { header } from '../../../protocols/sip/message/message.ts';
import type { NameAddr } from '../../../protocols/sip/message/name-addr.ts';
import { userOf } from '../../../protocols/sip/message/uri.ts';
import type { ReceivedRequest, RequestIdentity } from '../../../protocols/sip/user-agent/request-handler.ts';
import { isServed } from '../../router/waiting/outside-router.ts';
import type { Decision } from '../../switch/decision.ts';
import { customerKeyOfPeer, isFull, mayVouchFor } from '../../trunks/find-trunk.ts';
import { lostChatOf } from '../absence/lost-session.ts';
import type { MessagingContext } from '../network/messaging-context.ts';
import type { OwnAddresses } from '../network/own-addresses.ts';

/** A customer who may write to a routing point. */
export interface AdmittedCustomer {
  /** Name of the account, or `user@host` of the From URI. */
  readonly address: string;
  /** Name of the account that he has proved to be, or for which a trusted peer vouches. */
  readonly account: string | null;
  /** The same for the same customer: an account over any flow, somebody anonymous on one alone. */
  readonly key: string;
  /** Empty when the From has none. */
  readonly displayName: string;
  readonly fromUri: string;
  readonly routingPoint: Dn;
}

/** Why a request that would begin something is refused: a SIP status. */
export interface AdmissionRefusal {
  readonly status: 403 | 404 | 416 | 480;
  readonly retryAfterSeconds?: number;
}

export const CLOSED_RETRY_SECONDS = 60;

/**
 * Who may write where (contract, "SIP answers"): only a From of our own domain names a DN or an account, and who sends it has
 * proved that he is it; any other From is an anonymous customer where the routing point allows that.
 */
export function admitCustomer(
  context: MessagingContext,
  received: Pick<ReceivedRequest, 'request' | 'flow' | 'identity'>,
): Result<AdmittedCustomer, AdmissionRefusal> {
  const { decision } = context;
  const { own } = context.network;
  const { request, flow, identity } = received;
  const target = parseUri(request.requestUri);
  const from = parseNameAddr(header(request, 'From') ?? '');
  if (!target.ok || !from.ok) return fail({ status: 404 });
  const number = own.isOwnUri(target.value) ? userOf(target.value) : undefined;
  const dn = number === undefined ? undefined : decision.configuration.findDn(number as Dn);
  if (dn === undefined || dn.type === 'virtualQueue' || dn.type === 'acdQueue' || dn.type === 'trunk')
    return fail({ status: 404 });
  if (dn.type === 'extension') return fail({ status: 403 });
  const account = accountOf(decision, own, from.value, identity);
  if (account === undefined || !isWelcome(dn, account, identity)) return fail({ status: 403 });
  const trunk = identity.kind === 'peer' ? decision.configuration.findTrunk(identity.name) : undefined;
  if (trunk !== undefined && !mayVouchFor(trunk, from.value.uri)) return fail({ status: 403 });
  const { uri, uriText, displayName } = from.value;
  const key =
    account ?? (identity.kind === 'peer' ? customerKeyOfPeer(uriText, identity.name) : `${uriText} ${flow.id}`);
  const customer: AdmittedCustomer = {
    address: account ?? own.identityOf(uri, userOf(uri)),
    account,
    key,
    displayName,
    fromUri: uriText,
    routingPoint: dn.number as Dn,
  };
  const isNew =
    decision.state.legIndex.ofCustomer(`${key} ${dn.number}`) === undefined &&
    lostChatOf(context, customer) === undefined;
  // Whoever writes there already may go on when it takes nobody new any more.
  const goesOn = request.method === 'MESSAGE' && !isNew;
  if (!goesOn && !isServed(decision, dn.number as Dn))
    return fail({ status: 480, retryAfterSeconds: CLOSED_RETRY_SECONDS });
  if (trunk !== undefined && isNew && isFull(decision.state, trunk, flow))
    return fail({ status: 480, retryAfterSeconds: CLOSED_RETRY_SECONDS });
  return succeed(customer);
}

/** The customer's account that a From of our domain names; null for any other From, undefined when it may not be so named. */
function accountOf(
  decision: Decision,
  own: OwnAddresses,
  from: NameAddr,
  identity: RequestIdentity,
): string | null | undefined {
  if (!own.claimsOurDomain(from.uri)) return null;
  const user = userOf(from.uri);
  if (identity.kind === 'nobody' || user === undefined) return undefined;
  if (identity.kind === 'account' && identity.name !== user) return undefined;
  return decision.configuration.findCustomer(user)?.name;
}

function isWelcome(dn: RoutingPointDn, account: string | null, identity: RequestIdentity): boolean {
  if (identity.kind === 'peer') return dn.trustedPeers !== false;
  return account === null ? dn.anonymous : dn.accounts !== false;
}
