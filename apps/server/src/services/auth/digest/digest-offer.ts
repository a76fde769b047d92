import { header } from '../../../protocols/sip/message/message.ts';
import type { IncomingRequest } from '../../../protocols/sip/transactions/incoming-request.ts';
import { buildChallenge, type DigestAlgorithm } from '../../../protocols/sip/user-agent/digest.ts';

/** SIPp names no User-Agent unless its scenario does; its branches and the From tags of its scenarios look so. */
const SIPP_BRANCH = /^z9hG4bK-\d+-\d+-\d+$/;
const SIPP_TAG = /SIPpTag/;

/** The algorithms that a client is offered, the preferred one first: some fail when SHA-256 is offered at all. */
export function algorithmsFor(
  incoming: IncomingRequest,
  md5OnlyClients: readonly string[],
): readonly DigestAlgorithm[] {
  const userAgent = header(incoming.request, 'User-Agent')?.trim().toLowerCase();
  const isOld =
    userAgent === undefined
      ? (SIPP_TAG.test(incoming.fromTag) || SIPP_BRANCH.test(incoming.branch)) &&
        md5OnlyClients.some((name) => name.toLowerCase() === 'sipp')
      : md5OnlyClients.some((name) => userAgent.startsWith(name.toLowerCase()));
  return isOld ? ['MD5'] : ['SHA-256', 'MD5'];
}

/** RFC 8760 2.3: the same challenge once per algorithm. */
export function challengesOf(
  algorithms: readonly DigestAlgorithm[],
  challenge: { readonly realm: string; readonly nonce: string; readonly isStale: boolean },
) {
  return algorithms.map((algorithm) => ({
    name: 'WWW-Authenticate',
    value: buildChallenge({ ...challenge, algorithm, qop: ['auth'] }),
  }));
}
