import type { PersonRole } from '@cordboard/shared/configuration/configuration-file';
import { type Refusal, refuse } from '@cordboard/shared/errors';
import { fail, type Result, succeed } from '../../../base/result.ts';
import type { Session } from '../../../services/auth/session.ts';

/** What the gateway asks of authentication. */
export interface TokenCheck {
  authenticate(token: string): Session | undefined;
  roleOf(userName: string): PersonRole | undefined;
}

/** Whose connection it is and from where it resumes. */
export interface Admission {
  readonly session: Session;
  readonly role: PersonRole;
  readonly lastSequence: number | undefined;
}

/** Checks the handshake's `auth`, which the client may have filled with anything. */
export function checkHandshake(auth: unknown, tokens: TokenCheck): Result<Admission, Refusal> {
  const { token, lastSequence } = (typeof auth === 'object' && auth !== null ? auth : {}) as Record<string, unknown>;
  const session = typeof token === 'string' ? tokens.authenticate(token) : undefined;
  const role = session === undefined ? undefined : tokens.roleOf(session.userName);
  if (session === undefined || role === undefined) return fail(refuse('Unauthorized'));
  if (lastSequence === undefined || lastSequence === null) return succeed({ session, role, lastSequence: undefined });
  if (!Number.isSafeInteger(lastSequence) || Number(lastSequence) < 0) {
    return fail(refuse('InvalidAttribute', 'lastSequence must be an integer, 0 or greater.'));
  }
  return succeed({ session, role, lastSequence: Number(lastSequence) });
}
