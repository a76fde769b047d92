import { refuse } from '@cordboard/shared/errors';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { may, type Permission } from '../../services/auth/permissions.ts';
import type { Session } from '../../services/auth/session.ts';
import { replyRefusal } from './error-reply.ts';
import type { Authenticator } from './ports.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null on public routes only. */
    caller: Caller | null;
  }
  interface FastifyContextConfig {
    /** Served without a token. */
    isPublic?: boolean;
    /** What the caller's role must allow. */
    permission?: Permission;
  }
}

export interface Caller {
  readonly token: string;
  readonly session: Session;
}

/** Makes every route of this part of the API, also those that do not exist, need a bearer token. */
export function requireToken(api: FastifyInstance, auth: Authenticator): void {
  api.decorateRequest('caller', null);
  api.addHook('onRequest', async (request, reply) => {
    const { isPublic, permission } = request.routeOptions.config;
    if (isPublic === true) return undefined;
    // A token that nobody knows yet may be good: whoever has it is to come again, not to log in anew.
    if (auth.isOpen?.() === false) return replyRefusal(reply, { ...refuse('StoreUnavailable'), retryAfterSeconds: 1 });
    const token = bearerToken(request);
    const session = token === undefined ? undefined : auth.authenticate(token);
    const role = session === undefined ? undefined : auth.roleOf(session.userName);
    if (token === undefined || session === undefined || role === undefined) return replyUnauthorized(reply);
    if (permission !== undefined && !may(role, permission)) {
      return replyRefusal(reply, refuse('PermissionDenied'));
    }
    request.caller = { token, session };
    return undefined;
  });
}

/** The caller of a route that is not public. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === null) throw new Error('a route that needs a caller was declared public');
  return request.caller;
}

function replyUnauthorized(reply: FastifyReply): FastifyReply {
  return replyRefusal(reply, refuse('Unauthorized'));
}

function bearerToken(request: FastifyRequest): string | undefined {
  return /^Bearer +([^\s]{1,256})$/i.exec(request.headers.authorization ?? '')?.[1];
}
