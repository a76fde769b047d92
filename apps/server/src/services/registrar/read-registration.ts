import { fail, type Result, succeed } from '../../base/result.ts';
import { askedSeconds } from '../../protocols/sip/grammar/header-fields/expires.ts';
import { parseContacts } from '../../protocols/sip/grammar/header-fields/parse-contacts.ts';
import { parseNameAddr } from '../../protocols/sip/grammar/header-fields/parse-name-addr.ts';
import { splitTokens, splitValues } from '../../protocols/sip/grammar/header-fields/split-values.ts';
import { parseDecimal } from '../../protocols/sip/grammar/tokens.ts';
import { expiresOf } from '../../protocols/sip/message/contact.ts';
import { type Header, header, headers, type SipRequest } from '../../protocols/sip/message/message.ts';
import type { NameAddr } from '../../protocols/sip/message/name-addr.ts';
import { hasParameter, parameterValue } from '../../protocols/sip/message/parameters.ts';
import type { Uri } from '../../protocols/sip/message/uri.ts';

/** Shortest time for which one may register (contract), and the longest. */
export const EXPIRES_MIN_SECONDS = 60;
export const EXPIRES_MAX_SECONDS = 3600;
/** Bindings of one account or DN. */
export const BINDINGS_MAX = 10;
const CONTACT_LENGTH_MAX = 512;
const INSTANCE_LENGTH_MAX = 128;
const PATH_LENGTH_MAX = 1024;
const REG_ID_MAX = 0x7fff_ffff;

/** One contact of a REGISTER. */
export interface AskedBinding {
  readonly contact: string;
  readonly uri: Uri;
  /** 0 removes it. */
  readonly expiresSeconds: number;
  readonly q: number;
  readonly instanceId: string | null;
  readonly regId: number | null;
  readonly takesSessions: boolean;
}

/** What a REGISTER asks for (RFC 3261 10.2). */
export type Registration =
  | { readonly kind: 'query' }
  | { readonly kind: 'removeAll' }
  | {
      readonly kind: 'update';
      readonly asked: readonly AskedBinding[];
      readonly path: readonly string[];
      readonly userAgent: string;
      readonly methods: readonly string[];
      /** RFC 5626: the client keeps this flow alive. */
      readonly isOutbound: boolean;
    };

/** Why a REGISTER changes nothing. */
export interface RegistrationRefusal {
  readonly status: number;
  readonly reason?: string;
  readonly headers?: readonly Header[];
}

/** Reads what a REGISTER asks for, with all that can be refused without looking at what is registered. */
export function readRegistration(request: SipRequest): Result<Registration, RegistrationRefusal> {
  const contacts = parseContacts(headers(request, 'Contact'));
  if (!contacts.ok) return fail({ status: 400, reason: 'Malformed Contact' });
  if (contacts.value.kind === 'all') {
    // RFC 3261 10.2.2: the star stands for everything, and may only remove it.
    const isEnd = parseDecimal(header(request, 'Expires') ?? '', 0) === 0;
    return isEnd ? succeed({ kind: 'removeAll' }) : fail({ status: 400, reason: 'Contact * needs Expires 0' });
  }
  if (contacts.value.contacts.length === 0) return succeed({ kind: 'query' });
  if (contacts.value.contacts.length > BINDINGS_MAX) return fail({ status: 403, reason: 'Too Many Contacts' });
  const path = headers(request, 'Path').flatMap((line) => splitValues(line));
  if (path.join().length > PATH_LENGTH_MAX || path.some((value) => !parseNameAddr(value).ok))
    return fail({ status: 400, reason: 'Malformed Path' });
  const supportsOutbound = splitTokens(headers(request, 'Supported')).includes('outbound');
  const asked: AskedBinding[] = [];
  for (const contact of contacts.value.contacts) {
    const read = readContact(request, contact, supportsOutbound);
    if (!read.ok) return read;
    asked.push(read.value);
  }
  const flows = asked.filter(({ regId }) => regId !== null);
  if (flows.length > 1) return fail({ status: 400, reason: 'Several Flows' });
  if (flows.length > 0 && lacksOutboundEdge(request, path)) return fail({ status: 439 });
  const userAgent = (header(request, 'User-Agent') ?? '').slice(0, INSTANCE_LENGTH_MAX);
  const methods = splitTokens(headers(request, 'Allow')).slice(0, 32);
  return succeed({ kind: 'update', asked, path, userAgent, methods, isOutbound: flows.length > 0 });
}

function readContact(
  request: SipRequest,
  contact: NameAddr,
  supportsOutbound: boolean,
): Result<AskedBinding, RegistrationRefusal> {
  const { uri, uriText, parameters } = contact;
  if (uri.kind !== 'sip' || uriText.length > CONTACT_LENGTH_MAX)
    return fail({ status: 400, reason: 'Malformed Contact' });
  // RFC 3261 10.2.1.1: the contact's own, else that of the header; what cannot be read counts as an hour.
  const seconds = expiresOf(contact) ?? askedSeconds(request, EXPIRES_MAX_SECONDS);
  if (seconds > 0 && seconds < EXPIRES_MIN_SECONDS)
    return fail({ status: 423, headers: [{ name: 'Min-Expires', value: String(EXPIRES_MIN_SECONDS) }] });
  const instance = parameterValue(parameters, '+sip.instance')?.replace(/^<(.*)>$/, '$1') ?? '';
  if (instance.length > INSTANCE_LENGTH_MAX) return fail({ status: 400, reason: 'Malformed Contact' });
  const regId = parseDecimal(parameterValue(parameters, 'reg-id') ?? '', REG_ID_MAX);
  const isFlow = supportsOutbound && instance !== '' && regId !== undefined && regId > 0;
  return succeed({
    contact: uriText,
    uri,
    expiresSeconds: Math.min(seconds, EXPIRES_MAX_SECONDS),
    q: readQ(parameterValue(parameters, 'q')),
    instanceId: instance === '' ? null : instance,
    regId: isFlow ? regId : null,
    takesSessions: hasParameter(parameters, '+sip.message'),
  });
}

/** RFC 3261 25.1 qvalue; what is none counts as 1. */
function readQ(text: string | undefined): number {
  return text !== undefined && /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(text) ? Number(text) : 1;
}

/** RFC 5626 6: a REGISTER that came over a proxy must have passed one that keeps the flow to the client. */
function lacksOutboundEdge(request: SipRequest, path: readonly string[]): boolean {
  const vias = headers(request, 'Via').flatMap((line) => splitValues(line));
  if (vias.length <= 1) return false;
  const first = parseNameAddr(path.at(-1) ?? '');
  return !first.ok || first.value.uri.kind !== 'sip' || !hasParameter(first.value.uri.parameters, 'ob');
}
