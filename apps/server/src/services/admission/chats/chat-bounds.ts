import { sourceOfAddress } from '../../../base/source-of-address.ts';
import type { Flow } from '../../../protocols/sip/transport/sip-transport.ts';
import type { RequestIdentity } from '../../../protocols/sip/user-agent/request-handler.ts';
import type { ChatLimit } from '../../switch/effects/messaging-effect.ts';
import type { LegIndex } from '../../switch/leg-index.ts';

/** How many chats may be open at once, waiting ones included; 0 means no bound. */
export interface ChatBounds {
  readonly max: number;
  /** Of anonymous customers of one source address. */
  readonly maxOfSource: number;
  /** Addresses whose customers count only in all. */
  readonly isTrusted: (address: string) => boolean;
}

/** So many seconds' worth of a source's requests may be its open chats. */
const CHATS_PER_RATE = 10;

export interface ChatBoundsOptions {
  readonly max: number;
  readonly requestsPerSecondOfSource: number;
  readonly trustedAddresses: readonly string[];
}

/** The bounds that go with a rate per source. */
export function createChatBounds(options: ChatBoundsOptions): ChatBounds {
  const trusted = new Set(options.trustedAddresses.map(sourceOfAddress));
  return {
    max: options.max,
    maxOfSource: CHATS_PER_RATE * options.requestsPerSecondOfSource,
    isTrusted: (address) => trusted.has(sourceOfAddress(address)),
  };
}

/** The bound that keeps this customer from beginning a chat. Counted are recorded rows, so that it is right after a restart. */
export function reachedBound(
  bounds: ChatBounds,
  open: Pick<LegIndex, 'openCount' | 'openAnonymousOf'>,
  { account, flow, identity }: { account: string | null; flow: Flow; identity: RequestIdentity },
): ChatLimit | undefined {
  if (bounds.max > 0 && open.openCount >= bounds.max) return 'chats';
  if (bounds.maxOfSource === 0 || account !== null || identity.kind === 'peer') return undefined;
  if (bounds.isTrusted(flow.remoteAddress)) return undefined;
  return open.openAnonymousOf(flow.remoteAddress) >= bounds.maxOfSource ? 'chats-of-source' : undefined;
}
