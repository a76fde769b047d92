import { parseContacts } from '../../../protocols/sip/grammar/header-fields/parse-contacts.ts';
import { parseNameAddr } from '../../../protocols/sip/grammar/header-fields/parse-name-addr.ts';
import { header, headers } from '../../../protocols/sip/message/message.ts';
import { buildNameAddr } from '../../../protocols/sip/message/name-addr.ts';
import { createTag } from '../../../protocols/sip/user-agent/build-request.ts';
import type { ReceivedRequest } from '../../../protocols/sip/user-agent/request-handler.ts';
import type { PageAddressing } from '../../switch/rows/leg.ts';
import type { MessagingContext } from '../network/messaging-context.ts';
import type { AdmittedCustomer } from './admit-customer.ts';

/** By whom and where a customer's interaction in page mode is found. */
export function pageCustomerKey({ key, routingPoint }: AdmittedCustomer): string {
  return `${key} ${routingPoint}`;
}

/** How answers are addressed: from whom the customer wrote to, to whom he said he is. Contact only forms the Request-URI. */
export function addressPages(
  { decision }: MessagingContext,
  { request, flow }: ReceivedRequest,
  customer: AdmittedCustomer,
): PageAddressing {
  const to = parseNameAddr(header(request, 'To') ?? '');
  const contacts = parseContacts(headers(request, 'Contact'));
  const contact = contacts.ok && contacts.value.kind === 'list' ? contacts.value.contacts[0] : undefined;
  // A client that is registered wants to be asked for by its contact.
  const binding = decision.state.bindingsByFlow.get(flow.id).find(({ aor }) => aor === customer.account);
  return {
    kind: 'page',
    customerKey: pageCustomerKey(customer),
    requestUri: contact?.uriText ?? binding?.contact ?? customer.fromUri,
    from: buildNameAddr(to.ok ? to.value.uriText : request.requestUri, { tag: createTag(decision.random) }),
    to: buildNameAddr(customer.fromUri),
    ...(binding === undefined || binding.path.length === 0 ? {} : { route: binding.path }),
  };
}
