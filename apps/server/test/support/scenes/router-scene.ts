import type { ConfigurationFile } from '@cordboard/shared/configuration/configuration-file';
import { DesktopClient, type SeenEvent } from '../agents/desktop-client.ts';
import { ContactCentre } from '../centre/contact-centre.ts';
import { demoConfiguration } from '../centre/test-world.ts';
import { SessionCustomer } from '../customers/session-customer.ts';

/** The application `router`, registered with mode 0 on these routing points and as a monitor of these DNs. */
export async function outsideRouter(
  centre: ContactCentre,
  points: readonly string[] = ['1111'],
  monitored: readonly string[] = ['VQ_Any', '1001', '1002'],
): Promise<DesktopClient> {
  const router = await DesktopClient.connect(centre, 'router', { place: null, role: 'application' });
  for (const thisDN of points) await router.request('TRegisterAddress', { thisDN, registerMode: 0 });
  for (const thisDN of monitored) await router.request('TRegisterAddress', { thisDN, registerMode: 2 });
  router.clear();
  return router;
}

/** A centre with an outside router on 1111, and with Maya and Ben Ready. */
export interface RouterScene {
  readonly centre: ContactCentre;
  readonly router: DesktopClient;
  readonly maya: DesktopClient;
  readonly ben: DesktopClient;
}

export async function openWithRouter(change: (file: ConfigurationFile) => void = () => {}): Promise<RouterScene> {
  const centre = await ContactCentre.open({ configuration: demoConfiguration(change) });
  const router = await outsideRouter(centre);
  const maya = await DesktopClient.ready(centre, '1001');
  const ben = await DesktopClient.ready(centre, '1002');
  router.clear();
  return { centre, router, maya, ben };
}

/** Alice writes "Hi." to a routing point; her ConnID there. */
export async function writeTo(
  { centre, router }: Pick<RouterScene, 'centre' | 'router'>,
  to = '1111',
): Promise<{ readonly alice: SessionCustomer; readonly c1: unknown }> {
  const alice = new SessionCustomer(centre, 'sip:alice@example.net');
  await alice.invite({ to });
  await alice.say('Hi.');
  return { alice, c1: router.last('EventRouteRequest')['connID'] };
}

/** TRouteCall of the router. */
export function route(
  { router }: Pick<RouterScene, 'router'>,
  connID: unknown,
  otherDN: string,
  attributes: Readonly<Record<string, unknown>> = {},
): Promise<SeenEvent> {
  return router.request('TRouteCall', { thisDN: '1111', connID, otherDN, ...attributes });
}

/** Names of the events of a DN, in order. */
export function seenOn(router: DesktopClient, dn: string): readonly string[] {
  return router.events
    .filter((event) => event['thisDN'] === dn && event.name !== 'EventACK')
    .map(({ name }) => name.replace('Event', ''));
}
