import type { Dn } from '@cordboard/shared/ids';
import type { Flow } from '../../protocols/sip/transport/sip-transport.ts';
import { hurryLostSessions } from '../messaging/absence/lost-session.ts';
import { customerRegistered } from '../messaging/absence/registered-customers.ts';
import type { MessagingContext } from '../messaging/network/messaging-context.ts';
import { endpointChanged } from '../parties/endpoint-presence.ts';
import type { Binding } from '../switch/rows/binding.ts';

/** Changes the bindings of one account or DN, with what follows for who is there. */
export function changeBindings(
  context: MessagingContext,
  aor: string,
  changes: { readonly put: readonly Binding[]; readonly removed: readonly Binding[] },
): void {
  const { decision } = context;
  const apply = () => {
    for (const { id } of changes.removed) removeBinding(context, id);
    for (const binding of changes.put) {
      decision.state.bindings.put(binding);
      decision.setDeadline('binding', binding.id, binding.expiresAt - decision.now);
    }
  };
  if (decision.configuration.findExtension(aor as Dn) !== undefined) {
    endpointChanged(decision, aor as Dn, apply);
    return;
  }
  apply();
  if (changes.put.length === 0) return;
  hurryLostSessions(context, aor);
  customerRegistered(context, aor);
}

/** Forgets a binding, and nothing follows from it. */
export function removeBinding({ decision }: MessagingContext, id: string): void {
  decision.state.bindings.remove(id);
  decision.cancelDeadline('binding', id);
}

/** The time of a binding is over. */
export function bindingDue(context: MessagingContext, id: string): void {
  const { decision } = context;
  const binding = decision.state.bindings.get(id);
  if (binding === undefined) return;
  if (binding.expiresAt > decision.now) decision.setDeadline('binding', id, binding.expiresAt - decision.now);
  else changeBindings(context, binding.aor, { put: [], removed: [binding] });
}

/** RFC 5626 5.3: a connection has ended, and with it what was registered on it. */
export function forgetBindingsOn(context: MessagingContext, flow: Flow): void {
  for (const binding of context.decision.state.bindingsByFlow.get(flow.id)) {
    changeBindings(context, binding.aor, { put: [], removed: [binding] });
  }
}
