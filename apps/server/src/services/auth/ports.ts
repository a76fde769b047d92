import type { Person, Place } from '@cordboard/shared/configuration/configuration-file';
import type { Session } from './session.ts';

/** What authentication asks of the configuration. */
export interface AuthDirectory {
  findPerson(userName: string): Person | undefined;
  findPlace(name: string): Place | undefined;
}

/**
 * Makes a change to the sessions table durable, and what follows from the logins that end by it: resolves when it is stored,
 * rejects when nothing of it was kept.
 */
export type RecordSessions = (change: () => void, ended?: readonly Session[]) => Promise<void>;
