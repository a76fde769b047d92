import type { Configuration } from '../../../src/domain/configuration/configuration.ts';
import { DesktopClient, type SeenEvent } from '../agents/desktop-client.ts';
import { ContactCentre } from '../centre/contact-centre.ts';
import { demoConfiguration } from '../centre/test-world.ts';
import { type CallScene, talk } from './call-scene.ts';

/** Alice talks to Maya; Sara supervises both Maya and Ben and is logged in. */
export interface SupervisionScene extends CallScene {
  readonly sara: DesktopClient;
}

export async function saraSupervises(configuration?: Configuration): Promise<SupervisionScene> {
  const centre = await ContactCentre.open(configuration === undefined ? {} : { configuration });
  const sara = await supervisor(centre, '2001');
  const scene = await talk(centre);
  sara.clear();
  return { ...scene, sara };
}

/** With a second supervisor, 2002, of the same group, and one, 2003, of none. */
export const threeSupervisors = demoConfiguration((file) => {
  for (const userName of ['2002', '2003']) {
    file.directoryNumbers.push({
      type: 'extension',
      number: userName,
      options: { multimedia: true, 'sip-signaling-chat': false, voice: true },
    });
    file.places.push({ name: userName, directoryNumbers: [userName] });
    file.agentLogins.push({ id: userName, code: userName });
    file.persons.push({
      userName,
      firstName: '',
      lastName: '',
      role: 'supervisor',
      agentLogins: [userName],
      place: userName,
      skills: {},
      supervises: userName === '2002' ? ['ALL_Agents'] : [],
    });
  }
});

/** A supervisor who is logged in, and takes no chats. */
export async function supervisor(centre: ContactCentre, userName: string): Promise<DesktopClient> {
  const client = await DesktopClient.connect(centre, userName, { role: 'supervisor' });
  await client.logIn(userName);
  return client;
}

export interface MonitoringWishes {
  readonly agent?: string;
  readonly all?: boolean;
  readonly mode?: string;
  readonly scope?: string;
  readonly connID?: unknown;
}

/** TMonitorNextCall. */
export function monitor(client: DesktopClient, wishes: MonitoringWishes = {}): Promise<SeenEvent> {
  const { agent = '1001', all = false, mode, scope, connID } = wishes;
  return client.request('TMonitorNextCall', {
    thisDN: client.dn,
    otherDN: agent,
    monitorNextCallType: all ? 1 : 0,
    ...(connID === undefined ? {} : { connID }),
    extensions: {
      ...(mode === undefined ? {} : { MonitorMode: mode }),
      ...(scope === undefined ? {} : { MonitorScope: scope }),
    },
  });
}

/** Changes the mode in a call by the request that does it. */
export function changeMode(client: DesktopClient, connID: unknown, mode: string): Promise<SeenEvent> {
  const name = mode === 'mute' ? 'TSetMuteOn' : 'TSetMuteOff';
  return client.request(name, { thisDN: client.dn, connID, extensions: { MonitorMode: mode } });
}
