import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isAllowedOrigin } from '../edges/gateway/allowed-origin.ts';
import { MsrpTransports } from '../edges/msrp-transports/msrp-transports.ts';
import { SipTransports } from '../edges/sip-transports/sip-transports.ts';
import { readTrusted } from '../edges/tls/open-certificates.ts';
import type { Foundation } from './foundation.ts';

export interface Transports {
  readonly transports: SipTransports;
  readonly msrpTransports: MsrpTransports;
}

/** The sockets of SIP and MSRP; both judge in the same way who may connect. Nothing is bound yet. */
export async function createTransports(foundation: Foundation): Promise<Transports> {
  const { environment, logger, clock, certificates, proxies, connectionRate } = foundation;
  const trusted = await readTrusted(environment.tlsTrusted);
  const connecting = {
    certificates,
    clientCertificates: { clientIdentity: (isKnown: boolean) => certificates.clientIdentity(isKnown), trusted },
    clock,
    logger,
    isAllowedOrigin: (origin: string | undefined, request: IncomingMessage) =>
      isAllowedOrigin(origin, proxies.hostOf(request)),
    clientOf: (request: IncomingMessage) => proxies.clientOf(request),
    admits: (address: string) => connectionRate.admits(address),
  };
  return {
    transports: new SipTransports({ ...connecting, bootId: randomBytes(6).toString('hex') }),
    msrpTransports: new MsrpTransports({ ...connecting, bootId: randomBytes(6).toString('hex') }),
  };
}
