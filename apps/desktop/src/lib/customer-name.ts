/** What a customer is called on the desk: `akim@example.net` → akim, an account keeps its name. */
export function customerName(customer: string): string {
  const at = customer.indexOf('@');
  return at > 0 ? customer.slice(0, at) : customer;
}

/** The address line below the name. */
export function customerAddress(customer: string): string {
  return customer.includes('@') ? `sip:${customer}` : `account ${customer}`;
}
