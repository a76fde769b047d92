import type { SipTransports } from '../edges/sip-transports/sip-transports.ts';
import { createNextHop } from '../edges/system/create-next-hop.ts';
import { systemRandom } from '../edges/system/system-random.ts';
import type { RequestSender } from '../protocols/sip/user-agent/request-handler.ts';
import type { CallControl } from '../services/call-control/call-control.ts';
import { AgentProbe } from '../services/trunks/agent-probe.ts';
import { agentFound, externalAgentsOf } from '../services/trunks/external-agents.ts';
import { TrunkKeeper } from '../services/trunks/trunk-keeper.ts';
import { TrunkSender } from '../services/trunks/trunk-sender.ts';
import type { Foundation } from './foundation.ts';

export interface Trunks {
  readonly trunks: TrunkKeeper;
  /** The stack's door downward for the switch: it knows the passwords that trunks ask for. */
  readonly sender: RequestSender;
}

interface TrunkParts {
  readonly transports: SipTransports;
  readonly userAgent: RequestSender;
  readonly callControl: () => CallControl;
}

/** The ways to other domains, and the agents who are users there. */
export function createTrunks(foundation: Foundation, { transports, userAgent, callControl }: TrunkParts): Trunks {
  const { environment, logger, clock, configuration } = foundation;
  const trunks: TrunkKeeper = new TrunkKeeper({
    trunks: configuration.trunks(),
    ways: createNextHop(environment.host, transports, clock),
    sender: userAgent,
    clock,
    random: systemRandom,
    logger,
    sentBy: (flow) => transports.sentBy(flow),
    sipDomain: environment.sipDomain,
    checked: (trunk, flow, seconds) => agents.trunkChecked(trunk, flow, seconds),
    moved: (trunk, from, to) => callControl().trunkMoved(trunk, from, to),
  });
  const sender = new TrunkSender(userAgent, trunks);
  const agents = new AgentProbe({
    agentsOf: (trunk) => externalAgentsOf(callControl().state.configuration, trunk),
    sender,
    random: systemRandom,
    sentBy: (flow) => transports.sentBy(flow),
    sipDomain: environment.sipDomain,
    found: (finding) => callControl().takeInput('agent behind a trunk', (decision) => agentFound(decision, finding)),
  });
  return { trunks, sender };
}
