/** What a REST call brings: status, body, headers. */
export interface FakeReply {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export interface FakeCall {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/** Puts itself in the place of fetch; a call that nobody foresaw is a network failure. */
export function installFakeApi(answer: (call: FakeCall) => FakeReply | undefined): FakeCall[] {
  const calls: FakeCall[] = [];
  globalThis.fetch = async (input, init) => {
    const call = {
      method: init?.method ?? 'GET',
      path: String(input),
      body: typeof init?.body === 'string' ? JSON.parse(init.body) : undefined,
    };
    calls.push(call);
    const reply = answer(call);
    if (reply === undefined) throw new TypeError('network failure');
    const { status = 200, body = {}, headers = {} } = reply;
    return new Response(status === 204 ? null : JSON.stringify(body), { status, headers });
  };
  return calls;
}
