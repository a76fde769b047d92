import type { FakeClock } from '../../support/fakes/fake-clock.ts';
import type { SeededRandom } from '../../support/fakes/seeded-random.ts';
import type { LossyNetwork } from '../network/lossy-network.ts';
import type { PageCustomer } from '../peers/page-customer.ts';
import type { SessionCustomer } from '../peers/session-customer.ts';
import type { SimulatedAgent } from '../peers/simulated-agent.ts';
import type { SimulatedServer } from '../peers/simulated-server.ts';

/** Who and what an act of the simulation may touch. */
export interface Stage {
  readonly random: SeededRandom;
  readonly clock: FakeClock;
  readonly network: LossyNetwork;
  readonly server: SimulatedServer;
  readonly pageCustomers: readonly PageCustomer[];
  readonly sessionCustomers: readonly SessionCustomer[];
  readonly agents: readonly SimulatedAgent[];
  /** When the server was killed or lost its store. */
  readonly breaks: number[];
  /** A number that no text had before. */
  nextText(): number;
  /** The server comes up again, or its store is repaired, at this time. */
  bootAt(time: number): void;
  repairAt(time: number): void;
}

/** Something that may happen next. */
export interface Act {
  readonly weight: number;
  readonly name: string;
  /** Says what it did; undefined when there was nothing to do. */
  readonly act: () => string | undefined;
}

/** An act of one of these, whoever it is. */
export function actOf<Item>({ random }: Stage, items: readonly Item[], act: (item: Item) => string | undefined) {
  return () => {
    const item = random.pick(items);
    return item === undefined ? undefined : act(item);
  };
}
