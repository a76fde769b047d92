import { splitTokens } from '../../protocols/sip/grammar/header-fields/split-values.ts';
import { type Header, headers, type SipRequest } from '../../protocols/sip/message/message.ts';
import { quoteString } from '../../protocols/sip/message/name-addr.ts';
import type { Gruus } from '../switch/gruus.ts';
import type { Binding } from '../switch/rows/binding.ts';
import type { Registration } from './read-registration.ts';

/** RFC 5626 4.4: within so many seconds a flow that is kept alive has shown that it lives. */
const FLOW_TIMER_SECONDS = 120;

/** What the 200 to a REGISTER says: all bindings with the time that is left (RFC 3261 10.3), and what was used of extensions. */
export function registrationHeaders(
  request: SipRequest,
  bindings: readonly Binding[],
  registration: Registration,
  now: number,
  gruusFor: (binding: Binding) => Gruus | undefined,
): readonly Header[] {
  const wantsGruus = splitTokens(headers(request, 'Supported')).includes('gruu');
  const contacts = bindings.map((binding) => {
    const gruus = wantsGruus ? gruusFor(binding) : undefined;
    return { name: 'Contact', value: contactOf(binding, now, gruus) };
  });
  const all: Header[] = [...contacts, { name: 'Date', value: new Date(now).toUTCString() }];
  // RFC 3327 5.3.
  if (registration.kind === 'update') {
    for (const value of headers(request, 'Path')) all.push({ name: 'Path', value });
    if (registration.isOutbound) {
      all.push({ name: 'Require', value: 'outbound' }, { name: 'Flow-Timer', value: String(FLOW_TIMER_SECONDS) });
    }
  }
  return [...all, { name: 'Supported', value: 'path, outbound, gruu' }];
}

function contactOf(
  { contact, expiresAt, q, instanceId, regId }: Binding,
  now: number,
  gruus: Gruus | undefined,
): string {
  const parts = [`<${contact}>`, `expires=${Math.ceil((expiresAt - now) / 1000)}`];
  if (q !== 1) parts.push(`q=${q}`);
  if (instanceId !== null) parts.push(`+sip.instance=${quoteString(`<${instanceId}>`)}`);
  if (regId !== null) parts.push(`reg-id=${regId}`);
  if (gruus !== undefined)
    parts.push(`pub-gruu=${quoteString(gruus.public)}`, `temp-gruu=${quoteString(gruus.temporary)}`);
  return parts.join(';');
}
