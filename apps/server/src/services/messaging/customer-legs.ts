import type { Dn, MessageId } from '@cordboard/shared/ids';
import { required } from '../../base/assert.ts';
import type { CustomerLegPort, DialledAddress } from '../../domain/call-model/call-model.ts';
import type { Call } from '../../domain/call-model/calls/call.ts';
import { noteUnheard, type TextOutcome } from '../../domain/call-model/operations/receipts.ts';
import type { ReceiptRequest } from '../../domain/call-model/texts/text.ts';
import { parseUri } from '../../protocols/sip/grammar/header-fields/parse-uri.ts';
import { type Uri, userOf } from '../../protocols/sip/message/uri.ts';
import { bindingOfGruu, isGruu } from '../switch/gruus.ts';
import type { Binding } from '../switch/rows/binding.ts';
import type { CustomerLeg } from '../switch/rows/leg.ts';
import { harmlessText } from './bodies/harmless-text.ts';
import { splitText } from './bodies/split-text.ts';
import { findWay, type Way, wayByBinding } from './calling/find-way.ts';
import { inviteCustomer, type PageLeg, withdrawCall } from './calling/invite-customer.ts';
import { rememberCustomer } from './calling/recent-customers.ts';
import { startIdleTime } from './legs/leg-deadlines.ts';
import { newLeg } from './legs/new-leg.ts';
import type { MessagingContext } from './network/messaging-context.ts';
import { tellComposing, withoutComposing } from './notices/composing.ts';
import { awaitReceipts } from './notices/late-receipts.ts';
import { tellOutcome } from './notices/receipts.ts';
import { closeLeg, isDone } from './sending/close-leg.ts';
import { enqueue, sendNext } from './sending/outbox.ts';
import { textItems } from './sending/text-items.ts';
import { bodyBytesMax } from './sending/text-room.ts';

/** The customer legs as call control sees them within one decision. */
export class CustomerLegs implements CustomerLegPort {
  readonly #context: MessagingContext;
  /** The one client that was dialled; without a binding it is not registered any more. */
  #client: { readonly account: string; readonly binding: Binding | undefined } | undefined;

  constructor(context: MessagingContext) {
    this.#context = context;
  }

  sendText(legId: string, messageId: MessageId, prefix: string, text: string): void {
    const leg = this.#context.decision.state.legs.get(legId);
    if (leg === undefined) return;
    const before = harmlessText(prefix);
    // Whoever is a person has a prefix.
    const writer = prefix === '' ? ({ isAutomatic: true } as const) : { prefixLength: before.length };
    const bodies = splitText(before, harmlessText(text), bodyBytesMax(leg));
    const items = textItems(messageId, bodies, writer);
    sendNext(this.#context, enqueue(this.#context, withoutComposing(leg), items));
  }

  showComposing(legId: string, dn: Dn, state: 'active' | 'idle'): void {
    const leg = this.#context.decision.state.legs.get(legId);
    if (leg !== undefined) tellComposing(this.#context, leg, dn, state);
  }

  tellOutcome(legId: string, asks: ReceiptRequest, outcome: TextOutcome): void {
    const leg = this.#context.decision.state.legs.get(legId);
    if (leg !== undefined) tellOutcome(this.#context, leg, asks, outcome);
  }

  identify(dialled: string): DialledAddress | undefined {
    const { own } = this.#context.network;
    const uri = parseUri(/^[a-z][a-z0-9+.-]*:/i.test(dialled) ? dialled : `sip:${dialled}`);
    if (!uri.ok) return undefined;
    const user = userOf(uri.value);
    if (own.claimsOurDomain(uri.value) && isGruu(uri.value)) return this.#identifyClient(uri.value);
    if (own.claimsOurDomain(uri.value)) return user === undefined ? undefined : { whose: 'ours', user };
    return { whose: 'customer', address: own.identityOf(uri.value, user) };
  }

  /** A GRUU: the account is called at this client and nowhere else, by what this decision still does. */
  #identifyClient(uri: Uri): DialledAddress | undefined {
    const { decision } = this.#context;
    const binding = bindingOfGruu(decision.state, uri, decision.now);
    const user = binding?.aor ?? userOf(uri);
    if (user === undefined) return undefined;
    this.#client = { account: user, binding };
    return { whose: 'ours', user };
  }

  wayTo(address: string): { readonly routingPoint: Dn } | undefined {
    return this.#findWay(address);
  }

  #findWay(address: string): Way | undefined {
    if (this.#client?.account !== address) return findWay(this.#context, address);
    const { binding } = this.#client;
    return binding === undefined ? undefined : wayByBinding(this.#context, binding);
  }

  open(call: Call, legId: string, address: string): void {
    this.#open(call, legId, address);
  }

  call(call: Call, legId: string, address: string): 'rings' | 'isOpen' {
    const { leg, way } = this.#open(call, legId, address);
    return inviteCustomer(this.#context, leg, way) ? 'rings' : 'isOpen';
  }

  #open(call: Call, legId: string, address: string): { readonly leg: PageLeg; readonly way: Way } {
    const { decision } = this.#context;
    const way = required(this.#findWay(address), `way to ${address}`);
    const { routingPoint, flow, addressing } = way;
    decision.state.recentCustomers.remove(address);
    const account = decision.configuration.findCustomer(address)?.name ?? null;
    const others = decision.state.bindingsByAor.get(address).map((binding) => binding.flow.id);
    const elsewhere = this.#client?.account === address ? { triedFlows: others } : {};
    const leg: PageLeg = { ...newLeg(decision, call, legId), routingPoint, flow, addressing, account, ...elsewhere };
    decision.state.legs.put(leg);
    startIdleTime(decision, legId);
    return { leg, way };
  }

  end(legId: string): void {
    const { decision } = this.#context;
    const open = decision.state.legs.get(legId);
    if (open === undefined || open.connId === null) return;
    const call = decision.calls.get(open.connId);
    if (call !== undefined) noteUnheard(decision, call);
    const leg = required(decision.state.legs.get(legId), legId);
    decision.cancelDeadline('legIdle', leg.id);
    const address = addressOf(this.#context, leg);
    if (call !== undefined) awaitReceipts(this.#context, leg, call);
    if (address !== undefined) rememberCustomer(this.#context, leg, address);
    if (leg.calling !== undefined && leg.calling.isCancelled !== true) {
      withdrawCall(this.#context, leg);
      return;
    }
    const ended: CustomerLeg = { ...leg, connId: null };
    if (leg.addressing.kind === 'session') {
      sendNext(this.#context, enqueue(this.#context, ended, [{ kind: 'bye' }]));
    } else if (isDone(ended)) {
      closeLeg(this.#context, leg);
    } else {
      this.#context.decision.state.legs.put(ended);
    }
  }
}

/** Whose leg it is: the customer's, or that of somebody outside to whom he was routed. */
function addressOf({ decision }: MessagingContext, leg: CustomerLeg): string | undefined {
  const call = leg.connId === null ? undefined : decision.calls.get(leg.connId);
  return call?.external?.legId === leg.id ? call.external.address : call?.customer?.address;
}
