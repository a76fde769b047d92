/** Agents who are users of another domain, behind a trunk. Rules: docs/spec/trunks.md. */
import type { Dn } from '@cordboard/shared/ids';
import type { Configuration } from '../../domain/configuration/configuration.ts';
import { parseNameAddr } from '../../protocols/sip/grammar/header-fields/parse-name-addr.ts';
import { parseUri } from '../../protocols/sip/grammar/header-fields/parse-uri.ts';
import { header } from '../../protocols/sip/message/message.ts';
import { type SipUri, type Uri, userOf } from '../../protocols/sip/message/uri.ts';
import type { Flow } from '../../protocols/sip/transport/sip-transport.ts';
import type { ReceivedRequest } from '../../protocols/sip/user-agent/request-handler.ts';
import { endpointChanged } from '../parties/endpoint-presence.ts';
import type { Decision } from '../switch/decision.ts';
import type { Binding } from '../switch/rows/binding.ts';
import { mayVouchFor, trunkOfDomain } from './find-trunk.ts';

/** An agent whose client is elsewhere, and the trunk that leads there. */
export interface ExternalAgent {
  readonly dn: Dn;
  readonly uri: SipUri;
  readonly uriText: string;
  readonly trunk: string;
}

/** Begins the id of a binding that stands for a user of another domain; none that was registered begins so. */
const TRUNK_BINDING = 'trunk:';

export function isTrunkBinding(bindingId: string): boolean {
  return bindingId.startsWith(TRUNK_BINDING);
}

/** The agent of this DN, when its option `external-uri` names a user of a trunk's domain. */
export function externalAgentOn(configuration: Configuration, dn: Dn): ExternalAgent | undefined {
  const uriText = configuration.findExtension(dn)?.options['external-uri'];
  const uri = uriText === undefined ? undefined : readUri(uriText);
  const trunk = uri === undefined ? undefined : trunkOfDomain(configuration, uri.host);
  if (uriText === undefined || uri === undefined || trunk === undefined) return undefined;
  return { dn, uri, uriText, trunk: trunk.number };
}

/** All agents behind a trunk. */
export function externalAgentsOf(configuration: Configuration, trunk: string): readonly ExternalAgent[] {
  return configuration.file.directoryNumbers.flatMap(({ number }) => {
    const agent = externalAgentOn(configuration, number as Dn);
    return agent?.trunk === trunk ? [agent] : [];
  });
}

/**
 * Whether the sender of a request has proved to be the agent of this DN: by his account, or as the user of another domain that the DN
 * names, over the trunk of that domain and no other way.
 */
export function provesToBe(
  { configuration }: Decision,
  dn: Dn,
  { request, identity }: Pick<ReceivedRequest, 'request' | 'identity'>,
): boolean {
  if (identity.kind === 'account') return identity.name === dn;
  const trunk = identity.kind === 'peer' ? configuration.findTrunk(identity.name) : undefined;
  const agent = trunk === undefined ? undefined : externalAgentOn(configuration, dn);
  const from = parseNameAddr(header(request, 'From') ?? '');
  if (trunk === undefined || agent?.trunk !== trunk.number || !from.ok) return false;
  return mayVouchFor(trunk, from.value.uri) && isSameUser(from.value.uri, agent.uri);
}

function isSameUser(one: Uri, other: SipUri): boolean {
  return one.kind === 'sip' && userOf(one) === userOf(other) && one.host === other.host && one.port === other.port;
}

function readUri(text: string): SipUri | undefined {
  const uri = parseUri(text);
  return uri.ok && uri.value.kind === 'sip' ? uri.value : undefined;
}

/** What was found of an agent behind a trunk: where he is written to and until when that holds, or that he is not there. */
export interface AgentFinding {
  readonly dn: Dn;
  readonly trunk: string;
  readonly there: { readonly uriText: string; readonly flow: Flow; readonly untilMs: number } | undefined;
}

/** He is, or is not any more, a client of the DN like one that is registered there. */
export function agentFound(decision: Decision, { dn, trunk, there }: AgentFinding): void {
  const id = `${TRUNK_BINDING}${trunk} ${dn}`;
  const { bindings } = decision.state;
  const present = bindings.get(id);
  if (there === undefined) {
    if (present === undefined) return;
    decision.cancelDeadline('binding', id);
    endpointChanged(decision, dn, () => bindings.remove(id));
    return;
  }
  const put = () => {
    bindings.put(bindingOf(decision, { id, dn, there }));
    decision.setDeadline('binding', id, there.untilMs);
  };
  if (present?.contact === there.uriText && present.flow.id === there.flow.id) put();
  else endpointChanged(decision, dn, put);
}

function bindingOf(
  { now }: Decision,
  { id, dn, there }: { readonly id: string; readonly dn: Dn; readonly there: NonNullable<AgentFinding['there']> },
): Binding {
  return {
    id,
    aor: dn,
    address: there.uriText,
    contact: there.uriText,
    instanceId: null,
    regId: null,
    path: [],
    flow: there.flow,
    callId: '',
    cseq: 0,
    // After clients of his that are registered here.
    q: 0,
    userAgent: '',
    methods: [],
    expiresAt: now + there.untilMs,
    refreshedAt: now,
    refused: [],
  };
}
