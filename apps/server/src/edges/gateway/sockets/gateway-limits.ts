import type { PersonRole } from '@cordboard/shared/configuration/configuration-file';
import type { Rate } from './token-bucket.ts';

export interface GatewayLimits {
  /** Largest packet that a client may send. */
  readonly packetBytesMax: number;
  readonly socketsMax: number;
  readonly socketsPerPersonMax: number;
  /** What may wait for one slow client. */
  readonly waitingBytesMax: number;
  readonly waitingPacketsMax: number;
  /** What may wait for all clients together; beyond it those with more than `fairShareBytes` are ended. */
  readonly waitingBytesOfAllMax: number;
  readonly fairShareBytes: number;
  /** Requests of one socket. */
  readonly requestRate: Readonly<Record<PersonRole, Rate>>;
  /** How often a client of the desk channel may ask for a view. */
  readonly watchRate: Rate;
  /** How often a client of the stat server may open and close statistics. */
  readonly statisticRate: Rate;
  /** Requests beyond the rate that are still answered before the socket is ended. */
  readonly refusalsMax: number;
}

const person: Rate = { perSecond: 50, burst: 200 };

export const defaultGatewayLimits: GatewayLimits = {
  packetBytesMax: 128 * 1024,
  socketsMax: 10_000,
  socketsPerPersonMax: 20,
  waitingBytesMax: 8 * 1024 * 1024,
  waitingPacketsMax: 20_000,
  waitingBytesOfAllMax: 128 * 1024 * 1024,
  fairShareBytes: 256 * 1024,
  requestRate: {
    agent: person,
    supervisor: person,
    administrator: person,
    application: { perSecond: 2000, burst: 4000 },
  },
  watchRate: { perSecond: 1, burst: 10 },
  statisticRate: { perSecond: 100, burst: 1000 },
  refusalsMax: 500,
};
