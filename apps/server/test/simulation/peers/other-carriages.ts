import type { ConfigurationFile } from '@cordboard/shared/configuration/configuration-file';
import type { FakeClock } from '../../support/fakes/fake-clock.ts';
import type { SeededRandom } from '../../support/fakes/seeded-random.ts';
import type { LossyNetwork } from '../network/lossy-network.ts';
import { type ChunkObserver, MsrpStreams } from '../network/msrp-streams.ts';
import { MsrpTexts } from './msrp-texts.ts';
import { PageCustomer } from './page-customer.ts';
import { SessionCustomer } from './session-customer.ts';
import type { CarriedCustomer, SessionAbode } from './text-carriage.ts';
import { PEER_ADDRESSES, PEER_DOMAIN, TrunkPeer } from './trunk-peer.ts';

/** How many customers there are of each kind beside those in page mode and session mode. */
export interface OtherCustomers {
  readonly msrp: number;
  readonly trunkPage: number;
  readonly trunkSession: number;
  readonly trunkMsrp: number;
}

export const NO_OTHERS: OtherCustomers = { msrp: 0, trunkPage: 0, trunkSession: 0, trunkMsrp: 0 };

interface Surroundings {
  readonly clock: FakeClock;
  readonly network: LossyNetwork;
  readonly random: SeededRandom;
}

/** Customers over MSRP, and those of another domain behind a trunk, in page mode, in session mode and over MSRP. */
export class OtherCarriages {
  readonly streams: MsrpStreams;
  readonly peer: TrunkPeer;
  readonly texts: MsrpTexts[] = [];
  readonly pageCustomers: readonly PageCustomer[];
  readonly sessionCustomers: readonly SessionCustomer[];

  constructor(surroundings: Surroundings, counts: OtherCustomers, transport: 'UDP' | 'TCP', observe: ChunkObserver) {
    this.streams = new MsrpStreams(surroundings, observe);
    this.peer = new TrunkPeer(surroundings, transport);
    const carriage = (customer: CarriedCustomer) => {
      const texts = new MsrpTexts(customer, { ...surroundings, streams: this.streams });
      this.texts.push(texts);
      return texts;
    };
    const behindTrunk = { domain: PEER_DOMAIN, remoteAddress: PEER_ADDRESSES[0] };
    const many = <Item>(count: number, create: (number: number) => Item) =>
      Array.from({ length: count }, (_, at) => create(at + 1));
    const inSession = (count: number, abode: SessionAbode) =>
      many(count, (number) => new SessionCustomer(number, surroundings, abode));
    const page = { kind: 'partner', domain: PEER_DOMAIN, flow: this.peer.flow };
    this.pageCustomers = many(counts.trunkPage, (number) => new PageCustomer(number, surroundings, page));
    const behind = [
      ...inSession(counts.trunkSession, { kind: 'visitor', ...behindTrunk }),
      ...inSession(counts.trunkMsrp, { kind: 'relayed', ...behindTrunk, carriage }),
    ];
    this.sessionCustomers = [...inSession(counts.msrp, { kind: 'msrp', carriage }), ...behind];
    this.peer.serve([...this.pageCustomers, ...behind]);
  }
}

/** The trunk to the other domain. */
export function addTrunk(file: ConfigurationFile): void {
  file.directoryNumbers.push({
    type: 'trunk',
    number: '1901',
    contact: 'sip:one.partner.example',
    contacts: ['sip:two.partner.example'],
    domains: [PEER_DOMAIN],
    addresses: [...PEER_ADDRESSES],
    checkSeconds: 30,
  });
}
