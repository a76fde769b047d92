/**
 * What goes on by itself, from time to time: old events pruned, flows kept open, names of contacts looked up,
 * trunks asked.
 */
import { createNextHop } from '../edges/system/create-next-hop.ts';
import { mayBeContact } from '../edges/system/may-be-contact.ts';
import type { CallControl } from '../services/call-control/call-control.ts';
import { LogKeeper } from '../services/call-control/log-keeper.ts';
import { FlowKeeper } from '../services/messaging/requests/flow-keeper.ts';
import { NameKeeper } from '../services/registrar/name-keeper.ts';
import { nameFound } from '../services/registrar/named-contacts.ts';
import type { Foundation } from './foundation.ts';
import type { SipStack } from './sip-stack.ts';

export interface Keeper {
  start(): void;
  stop(): void;
}

export function createKeepers(
  { environment, logger, clock, store }: Foundation,
  { transports, trunks }: SipStack,
  callControl: CallControl,
): readonly Keeper[] {
  const { state } = callControl;
  const flowKeeper = new FlowKeeper({
    clock,
    *flows() {
      for (const { connId, flow } of state.legs.values()) if (connId !== null) yield flow;
      for (const { flow } of state.bindings.values()) yield flow;
    },
    send: (flow, bytes) => transports.send(flow, bytes),
  });
  // A name system of its own: what is registered must not keep trunks from theirs.
  const contactWays = createNextHop(environment.host, transports, clock, mayBeContact);
  const nameKeeper = new NameKeeper({
    clock,
    open: (uri) => contactWays.open(uri),
    domains: () => state.configuration.tenant.options['contact-domains'] ?? [],
    bindings: () => state.bindings.values(),
    found: (finding) => callControl.takeInput('name of a contact', (decision) => nameFound(decision, finding)),
  });
  const logKeeper = new LogKeeper({
    store,
    clock,
    logger,
    sipAnswersPrefix: state.sipAnswers.keyPrefix,
    pruned: () => callControl.noticePruning(),
  });
  return [logKeeper, flowKeeper, nameKeeper, trunks];
}
