import type { Clock } from '../../../base/clock.ts';
import { sourceOfAddress } from '../../../base/source-of-address.ts';
import { dialogIdOf, dialogKey } from '../../../protocols/sip/dialogs/dialog-id.ts';
import type { Uri } from '../../../protocols/sip/message/uri.ts';
import type { IncomingRequest } from '../../../protocols/sip/transactions/incoming-request.ts';
import type { GuardDirectory } from '../../auth/digest/digest-guard.ts';
import { findSipAccount, type SipAccount } from '../../auth/digest/sip-accounts.ts';
import type { OwnAddresses } from '../../messaging/network/own-addresses.ts';
import { inviteKeyOf, requestKey, senderOf } from '../../messaging/requests/request-key.ts';
import { DIGEST_SECRET } from '../../switch/rows/secret.ts';
import type { SwitchState } from '../../switch/switch-state.ts';

export interface SipGuardDirectoryOptions {
  /** The switch may be built after the stack that asks. */
  readonly state: () => SwitchState;
  readonly own: OwnAddresses;
  readonly sipDomain: string;
  readonly clock: Clock;
  /** The trunk whose peer sends from this address. */
  readonly findTrunkPeer?: (address: string) => string | undefined;
}

/** What the guard of the SIP stack reads of the switch. It changes nothing. */
export class SipGuardDirectory implements GuardDirectory {
  readonly #options: SipGuardDirectoryOptions;

  constructor(options: SipGuardDirectoryOptions) {
    this.#options = options;
  }

  get realm(): string {
    return this.#configuration.file.switch.realm ?? this.#options.sipDomain;
  }

  get md5OnlyClients(): readonly string[] {
    return this.#configuration.tenant.options['md5-only-clients'];
  }

  get isQopOptional(): boolean {
    return this.#configuration.tenant.options['digest-without-qop'];
  }

  get secret(): string | undefined {
    return this.#state.secrets.get(DIGEST_SECRET)?.value;
  }

  findAccount(name: string): SipAccount | undefined {
    return findSipAccount(this.#configuration, name);
  }

  findPeer(address: string): string | undefined {
    const trunk = this.#options.findTrunkPeer?.(address);
    if (trunk !== undefined) return trunk;
    const { trustedPeers } = this.#configuration.file;
    if (trustedPeers.length === 0) return undefined;
    const source = sourceOfAddress(address);
    return trustedPeers.find(({ addresses }) => addresses.some((own) => sourceOfAddress(own) === source))?.name;
  }

  claimsOurDomain(uri: Uri): boolean {
    return this.#options.own.claimsOurDomain(uri);
  }

  isOwnUri(uri: Uri): boolean {
    return this.#options.own.isOwnUri(uri);
  }

  isWithinDialog(incoming: IncomingRequest): boolean {
    const id = dialogIdOf(incoming);
    if (id === undefined) return false;
    const endpoint = this.#state.endpointLegsByDialog.first(dialogKey(id));
    if (endpoint !== undefined) return this.#state.bindings.get(endpoint.bindingId)?.flow.id === incoming.flow.id;
    const subscription = this.#state.subscriptions.get(id.localTag);
    if (subscription?.dialog.callId === id.callId) return subscription.flow.id === incoming.flow.id;
    const leg = this.#state.legIndex.ofDialog(id);
    return leg === undefined || leg.flow.id === incoming.flow.id;
  }

  wasTaken(incoming: IncomingRequest, account: string): boolean {
    const { sipAnswers, legIndex, endpointLegsByDialog } = this.#state;
    const { callId, fromTag, request, flow } = incoming;
    const identity = { kind: 'account', name: account } as const;
    const received = { callId, fromTag, cseq: incoming.cseqNumber, request, flow, identity };
    const id = dialogIdOf(incoming);
    const sender =
      id === undefined ? senderOf(received) : (legIndex.ofDialog(id) ?? endpointLegsByDialog.first(dialogKey(id)))?.id;
    if (sender === undefined) return false;
    const isInvite = request.method === 'INVITE' && id === undefined;
    const key = isInvite ? inviteKeyOf(sipAnswers, received) : requestKey(sipAnswers, sender, received);
    return sipAnswers.find(key, this.#options.clock.now()) !== undefined;
  }

  get #state(): SwitchState {
    return this.#options.state();
  }

  get #configuration() {
    return this.#state.configuration;
  }
}
