/** GRUUs (RFC 5627): addresses that mean one client of an account, and end with its registration. */
import type { Random } from '../../base/random.ts';
import { parseUri } from '../../protocols/sip/grammar/header-fields/parse-uri.ts';
import { isUriParameterPart } from '../../protocols/sip/grammar/tokens.ts';
import { hasParameter, parameterValue } from '../../protocols/sip/message/parameters.ts';
import { serializeUri, type Uri, unescapeUri, userOf } from '../../protocols/sip/message/uri.ts';
import { createGruuToken, isGruuToken, isGruuTokenOf } from '../../protocols/sip/user-agent/gruu-token.ts';
import { findBindings } from './find-bindings.ts';
import type { Binding } from './rows/binding.ts';
import { DIGEST_SECRET } from './rows/secret.ts';
import type { SwitchState } from './switch-state.ts';

export interface Gruus {
  readonly public: string;
  readonly temporary: string;
}

/** The GRUUs of a client that has named its instance; a new temporary one each time. */
export function gruusOf(state: SwitchState, binding: Binding, random: Random): Gruus | undefined {
  const { instanceId, address } = binding;
  const secret = secretOf(state);
  const uri = parseUri(address);
  if (instanceId === null || secret === undefined || !uri.ok || uri.value.kind !== 'sip') return undefined;
  if (!isUriParameterPart(instanceId)) return undefined;
  const { scheme, host, port } = uri.value;
  const place = { kind: 'sip' as const, scheme, host, ...(port === undefined ? {} : { port }) };
  const user = uri.value.user ?? binding.aor;
  return {
    public: serializeUri({ ...place, user, parameters: [{ name: 'gr', value: instanceId }] }),
    temporary: serializeUri({
      ...place,
      user: createGruuToken(secret, subjectOf(binding), random),
      parameters: [{ name: 'gr' }],
    }),
  };
}

export function isGruu(uri: Uri): boolean {
  return uri.kind === 'sip' && hasParameter(uri.parameters, 'gr');
}

/** The client that a GRUU means; undefined when it is not registered any more. */
export function bindingOfGruu(state: SwitchState, uri: Uri, now: number): Binding | undefined {
  const user = userOf(uri);
  if (uri.kind !== 'sip' || user === undefined) return undefined;
  if (!isGruuToken(user)) {
    const instance = unescapeUri(parameterValue(uri.parameters, 'gr') ?? '');
    return findBindings(state, user, now).find(({ instanceId }) => instanceId === instance);
  }
  const secret = secretOf(state);
  if (secret === undefined) return undefined;
  for (const binding of state.bindings.values()) {
    const isMeant = binding.instanceId !== null && isGruuTokenOf(secret, user, subjectOf(binding));
    if (isMeant && binding.expiresAt > now) return binding;
  }
  return undefined;
}

/** RFC 5627 5.1: a temporary GRUU ends when its client registers under another Call-ID. */
function subjectOf({ aor, instanceId, callId }: Binding): string {
  return `${aor} ${instanceId} ${callId}`;
}

function secretOf(state: SwitchState): Buffer | undefined {
  const secret = state.secrets.get(DIGEST_SECRET)?.value;
  return secret === undefined ? undefined : Buffer.from(secret, 'hex');
}
