import type { Person, Place } from '@cordboard/shared/configuration/configuration-file';

/** What authentication asks of the configuration. */
export interface AuthDirectory {
  findPerson(userName: string): Person | undefined;
  findPlace(name: string): Place | undefined;
}

/** Makes a change to the sessions table durable: resolves when it is stored, rejects when nothing of it was kept. */
export type RecordSessions = (change: () => void) => Promise<void>;
