import type { Counters } from '../../../base/counters.ts';
import type { Flow } from '../../../protocols/sip/transport/sip-transport.ts';
import { buildResponse } from '../../../protocols/sip/user-agent/build-response.ts';
import type { ReceivedRequest, RequestHandler } from '../../../protocols/sip/user-agent/request-handler.ts';
import { Standing } from '../../admission/standing.ts';
import { flowLost } from '../../messaging/absence/registered-customers.ts';
import { forgetCustomersOn } from '../../messaging/calling/recent-customers.ts';
import type { MessagingContext } from '../../messaging/network/messaging-context.ts';
import type { Draft } from '../../recorder/draft.ts';
import type { Recorder } from '../../recorder/recorder.ts';
import { forgetBindingsOn } from '../../registrar/change-bindings.ts';
import type { Effect } from '../../switch/effects/effects.ts';
import type { SwitchState } from '../../switch/switch-state.ts';
import { receiveSip } from './receive-sip.ts';

export interface SipDoorParts {
  readonly state: SwitchState;
  readonly recorder: Pick<Recorder<Effect>, 'submit' | 'isBehind'>;
  readonly counters: Counters;
  context(draft: Draft<Effect>): MessagingContext;
  /** An input that nobody waits for an answer to. */
  decide(what: string, decide: (context: MessagingContext) => void): void;
}

/** How long the sender of a refused request is asked to wait while nothing can be stored. */
const STORE_RETRY_SECONDS = 5;
const retryAfterStore = [{ name: 'Retry-After', value: String(STORE_RETRY_SECONDS) }];
/** Methods by which somebody who is not being served may begin something. ACK and CANCEL are never refused. */
const begins: ReadonlySet<string> = new Set(['INVITE', 'MESSAGE', 'REGISTER', 'SUBSCRIBE', 'PUBLISH']);

/** The SIP door: what the stack hands up becomes inputs. */
export function createSipHandler(parts: SipDoorParts): RequestHandler {
  const standing = new Standing(parts.state);
  return {
    receiveRequest: (received) => receive(parts, standing, received),
    flowClosed: (flow) => flowClosed(parts, flow),
  };
}

function receive({ recorder, counters, context }: SipDoorParts, standing: Standing, received: ReceivedRequest): void {
  if (recorder.isBehind && begins.has(received.request.method) && !standing.isServed(received)) {
    counters.count('sip_rate_limited', { decision: 'refuse', limit: 'store' });
    received.respond(buildResponse(received.request, 503, { headers: retryAfterStore }));
    return;
  }
  recorder.submit({
    what: `SIP ${received.request.method}`,
    decide: (draft) => receiveSip(context(draft), received),
    abandoned: (why) => {
      const response =
        why === 'failed'
          ? buildResponse(received.request, 500)
          : buildResponse(received.request, 503, { headers: retryAfterStore });
      received.respond(response);
    },
  });
}

function flowClosed({ state, decide }: SipDoorParts, flow: Flow): void {
  const { legIndex, recentCustomersByFlow, bindingsByFlow } = state;
  const others = recentCustomersByFlow.count(flow.id) + bindingsByFlow.count(flow.id);
  if (legIndex.countOnFlow(flow.id) + others === 0) return;
  decide('flow closed', (context) => {
    forgetBindingsOn(context, flow);
    for (const leg of legIndex.onFlow(flow.id)) flowLost(context, leg);
    forgetCustomersOn(context, flow);
  });
}
