import type { Flow } from '../../../protocols/sip/transport/sip-transport.ts';
import type { ChatBounds } from '../../admission/chats/chat-bounds.ts';
import type { Decision } from '../../switch/decision.ts';
import type { OwnAddresses } from './own-addresses.ts';

/** What messaging knows of the network; the same in every decision. */
export interface MessagingNetwork {
  /** `host:port` that goes into Via and Contact of what leaves on this flow. */
  sentBy(flow: Flow): string;
  /** What this server is called. */
  readonly own: OwnAddresses;
  /** Where MSRP connections come to; absent when MSRP is not served. */
  readonly msrp?: MsrpListeners;
  /** Ways to other domains; absent where there are no trunks. */
  readonly trunks?: TrunkWays;
  /** How many chats may be open; no bound without it. */
  readonly chatBounds?: ChatBounds;
}

export interface TrunkWays {
  /** The way to a trunk's peer; undefined while that is not there. */
  flowOf(number: string): Flow | undefined;
  /** The trunk whose peer sends from this address. */
  findPeer(address: string): string | undefined;
  /** How far apart the numbers (CSeq) of requests in a dialog on this flow are; undefined for one after the other. */
  cseqStepOn(flow: Flow): number | undefined;
}

/** How the connection of an MSRP session is carried. */
export type MsrpCarrier = 'tcp' | 'tls' | 'ws' | 'wss';

export interface MsrpAddress {
  readonly host: string;
  readonly port: number;
  /** Of the certificates that are shown there (RFC 8122). */
  readonly fingerprints?: readonly string[];
}

export interface MsrpListeners {
  /** Host (IPv6 in brackets) and port that go into our URI; undefined when this carrier is not served. */
  addressOf(carrier: MsrpCarrier): MsrpAddress | undefined;
}

/** A decision with the network over which its texts leave. */
export interface MessagingContext {
  readonly decision: Decision;
  readonly network: MessagingNetwork;
}
