import type { PersonRole } from '@cordboard/shared/configuration/configuration-file';

/** What a person may do outside T-Library; rights to T-requests on DNs are call control's. */
export type Permission =
  | 'workAtPlace'
  | 'readDesktop'
  | 'readInteractions'
  | 'writeNotes'
  | 'readAudit'
  | 'readBindings'
  | 'simulate'
  | 'manageStrategies'
  | 'changeConfiguration';

const permissionsOfRole: Readonly<Record<PersonRole, ReadonlySet<Permission>>> = {
  agent: new Set<Permission>(['workAtPlace', 'readDesktop', 'readInteractions', 'writeNotes']),
  supervisor: new Set<Permission>([
    'workAtPlace',
    'readDesktop',
    'readInteractions',
    'writeNotes',
    'readAudit',
    'readBindings',
  ]),
  administrator: new Set<Permission>([
    'readDesktop',
    'readInteractions',
    'readAudit',
    'readBindings',
    'simulate',
    'manageStrategies',
    'changeConfiguration',
  ]),
  application: new Set<Permission>(),
};

export function may(role: PersonRole, permission: Permission): boolean {
  return permissionsOfRole[role].has(permission);
}
