import { DesktopClient, type SeenEvent } from '../agents/desktop-client.ts';
import { ContactCentre } from '../centre/contact-centre.ts';
import { SessionCustomer } from '../customers/session-customer.ts';

/** Alice talks to Maya; Ben and Lena are Ready. */
export interface CallScene {
  readonly centre: ContactCentre;
  readonly alice: SessionCustomer;
  readonly maya: DesktopClient;
  readonly ben: DesktopClient;
  readonly lena: DesktopClient;
  /** Of the customer's call. */
  readonly c1: unknown;
}

/** Alice has written "Hi.", Maya has answered the chat. */
export async function aliceTalksToMaya(): Promise<CallScene> {
  return talk(await ContactCentre.open());
}

/** The same in a contact centre in which others are already. */
export async function talk(centre: ContactCentre): Promise<CallScene> {
  const maya = await DesktopClient.ready(centre, '1001');
  const ben = await DesktopClient.ready(centre, '1002');
  const lena = await DesktopClient.ready(centre, '1003');
  const alice = new SessionCustomer(centre, 'sip:alice@example.net');
  await alice.invite();
  await alice.say('Hi.');
  const [c1] = maya.rung;
  await maya.answer(c1);
  for (const client of [maya, ben, lena]) client.clear();
  return { centre, alice, maya, ben, lena, c1 };
}

/** Maya asks Ben, who answers unless told otherwise; the ConnID of the consultation. */
export async function consult(scene: CallScene, options: { readonly isAnswered?: boolean } = {}): Promise<unknown> {
  const { maya, ben, c1 } = scene;
  await operate(maya, 'TInitiateTransfer', c1, { otherDN: '1002' });
  const c2 = maya.last('EventDialing')['connID'];
  if (options.isAnswered !== false) await ben.answer(c2);
  return c2;
}

/** A request of the client's DN for a call. */
export function operate(
  client: DesktopClient,
  name: Parameters<DesktopClient['request']>[0],
  connID: unknown,
  attributes: Readonly<Record<string, unknown>> = {},
): Promise<SeenEvent> {
  return client.request(name, { thisDN: client.dn, connID, ...attributes });
}

/** Names of what a client has seen, 3001s and 3005s with their number. */
export function story(client: DesktopClient): readonly string[] {
  return client.events.map((event) =>
    event.name === 'EventPrivateInfo' ? String(event['privateMsgID']) : event.name.replace('Event', ''),
  );
}
