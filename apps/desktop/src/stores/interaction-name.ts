import { customerName } from '../lib/customer-name.ts';
import type { Interaction } from './interactions-reducer.ts';

/** What the customer is called on the desk: the name they gave, else the one in their address. */
export function nameOf({ customer, userData }: Pick<Interaction, 'customer' | 'userData'>): string {
  const given = userData.CustomerName;
  return typeof given === 'string' && given.trim() !== '' ? given.trim() : customerName(customer);
}
