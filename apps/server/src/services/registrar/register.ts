/** The registrar (RFC 3261 10.3). Rules: docs/spec/registrar.md. */
import { parseNameAddr } from '../../protocols/sip/grammar/header-fields/parse-name-addr.ts';
import { parseUri } from '../../protocols/sip/grammar/header-fields/parse-uri.ts';
import { header } from '../../protocols/sip/message/message.ts';
import { areUrisEqual, userOf } from '../../protocols/sip/message/uri.ts';
import type { ReceivedRequest } from '../../protocols/sip/user-agent/request-handler.ts';
import { findSipAccount } from '../auth/digest/sip-accounts.ts';
import type { MessagingContext } from '../messaging/network/messaging-context.ts';
import { respond } from '../messaging/requests/respond.ts';
import { findBindings } from '../switch/find-bindings.ts';
import { gruusOf } from '../switch/gruus.ts';
import type { Binding } from '../switch/rows/binding.ts';
import { changeBindings } from './change-bindings.ts';
import { type AskedBinding, BINDINGS_MAX, type Registration, readRegistration } from './read-registration.ts';
import { registrationHeaders } from './registration-headers.ts';

/** What a REGISTER changes: all of it, or nothing. */
interface Changes {
  readonly put: readonly Binding[];
  readonly removed: readonly Binding[];
}

/** A REGISTER of somebody who has proved who he is. Its 200 leaves when the bindings are stored. */
export function receiveRegister(context: MessagingContext, received: ReceivedRequest): void {
  const { decision } = context;
  const owner = ownerOf(context, received);
  if ('status' in owner) {
    respond(context, received, owner.status);
    return;
  }
  const registration = readRegistration(received.request);
  if (!registration.ok) {
    respond(context, received, registration.failure.status, registration.failure);
    return;
  }
  const { aor, address } = owner;
  const present = decision.state.bindingsByAor.get(aor);
  const changes = plan(context, received, { aor, address, present }, registration.value);
  if (changes === 'outOfOrder') {
    respond(context, received, 500, { reason: 'REGISTER out of order' });
    return;
  }
  if (changes.put.length + changes.removed.length > 0) changeBindings(context, aor, changes);
  const now = findBindings(decision.state, aor, decision.now);
  respond(context, received, 200, {
    headers: registrationHeaders(received.request, now, registration.value, decision.now, (binding) =>
      gruusOf(decision.state, binding, decision.random),
    ),
  });
}

/** Whose bindings these are: To names somebody of ours, and it is who has proved so. */
function ownerOf(
  { decision, network }: MessagingContext,
  { request, identity }: ReceivedRequest,
): { readonly aor: string; readonly address: string } | { readonly status: 403 | 404 } {
  const target = parseUri(request.requestUri);
  const to = parseNameAddr(header(request, 'To') ?? '');
  if (!target.ok || !network.own.isOwnUri(target.value)) return { status: 404 };
  if (!to.ok || !network.own.claimsOurDomain(to.value.uri)) return { status: 404 };
  const aor = userOf(to.value.uri);
  if (identity.kind !== 'account' || identity.name !== aor) return { status: 403 };
  if (findSipAccount(decision.configuration, aor) === undefined) return { status: 403 };
  return { aor, address: to.value.uriText };
}

interface Owner {
  readonly aor: string;
  readonly address: string;
  readonly present: readonly Binding[];
}

function plan(
  context: MessagingContext,
  received: ReceivedRequest,
  owner: Owner,
  registration: Registration,
): Changes | 'outOfOrder' {
  const { present } = owner;
  if (registration.kind === 'query') return { put: [], removed: [] };
  const isRepeat = (binding: Binding) => binding.callId === received.callId && binding.cseq === received.cseq;
  const isLate = (binding: Binding) => binding.callId === received.callId && binding.cseq > received.cseq;
  if (registration.kind === 'removeAll')
    return present.some(isLate) ? 'outOfOrder' : { put: [], removed: present.filter((binding) => !isRepeat(binding)) };
  const put = new Map<string, Binding>();
  const removed: Binding[] = [];
  for (const asked of registration.asked) {
    const known = present.find((binding) => isSame(binding, asked));
    if (known !== undefined && isLate(known)) return 'outOfOrder';
    // A repeat after a restart: what it asked for was done.
    if (known !== undefined && isRepeat(known)) continue;
    if (asked.expiresSeconds > 0) {
      const binding = bind(context, received, owner, { asked, known, registration });
      put.set(binding.id, binding);
    } else if (known !== undefined) removed.push(known);
  }
  const kept = present.filter(({ id }) => !put.has(id) && !removed.some((gone) => gone.id === id));
  const tooMany = kept.length + put.size - BINDINGS_MAX;
  // Clients that lost their place register anew: the binding that was refreshed longest ago makes room.
  const oldest = kept.toSorted((one, other) => one.refreshedAt - other.refreshedAt).slice(0, Math.max(tooMany, 0));
  return { put: [...put.values()], removed: [...removed, ...oldest] };
}

/** RFC 5626 6: a flow is named by instance and reg-id; else contacts are compared as URIs (RFC 3261 10.3). */
function isSame(binding: Binding, asked: AskedBinding): boolean {
  if (asked.regId !== null || binding.regId !== null)
    return binding.regId === asked.regId && binding.instanceId === asked.instanceId;
  const uri = parseUri(binding.contact);
  return uri.ok && areUrisEqual(uri.value, asked.uri);
}

function bind(
  { decision }: MessagingContext,
  { callId, cseq, flow }: ReceivedRequest,
  { aor, address }: Owner,
  what: {
    readonly asked: AskedBinding;
    readonly known: Binding | undefined;
    readonly registration: Extract<Registration, { kind: 'update' }>;
  },
): Binding {
  const { asked, known, registration } = what;
  const { contact, q, instanceId, regId, expiresSeconds } = asked;
  const key = regId === null ? contact : `${instanceId} ${regId}`;
  // What its name leads to stays until that has been looked up again.
  const named = known?.registeredOn?.id === flow.id && known.contact === contact ? known : undefined;
  return {
    id: known?.id ?? `${aor} ${key}`,
    aor,
    address,
    contact,
    instanceId,
    regId,
    path: registration.path,
    flow: named?.flow ?? flow,
    ...(named === undefined ? {} : { registeredOn: flow }),
    callId,
    cseq,
    q,
    userAgent: registration.userAgent,
    methods: registration.methods,
    expiresAt: decision.now + expiresSeconds * 1000,
    refreshedAt: decision.now,
    takesSessions: asked.takesSessions,
    ...(known?.refusesSessions === true ? { refusesSessions: true } : {}),
    refused: known?.refused ?? [],
    ...(known?.habits === undefined ? {} : { habits: known.habits }),
  };
}
