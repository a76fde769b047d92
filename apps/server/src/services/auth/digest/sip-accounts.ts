import type { DigestSecret } from '@cordboard/shared/configuration/sip-password';
import type { Dn } from '@cordboard/shared/ids';
import type { Configuration } from '../../../domain/configuration/configuration.ts';
import { hashA1 } from '../../../protocols/sip/user-agent/digest.ts';

/** What is kept of a SIP password. */
export function digestSecretOf(userName: string, realm: string, password: string): DigestSecret {
  return {
    md5: hashA1('MD5', userName, realm, password),
    sha256: hashA1('SHA-256', userName, realm, password),
  };
}

/** Somebody of ours who can prove over SIP who he is: a customer with an account, or a DN with a SIP endpoint. */
export interface SipAccount {
  readonly kind: 'customer' | 'dn';
  /** The user part of his address. */
  readonly name: string;
  readonly digest: DigestSecret;
}

/** The account of this name; undefined also for DNs whose IMs do not go over SIP. */
export function findSipAccount(configuration: Configuration, name: string): SipAccount | undefined {
  const customer = configuration.findCustomer(name);
  if (customer?.digest !== undefined) return { kind: 'customer', name: customer.name, digest: customer.digest };
  const dn = configuration.findExtension(name as Dn);
  if (dn?.digest === undefined || dn.options['sip-signaling-chat'] !== true) return undefined;
  return { kind: 'dn', name: dn.number, digest: dn.digest };
}
