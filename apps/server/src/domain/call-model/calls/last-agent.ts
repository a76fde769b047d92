import type { AgentId } from '@cordboard/shared/ids';
import { type Ordered, OrderedSet } from '../../../base/ordered-set.ts';
import type { RowIndex } from '../../../base/table.ts';
import { type Call, ownerOf } from './call.ts';
import { isObserver, type Party } from './party.ts';

/** Whom a customer talked to last. Its `id` is the customer's address. */
export interface LastAgent {
  readonly id: string;
  readonly agentId: AgentId;
  /** When their conversation was over, ms since 1970. */
  readonly at: number;
}

/** How long it is kept. */
export const LAST_AGENTS_KEPT_MS = 30 * 24 * 3600_000;
/** For how many customers; beyond it the oldest is forgotten. */
export const LAST_AGENTS_MAX = 20_000;

/** All who withhold their name share this host (RFC 3323 4.1.1.3): it tells nobody apart. */
const ANONYMOUS = /@anonymous\.invalid$/i;

/** The rows by age, so that the oldest are found at once. */
export class LastAgentsByAge implements RowIndex<LastAgent> {
  readonly #byAge = new OrderedSet<Ordered>();

  replace(before: LastAgent | undefined, after: LastAgent | undefined): void {
    if (before !== undefined) this.#byAge.remove(place(before));
    if (after !== undefined) this.#byAge.add(place(after));
  }

  /** The customer whose row is the first to be forgotten; undefined while there is room and nothing is too old. */
  surplus(now: number): string | undefined {
    const { first, size } = this.#byAge;
    if (first === undefined) return undefined;
    return size > LAST_AGENTS_MAX || first.order + LAST_AGENTS_KEPT_MS <= now ? first.id : undefined;
  }
}

function place({ id, at }: LastAgent): Ordered {
  return { rank: 0, order: at, id };
}

/** What to keep when `leaving` is about to leave the call; undefined when it is not his, or has no customer who can be told apart. */
export function lastAgentOf(call: Call, leaving: Party | undefined, now: number): LastAgent | undefined {
  if (call.customer === null || leaving === undefined || isObserver(leaving)) return undefined;
  const { address } = call.customer;
  if (ownerOf(call)?.dn !== leaving.dn || ANONYMOUS.test(address)) return undefined;
  return { id: address, agentId: leaving.agentId, at: now };
}
