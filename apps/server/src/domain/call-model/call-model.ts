import type { ConnId, Dn, MessageId } from '@cordboard/shared/ids';
import type { DnEvent, UnnumberedEvent } from '@cordboard/shared/tlib/events';
import type { Random } from '../../base/random.ts';
import type { Table } from '../../base/table.ts';
import type { AgentModel } from '../agents/agent-model.ts';
import type { Seat } from '../agents/seat.ts';
import type { Call } from './calls/call.ts';
import type { LastAgent } from './calls/last-agent.ts';
import type { WrapUp } from './calls/wrap-up.ts';
import type { DeadlineKind } from './deadline.ts';
import type { AssistanceRequest } from './supervision/assistance-request.ts';
import type { AuditEntry } from './supervision/audit-entry.ts';
import type { Monitoring } from './supervision/monitoring.ts';
import type { ReceiptRequest, Text } from './texts/text.ts';
import type { Transcripts } from './texts/transcripts.ts';

/** Whom an address means. */
export type DialledAddress =
  | { readonly whose: 'customer'; readonly address: string }
  | { readonly whose: 'ours'; readonly user: string };

/** The SIP or MSRP side of a customer, whatever its carriage. */
export interface CustomerLegPort {
  /** Queues a text for the customer; `prefix` stands before each message that the text has to be cut into. */
  sendText(legId: string, messageId: MessageId, prefix: string, text: string): void;
  /** Tells the customer's client, when it takes that, that this agent writes or has stopped. */
  showComposing(legId: string, dn: Dn, state: 'active' | 'idle'): void;
  /** Tells the customer's client what became of a text of his. */
  tellOutcome(legId: string, asks: ReceiptRequest, outcome: 'delivered' | 'displayed' | 'failed'): void;
  /** Ends the leg once everything queued was sent. */
  end(legId: string): void;
  /** What somebody has dialled: a customer's address, or a name in our own domain; undefined when it is no address. */
  identify(dialled: string): DialledAddress | undefined;
  /** The routing point over which the customer of this address was in touch lately; undefined when he cannot be reached. */
  wayTo(address: string): { readonly routingPoint: Dn } | undefined;
  /** A leg to somebody who can be reached, who is written to at once. */
  open(call: Call, legId: string, address: string): void;
  /** The same for a call that an agent begins; it may ring first, and then the answer says that it is established. */
  call(call: Call, legId: string, address: string): 'rings' | 'isOpen';
}

/**
 * What one decision on calls and agents may read and change. Nothing here does I/O: tables and events are recorded by the
 * caller, who hands in the time and the randomness.
 */
export interface CallModel extends AgentModel {
  readonly random: Random;
  readonly calls: Table<Call>;
  /** Supervisors' subscriptions. */
  readonly monitorings: Table<Monitoring>;
  /** Agents' requests for help. */
  readonly assistanceRequests: Table<AssistanceRequest>;
  readonly transcripts: Transcripts;
  readonly customerLegs: CustomerLegPort;
  /** Calls with a party on this DN, in the order in which they came. */
  callsOnDn(dn: Dn): readonly Call[];
  /** Who works on the DN, logged in as an agent or a supervisor without a login; and all who do. */
  seatOn(dn: Dn): Seat | undefined;
  seats(): Iterable<Seat>;
  /** Subscriptions to the agent on this DN, and those of the supervisor on this DN, oldest first. */
  monitoringsOfAgent(dn: Dn): readonly Monitoring[];
  monitoringsOfSupervisor(dn: Dn): readonly Monitoring[];
  assistanceInCall(connId: ConnId): readonly AssistanceRequest[];
  nextCallId(): number;
  /** What `publish` does, for an event that tells the text just recorded: besides the text it holds only what the call's row says. */
  tellText(call: Call, text: Text, event: UnnumberedEvent): DnEvent;
  /** Distributes an event that nobody needs later: neither stored nor numbered. */
  show(event: UnnumberedEvent): void;
  recordText(text: Text): void;
  /** A text's newer state takes the place of the one that was recorded. */
  replaceText(text: Text): void;
  /** Keeps what was done by way of supervision. */
  recordAudit(entry: AuditEntry): void;
  recordInteraction(connId: ConnId, summary: object): void;
  setDeadline(kind: DeadlineKind, subject: string, durationMs: number): void;
  cancelDeadline(kind: DeadlineKind, subject: string): void;
  /** The call is over for an agent, who may still have to finish something about it. */
  keepWrapUp(wrapUp: WrapUp): void;
  /** Keeps whom a customer talked to last. */
  keepLastAgent(lastAgent: LastAgent): void;
  /** A call that is about to end waits on a routing point no more: EventAbandoned there, when it does wait. */
  leaveRouting(call: Call): void;
}
