import { sourceOfAddress } from '../../base/source-of-address.ts';
import type { Table, TableIndex } from '../../base/table.ts';
import { type DialogId, dialogKey } from '../../protocols/sip/dialogs/dialog-id.ts';
import type { CustomerLeg } from './rows/leg.ts';

const OPEN = 'open';

/** Finds legs by what a SIP message says. */
export class LegIndex {
  readonly #byCustomer: TableIndex<CustomerLeg>;
  readonly #byDialog: TableIndex<CustomerLeg>;
  readonly #byFormerDialog: TableIndex<CustomerLeg>;
  readonly #byFlow: TableIndex<CustomerLeg>;
  /** Those whose customer has shown that he is at his flow. */
  readonly #byProvedFlow: TableIndex<CustomerLeg>;
  /** Open ones in page mode. */
  readonly #byPageSender: TableIndex<CustomerLeg>;
  readonly #byMsrpSession: TableIndex<CustomerLeg>;
  /** Sessions without an account whose customer is away, by his URI and the routing point. */
  readonly #waitingSessions: TableIndex<CustomerLeg>;
  readonly #open: TableIndex<CustomerLeg>;
  /** Open ones of anonymous customers, by source address. */
  readonly #anonymousBySource: TableIndex<CustomerLeg>;

  constructor(legs: Table<CustomerLeg>) {
    this.#byCustomer = legs.indexBy(({ addressing, connId }) =>
      addressing.kind === 'page' && connId !== null ? [addressing.customerKey] : [],
    );
    this.#byDialog = legs.indexBy(({ addressing }) =>
      addressing.kind === 'session' ? [dialogKey(addressing.dialog)] : [],
    );
    this.#byFormerDialog = legs.indexBy(({ addressing }) =>
      addressing.kind === 'session' ? addressing.formerDialogs.map(dialogKey) : [],
    );
    this.#byMsrpSession = legs.indexBy(msrpSessionsOf);
    this.#byFlow = legs.indexBy(({ flow }) => [flow.id]);
    this.#byProvedFlow = legs.indexBy((leg) => (hasProvedFlow(leg) ? [leg.flow.id] : []));
    this.#byPageSender = legs.indexBy(({ addressing, connId, flow }) =>
      addressing.kind === 'page' && connId !== null ? [pageSenderKey(senderOf(addressing.customerKey), flow.id)] : [],
    );
    this.#waitingSessions = legs.indexBy(({ addressing, connId, account, isAbsent, routingPoint }) =>
      addressing.kind === 'session' && connId !== null && account == null && isAbsent
        ? [`${addressing.dialog.remoteUri} ${routingPoint}`]
        : [],
    );
    this.#open = legs.indexBy(({ connId }) => (connId === null ? [] : [OPEN]));
    this.#anonymousBySource = legs.indexBy(({ connId, account, flow }) =>
      connId === null || account != null ? [] : [sourceOfAddress(flow.remoteAddress)],
    );
  }

  /** The open page-mode leg of a customer. */
  ofCustomer(customerKey: string): CustomerLeg | undefined {
    return this.#byCustomer.first(customerKey);
  }

  /** The leg of a dialog; tags as we see them. */
  ofDialog(id: DialogId): CustomerLeg | undefined {
    return this.#byDialog.first(dialogKey(id));
  }

  /** The leg that a Replaces means: by its dialog, or by one whose place that dialog took. */
  replacedBy(id: DialogId): CustomerLeg | undefined {
    return this.ofDialog(id) ?? this.#byFormerDialog.first(dialogKey(id));
  }

  /** The leg whose texts go over this MSRP session. */
  ofMsrpSession(sessionId: string): CustomerLeg | undefined {
    return this.#byMsrpSession.first(sessionId);
  }

  /** Open sessions of somebody without an account who is away. */
  waitingSessions(uri: string, routingPoint: string): readonly CustomerLeg[] {
    return this.#waitingSessions.get(`${uri} ${routingPoint}`);
  }

  /** How many legs use this flow. */
  countOnFlow(flowId: string): number {
    return this.#byFlow.count(flowId);
  }

  onFlow(flowId: string): readonly CustomerLeg[] {
    return this.#byFlow.get(flowId);
  }

  /** Whether a customer of ours has shown that he is at this flow; as quick however many share it. */
  isProvedFlow(flowId: string): boolean {
    return this.#byProvedFlow.count(flowId) > 0;
  }

  /** Whether somebody without an account has an open chat in page mode from this From URI on this flow; as quick however many share it. */
  hasPageSender(sender: string, flowId: string): boolean {
    return this.#byPageSender.count(pageSenderKey(sender, flowId)) > 0;
  }

  /** Customers whose chat is open. */
  get openCount(): number {
    return this.#open.count(OPEN);
  }

  /** Anonymous ones of the source that this address counts for. */
  openAnonymousOf(address: string): number {
    return this.#anonymousBySource.count(sourceOfAddress(address));
  }
}

/** By the password of his account, an acknowledged session, or a text that was taken there. */
function hasProvedFlow({ account, addressing, answeredOn, flow }: CustomerLeg): boolean {
  if (account != null || answeredOn === flow.id) return true;
  return addressing.kind === 'session' && addressing.session.name === 'confirmed';
}

/** The first word of a customer's key. */
function senderOf(customerKey: string): string {
  const end = customerKey.indexOf(' ');
  return end < 0 ? customerKey : customerKey.slice(0, end);
}

/** No URI holds a space. */
function pageSenderKey(sender: string, flowId: string): string {
  return `${sender} ${flowId}`;
}

/** The MSRP session of a leg, and the one that it offers; they may be the same. */
export function msrpSessionsOf({ addressing, calling }: CustomerLeg): readonly string[] {
  const inDialog = addressing.kind === 'session' ? [addressing.msrp, addressing.msrpOffer] : [];
  const sessions = [...inDialog, calling?.msrpOffer];
  return [...new Set(sessions.flatMap((one) => (one === undefined ? [] : [one.sessionId])))];
}
