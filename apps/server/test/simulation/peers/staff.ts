import type { ConfigurationFile } from '@cordboard/shared/configuration/configuration-file';

/** Who works here: person, DN, role. */
export const STAFF = [
  ['1001', '1001', 'agent'],
  ['1002', '1002', 'agent'],
  ['1003', '1003', 'agent'],
  ['1004', '1104', 'agent'],
  ['2001', '2001', 'supervisor'],
  ['2002', '2002', 'supervisor'],
] as const;

/** DNs of supervisors. */
export const SUPERVISORS = ['2001', '2002'] as const;

/** The demo's people, a second supervisor, and a place of nobody, where one agent sits down now and then. */
export function hireStaff(file: ConfigurationFile): void {
  for (const number of ['2002', '1006']) {
    const like = file.directoryNumbers.find((dn) => dn.number === '2001');
    if (like !== undefined) file.directoryNumbers.push({ ...like, number });
    file.places.push({ name: number, directoryNumbers: [number] });
  }
  file.agentLogins.push({ id: '2002', code: 'Olga' });
  const sara = file.persons.find(({ userName }) => userName === '2001');
  if (sara === undefined) return;
  file.persons.push({ ...sara, userName: '2002', firstName: 'Olga', agentLogins: ['2002'], place: '2002' });
}
