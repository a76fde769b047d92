import { dialogIdOf } from '../../protocols/sip/dialogs/dialog-id.ts';
import { readReplaces } from '../../protocols/sip/dialogs/replaces.ts';
import { parseNameAddr } from '../../protocols/sip/grammar/header-fields/parse-name-addr.ts';
import { header, type SipRequest } from '../../protocols/sip/message/message.ts';
import type { NameAddr } from '../../protocols/sip/message/name-addr.ts';
import type { Flow } from '../../protocols/sip/transport/sip-transport.ts';
import type { SwitchState } from '../switch/switch-state.ts';

/** What must be known of a request to say whose it is. */
export interface RequestOfSomebody {
  readonly request: SipRequest;
  readonly flow: Flow;
  readonly callId: string;
  readonly fromTag: string;
  readonly toTag: string | undefined;
  /** The From value, where it was read already. */
  readonly from?: NameAddr;
}

/** Who is being served already: their requests go first when there is too much of everything. */
export class Standing {
  readonly #state: SwitchState;

  constructor(state: SwitchState) {
    this.#state = state;
  }

  /** Whether anybody is served on this flow: quick, and asked before a request is even read. */
  isKnownFlow({ id }: Flow): boolean {
    return this.#state.legIndex.countOnFlow(id) > 0 || this.#state.bindingsByFlow.count(id) > 0;
  }

  /** Whether this is of a session of ours, of an open chat in page mode, or from a client that has registered. */
  isServed({ request, flow, callId, fromTag, toTag, from }: RequestOfSomebody): boolean {
    const { legIndex, bindingsByFlow } = this.#state;
    if (bindingsByFlow.count(flow.id) > 0) return true;
    const dialog = dialogIdOf({ callId, fromTag, toTag });
    if (dialog !== undefined) return legIndex.ofDialog(dialog) !== undefined;
    const replaces = readReplaces(request);
    if (replaces.ok && replaces.value !== undefined) return legIndex.replacedBy(replaces.value) !== undefined;
    const sender = from ?? readFrom(request);
    return sender !== undefined && legIndex.hasPageSender(sender.uriText, flow.id);
  }
}

function readFrom(request: SipRequest): NameAddr | undefined {
  const from = parseNameAddr(header(request, 'From') ?? '');
  return from.ok ? from.value : undefined;
}
