import type { Migration } from './migration.ts';

/** Acts of supervision are read by time, the latest first, without the documents of all interactions. */
export const auditByTime: Migration = {
  version: 2,
  name: 'audit by time',
  sql: "CREATE INDEX audit_by_time ON documents (id, time) WHERE kind = 'audit';",
};
