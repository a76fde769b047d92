/** A REST call that did not bring what was asked, in words for the person who asked. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, code: string, message: string, retryAfterSeconds?: number) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

const SERVER_DOWN = 'The server does not answer. Check the network or try again in a moment.';

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly token?: string;
  readonly body?: unknown;
}

/** Calls the server's REST interface; every failure is an ApiError. */
export async function callApi<Reply>(call: Call): Promise<Reply> {
  const headers: Record<string, string> = {};
  if (call.token !== undefined) headers.authorization = `Bearer ${call.token}`;
  if (call.body !== undefined) headers['content-type'] = 'application/json';
  let response: Response;
  try {
    response = await fetch(call.path, {
      method: call.method,
      headers,
      body: call.body === undefined ? null : JSON.stringify(call.body),
    });
  } catch {
    throw new ApiError(0, 'ServerDown', SERVER_DOWN);
  }
  const reply: unknown = await response.json().catch(() => undefined);
  if (response.ok) return reply as Reply;
  throw failure(response, reply);
}

function failure(response: Response, reply: unknown): ApiError {
  const error = (reply as { error?: { code?: string; message?: string } } | undefined)?.error;
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  // A proxy in front of a server that is down answers 502 to 504 without our kind of error.
  const message = error?.message ?? (response.status >= 500 ? SERVER_DOWN : `The server answered ${response.status}.`);
  return new ApiError(
    response.status,
    error?.code ?? 'Unknown',
    message,
    Number.isFinite(retryAfter) ? retryAfter : undefined,
  );
}
