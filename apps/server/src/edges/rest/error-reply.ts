import { type ErrorCode, errors, type Refusal, refuse } from '@cordboard/shared/errors';
import type { StrategyProblems, StrategyUsers } from '@cordboard/shared/rest/strategies';
import type { FastifyReply } from 'fastify';

/** Answers with the one form that errors have. */
export function replyRefusal(
  reply: FastifyReply,
  refusal: Refusal & {
    readonly retryAfterSeconds?: number;
    readonly problems?: StrategyProblems;
    readonly usedBy?: StrategyUsers;
  },
): FastifyReply {
  if (refusal.retryAfterSeconds !== undefined) reply.header('retry-after', String(refusal.retryAfterSeconds));
  if (errors[refusal.code].status === 401) reply.header('www-authenticate', 'Bearer');
  return reply
    .code(errors[refusal.code].status)
    .type('application/json; charset=utf-8')
    .serializer(JSON.stringify)
    .send({
      error: {
        code: refusal.code,
        message: refusal.message,
        ...(refusal.problems === undefined ? {} : { problems: refusal.problems }),
        ...(refusal.usedBy === undefined ? {} : { usedBy: refusal.usedBy }),
      },
    });
}

/** What a request that fastify itself refused is answered; undefined when the failure is ours. */
export function refusalOf(error: unknown): Refusal | undefined {
  const status = statusOf(error);
  if (status === undefined || status < 400 || status > 499) return undefined;
  return refuse(codeOfStatus[status] ?? 'InvalidRequest');
}

const codeOfStatus: Readonly<Record<number, ErrorCode>> = {
  404: 'NotFound',
  413: 'BodyTooLarge',
  415: 'UnsupportedMediaType',
  429: 'TooManyRequests',
};

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined;
  return typeof error.statusCode === 'number' ? error.statusCode : undefined;
}
