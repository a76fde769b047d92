import type { DesktopClient } from '../agents/desktop-client.ts';
import type { ContactCentre } from '../centre/contact-centre.ts';
import { MsrpCustomer } from '../customers/msrp-customer.ts';

/** Bob writes over MSRP and Maya answers. */
export async function chatOverMsrp(
  centre: ContactCentre,
  maya: DesktopClient,
  options: Parameters<MsrpCustomer['start']>[0] = {},
): Promise<{ readonly bob: MsrpCustomer; readonly connID: unknown }> {
  const bob = new MsrpCustomer(centre);
  await bob.start(options);
  const connID = maya.rung.at(-1);
  await maya.answer(connID);
  return { bob, connID };
}
