import type { ConnId } from '@cordboard/shared/ids';
import type { DecisionRecord } from '@cordboard/shared/routing/decision-record';
import type { DnEvent } from '@cordboard/shared/tlib/events';
import type { RecordedDocument } from '../recorder/ports.ts';
import type { CustomerPlan } from './load.ts';
import type { CentreObserver } from './simulated-centre.ts';

/** What became of one customer. Times in ms since 1970. */
export interface BookedInteraction {
  readonly plan: CustomerPlan;
  readonly cameAt: number;
  /** First offered to an agent. */
  offeredAt: number | null;
  answeredAt: number | null;
  answeredOn: string | null;
  endedAt: number | null;
  /** `customer`, `system` or a DN. */
  endedBy: string | null;
}

/** One stay in a virtual queue. */
export interface QueueStay {
  readonly virtualQueue: string;
  readonly connId: string;
  readonly enteredAt: number;
  leftAt: number | null;
  how: 'diverted' | 'abandoned' | null;
}

/** Writes down what happens to the interactions of a simulation. */
export class InteractionBook implements CentreObserver {
  readonly #isAgent: (dn: string) => boolean;
  readonly #now: () => number;
  readonly #interactions = new Map<string, BookedInteraction>();
  readonly #stays: QueueStay[] = [];
  readonly #openStays = new Map<string, QueueStay>();
  readonly #longest = new Map<string, { now: number; most: number }>();
  readonly decisions: { readonly connId: ConnId; readonly record: DecisionRecord }[] = [];
  readonly #keepsDecisions: boolean;
  #open = 0;

  constructor(options: {
    readonly now: () => number;
    readonly isAgent: (dn: string) => boolean;
    /** All decisions, not only those that failed. */
    readonly keepsDecisions: boolean;
  }) {
    this.#now = options.now;
    this.#isAgent = options.isAgent;
    this.#keepsDecisions = options.keepsDecisions;
  }

  get interactions(): readonly BookedInteraction[] {
    return [...this.#interactions.values()];
  }

  get stays(): readonly QueueStay[] {
    return this.#stays;
  }

  /** Interactions that have not ended. */
  get openCount(): number {
    return this.#open;
  }

  find(connId: string): BookedInteraction | undefined {
    return this.#interactions.get(connId);
  }

  longest(virtualQueue: string): number {
    return this.#longest.get(virtualQueue)?.most ?? 0;
  }

  open(connId: ConnId, plan: CustomerPlan, cameAt: number): void {
    const nothing = { offeredAt: null, answeredAt: null, answeredOn: null, endedAt: null, endedBy: null };
    this.#interactions.set(connId, { plan, cameAt, ...nothing });
    this.#open += 1;
  }

  /** Whether the customer is there and nobody has answered him. */
  isWaiting(connId: ConnId): boolean {
    const interaction = this.#interactions.get(connId);
    return interaction !== undefined && interaction.answeredAt === null && interaction.endedAt === null;
  }

  event(event: DnEvent): void {
    if (!('connID' in event) || event.connID === undefined) return;
    const interaction = this.#interactions.get(event.connID);
    if (interaction === undefined) return;
    switch (event.name) {
      case 'EventRinging':
        if (this.#isAgent(event.thisDN)) interaction.offeredAt ??= this.#now();
        return;
      case 'EventEstablished':
        if (interaction.answeredAt !== null || !this.#isAgent(event.thisDN)) return;
        interaction.answeredAt = this.#now();
        interaction.answeredOn = event.thisDN;
        return;
      case 'EventQueued':
        this.#enter(event.thisDN, event.connID);
        return;
      case 'EventDiverted':
        this.#leave(event.thisDN, event.connID, 'diverted');
        return;
      case 'EventAbandoned':
        this.#leave(event.thisDN, event.connID, 'abandoned');
        return;
    }
  }

  document({ kind, connId, body }: RecordedDocument): void {
    if (kind === 'decision' && (this.#keepsDecisions || body.includes('"failure"'))) {
      this.decisions.push({ connId, record: JSON.parse(body) as DecisionRecord });
    }
    const interaction = this.#interactions.get(connId);
    if (kind !== 'interaction' || interaction === undefined || interaction.endedAt !== null) return;
    const { endedBy } = JSON.parse(body) as { readonly endedBy: string };
    interaction.endedAt = this.#now();
    interaction.endedBy = endedBy;
    this.#open -= 1;
  }

  #enter(virtualQueue: string, connId: string): void {
    const stay: QueueStay = { virtualQueue, connId, enteredAt: this.#now(), leftAt: null, how: null };
    this.#stays.push(stay);
    this.#openStays.set(`${connId} ${virtualQueue}`, stay);
    const length = this.#longest.get(virtualQueue) ?? { now: 0, most: 0 };
    length.now += 1;
    length.most = Math.max(length.most, length.now);
    this.#longest.set(virtualQueue, length);
  }

  #leave(virtualQueue: string, connId: string, how: 'diverted' | 'abandoned'): void {
    const stay = this.#openStays.get(`${connId} ${virtualQueue}`);
    if (stay === undefined) return;
    this.#openStays.delete(`${connId} ${virtualQueue}`);
    stay.leftAt = this.#now();
    stay.how = how;
    const length = this.#longest.get(virtualQueue);
    if (length !== undefined) length.now -= 1;
  }
}
