import type { Dn } from '@cordboard/shared/ids';
import { fail, type Result, succeed } from '../../base/result.ts';
import { parseNameAddr } from '../../protocols/sip/grammar/parse-name-addr.ts';
import { parseUri } from '../../protocols/sip/grammar/parse-uri.ts';
import { header, type SipRequest } from '../../protocols/sip/message/message.ts';
import { userOf } from '../../protocols/sip/message/uri.ts';
import { isServed } from '../router/router.ts';
import type { Decision } from '../switch/decision.ts';
import type { OwnAddresses } from './own-addresses.ts';

/** A customer who may write to a routing point. */
export interface AdmittedCustomer {
  /** `user@host` of the From URI. */
  readonly address: string;
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
 * Who may write where (contract, "SIP answers"): only a From of our own domain can name a DN or an account, and nobody can
 * prove that yet; any other From is an anonymous customer where the routing point allows that.
 */
export function admitCustomer(
  decision: Decision,
  own: OwnAddresses,
  request: SipRequest,
): Result<AdmittedCustomer, AdmissionRefusal> {
  const target = parseUri(request.requestUri);
  const from = parseNameAddr(header(request, 'From') ?? '');
  if (!target.ok || !from.ok) return fail({ status: 404 });
  const number = own.isOwnUri(target.value) ? userOf(target.value) : undefined;
  const dn = number === undefined ? undefined : decision.configuration.findDn(number as Dn);
  if (dn === undefined || dn.type === 'virtualQueue' || dn.type === 'acdQueue') return fail({ status: 404 });
  if (own.claimsOurDomain(from.value.uri) || dn.type === 'extension') return fail({ status: 403 });
  if (!dn.anonymous) return fail({ status: 403 });
  if (!isServed(decision, dn.number as Dn)) return fail({ status: 480, retryAfterSeconds: CLOSED_RETRY_SECONDS });
  return succeed({
    address: own.identityOf(from.value.uri, userOf(from.value.uri)),
    displayName: from.value.displayName,
    fromUri: from.value.uriText,
    routingPoint: dn.number as Dn,
  });
}
