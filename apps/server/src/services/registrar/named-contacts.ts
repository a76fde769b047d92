/** Registered contacts that are names. Rules: docs/spec/registrar.md. */
import type { Dn } from '@cordboard/shared/ids';
import { parseUri } from '../../protocols/sip/grammar/header-fields/parse-uri.ts';
import { hasParameter } from '../../protocols/sip/message/parameters.ts';
import type { SipUri } from '../../protocols/sip/message/uri.ts';
import type { Flow } from '../../protocols/sip/transport/sip-transport.ts';
import { endpointChanged } from '../parties/endpoint-presence.ts';
import type { Decision } from '../switch/decision.ts';
import type { Binding } from '../switch/rows/binding.ts';

/**
 * The URI of a contact that is to be looked up: a name in one of these domains, registered over UDP and for itself. Behind a
 * stream, a proxy (Path) or a flow of its own (outbound) the client is where it registered from.
 */
export function uriToLookUp(binding: Binding, domains: readonly string[]): SipUri | undefined {
  const { contact, path, regId, flow, registeredOn } = binding;
  if (domains.length === 0 || path.length > 0 || regId !== null || (registeredOn ?? flow).transport !== 'UDP')
    return undefined;
  const uri = parseUri(contact);
  if (!uri.ok || uri.value.kind !== 'sip') return undefined;
  const { host, parameters } = uri.value;
  // `maddr` would lead past the name that was allowed.
  if (hasParameter(parameters, 'maddr')) return undefined;
  return domains.some((domain) => host === domain || host.endsWith(`.${domain}`)) ? uri.value : undefined;
}

/** What a name leads to now; without a flow to nothing that may be used. */
export interface NameFinding {
  readonly bindingId: string;
  /** Of the registration for which it was looked up. */
  readonly refreshedAt: number;
  readonly flow: Flow | undefined;
}

/** Requests to the binding go where its name leads, or again where it registered from. */
export function nameFound(decision: Decision, { bindingId, refreshedAt, flow }: NameFinding): void {
  const { bindings } = decision.state;
  const binding = bindings.get(bindingId);
  if (binding?.refreshedAt !== refreshedAt) return;
  const { registeredOn = binding.flow, ...rest } = binding;
  const to = flow ?? registeredOn;
  if (to.id === binding.flow.id) return;
  const put = () => bindings.put({ ...rest, flow: to, ...(flow === undefined ? {} : { registeredOn }) });
  if (decision.configuration.findExtension(binding.aor as Dn) === undefined) put();
  else endpointChanged(decision, binding.aor as Dn, put);
}
