/** Whether agents behind trunks are there. Rules: docs/spec/trunks.md. */
import type { Random } from '../../base/random.ts';
import { buildNameAddr } from '../../protocols/sip/message/name-addr.ts';
import type { Flow } from '../../protocols/sip/transport/sip-transport.ts';
import { buildRequest, createBranch, createCallId, createTag } from '../../protocols/sip/user-agent/build-request.ts';
import type { RequestSender } from '../../protocols/sip/user-agent/request-handler.ts';
import type { AgentFinding, ExternalAgent } from './external-agents.ts';

export interface AgentProbeOptions {
  /** Agents behind a trunk, by the configuration as it is now. */
  readonly agentsOf: (trunk: string) => readonly ExternalAgent[];
  readonly sender: RequestSender;
  readonly random: Random;
  readonly sentBy: (flow: Flow) => string;
  readonly sipDomain: string;
  readonly found: (finding: AgentFinding) => void;
}

/** Answers by which a peer says that its user is not there, or that it does not know. */
const NOT_THERE: ReadonlySet<number> = new Set([401, 403, 404, 407, 408, 410, 430, 480, 503, 604]);
/** A finding holds until the check after the next has failed to come. */
const CHECKS_HELD = 3;

/** Asks by OPTIONS for each agent behind a trunk as often as that is asked for itself. */
export class AgentProbe {
  readonly #options: AgentProbeOptions;

  constructor(options: AgentProbeOptions) {
    this.#options = options;
  }

  /** A trunk was asked; without a flow it is not there, and nor is anybody behind it. */
  trunkChecked(trunk: string, flow: Flow | undefined, checkSeconds: number): void {
    const { agentsOf, found } = this.#options;
    for (const agent of agentsOf(trunk)) {
      if (flow === undefined) found({ dn: agent.dn, trunk, there: undefined });
      else this.#ask(agent, flow, checkSeconds * 1000 * CHECKS_HELD);
    }
  }

  #ask(agent: ExternalAgent, flow: Flow, untilMs: number): void {
    const { dn, trunk, uriText } = agent;
    const { sender, found } = this.#options;
    sender.sendRequest(this.#buildOptions(agent, flow), flow, {
      finalResponse: ({ status }) =>
        found({ dn, trunk, there: NOT_THERE.has(status) ? undefined : { uriText, flow, untilMs } }),
      failed: () => found({ dn, trunk, there: undefined }),
    });
  }

  #buildOptions({ uriText }: ExternalAgent, flow: Flow) {
    const { random, sentBy, sipDomain } = this.#options;
    return buildRequest({
      method: 'OPTIONS',
      requestUri: uriText,
      from: buildNameAddr(`sip:${sipDomain}`, { tag: createTag(random) }),
      to: buildNameAddr(uriText),
      callId: createCallId(random),
      cseq: 1,
      branch: createBranch(random),
      sentBy: sentBy(flow),
      transport: flow.transport,
    });
  }
}
